import { useEffect, useSyncExternalStore } from 'react';
import type { Board, WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { leads } from '../lib/roles.js';
import { useToasts } from '../ui/toast.js';
import type { Person } from './supervision.js';

export function useReaders(conversationId: string): readonly Person[] {
  const { supervision } = useServices();
  return useSyncExternalStore(supervision.subscribe, () => supervision.readersOf(conversationId));
}

/** The board as last pushed. */
export function usePushedBoard(): Board | undefined {
  const { supervision } = useServices();
  return useSyncExternalStore(supervision.subscribe, () => supervision.state().board);
}

/** Whether the signed-in agent supervises this conversation: it goes on, and is somebody else's. */
export function useSupervises(item: WireConversationItem | undefined): boolean {
  const me = useDesk((state) => state.me);
  return item !== undefined && item.status !== 'resolved' && item.agent?.id !== me.id && leads(me.role);
}

/** A supervisor who has somebody else's conversation on the screen reads along, and its owner knows. */
export function useReadAlong(item: WireConversationItem | undefined): boolean {
  const toasts = useToasts();
  const { supervision } = useServices();
  const up = useDesk((state) => state.link === 'up');
  const supervises = useSupervises(item);
  const reads = supervises && (item?.status === 'assigned' || item?.status === 'bot');
  const id = item?.id;
  useEffect(() => {
    if (!reads || !up || id === undefined) return;
    supervision.readAlong(id, true).catch((error: unknown) => toasts.fail(error));
    return () => {
      // Without a connection the server has ended it by itself.
      supervision.readAlong(id, false).catch(() => undefined);
    };
  }, [supervision, toasts, reads, up, id]);
  return reads;
}
