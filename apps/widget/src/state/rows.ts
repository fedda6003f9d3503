import type { WireMessage } from '#kernel';
import { last } from '../lib/list.js';
import type { Thread } from './thread.js';

/** One line of the conversation as it is drawn. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'past'; readonly key: string }
  | { readonly kind: 'restored'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: WireMessage;
      /** The first and the last of a run by the same author: who speaks stands above, the time below. */
      readonly first: boolean;
      readonly last: boolean;
    };

const RUN_MS = 5 * 60_000;

function together(one: WireMessage | undefined, other: WireMessage | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.author.kind === other.author.kind &&
    one.author.id === other.author.id &&
    one.conversationId === other.conversationId &&
    Math.abs(Date.parse(other.createdAt) - Date.parse(one.createdAt)) < RUN_MS
  );
}

/**
 * Messages with day lines, the line under past conversations, and the line that says where an interruption was repaired.
 * @param sameDay whether two ISO times lie on one day of the viewer's.
 */
export function rows(
  thread: Pick<Thread, 'messages' | 'past'>,
  restoredAfter: number | null,
  sameDay: (one: string, other: string) => boolean,
): Row[] {
  const list: Row[] = [];
  const all = [...thread.past, ...thread.messages];
  const restoredAt =
    restoredAfter === null ? undefined : last(thread.messages.filter((each) => each.seq <= restoredAfter));
  all.forEach((message, at) => {
    const before = all[at - 1];
    if (at === thread.past.length && at > 0) list.push({ kind: 'past', key: 'past' });
    if (before === undefined || !sameDay(before.createdAt, message.createdAt)) {
      list.push({ kind: 'day', key: `day-${message.id}`, at: message.createdAt });
    }
    list.push({
      kind: 'message',
      key: message.id,
      message,
      first: !together(before, message),
      last: !together(message, all[at + 1]),
    });
    if (message === restoredAt) list.push({ kind: 'restored', key: `restored-${restoredAfter}` });
  });
  return list;
}
