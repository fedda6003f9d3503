import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';

interface JumpState {
  jump: number;
}

export interface JumpTarget {
  seq: number;
  /** Differs from jump to jump, also to the same message. */
  stamp: number;
}

function subscribe(listener: () => void): () => void {
  const events = ['hashchange', 'popstate', 'pushState', 'replaceState'];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

/** The number of a message in a hash such as `#m12`. */
export function seqOfHash(hash: string): number | undefined {
  const seq = Number(/^#m(\d{1,9})$/.exec(hash)?.[1]);
  return Number.isInteger(seq) && seq > 0 ? seq : undefined;
}

/** Where the address (`/c/<id>#m12`) points within the open conversation. */
export function useJumpTarget(): JumpTarget | undefined {
  const seq = useSyncExternalStore(subscribe, () => seqOfHash(window.location.hash));
  const state = useHistoryState<JumpState | null>();
  return seq === undefined ? undefined : { seq, stamp: state?.jump ?? 0 };
}

/** Goes to a message; the address then points to it and can be passed on. */
export function useJump(id: string): (seq: number) => void {
  const [, navigate] = useLocation();
  return (seq) =>
    navigate(`/c/${id}${window.location.search}#m${seq}`, {
      replace: true,
      state: { jump: Date.now() } satisfies JumpState,
    });
}

/** The address of a message, to be passed on to a colleague: without the list one happens to have beside it. */
export function linkTo(id: string, seq: number): string {
  return `${window.location.origin}/console/c/${id}#m${seq}`;
}
