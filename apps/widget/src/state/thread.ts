import type { MessageDelta, SessionPayload, WireAttachment, WireMessage } from '#kernel';
import { last } from '../lib/list.js';

/** A message of ours that the server has not confirmed yet. `clientId` makes every repeat of it the same message. */
export interface PendingMessage {
  readonly clientId: string;
  readonly text: string;
  /** Uploaded already. */
  readonly attachments: readonly WireAttachment[];
  /** ISO 8601, by this browser's clock. */
  readonly createdAt: string;
  readonly state: 'sending' | 'failed';
  /** Why it failed, in the shopper's language. */
  readonly reason?: string;
}

/** A bot's answer that is still being written: its pieces by index, which may arrive out of order. */
export interface GrowingAnswer {
  readonly messageId: string;
  readonly ownershipVersion: number;
  readonly pieces: Readonly<Record<number, string>>;
  /** The pieces 0, 1, 2 … up to the first that is missing. */
  readonly text: string;
}

/**
 * What the shopper sees of a conversation. `messages` is ordered by seq without doubles; it may start above 1 (older ones
 * are fetched on demand) and may have a gap until repair() has filled it.
 */
export interface Thread {
  readonly conversationId: string | null;
  readonly messages: readonly WireMessage[];
  readonly growing: readonly GrowingAnswer[];
  readonly pending: readonly PendingMessage[];
  readonly ownershipVersion: number;
  /** The last number the server is known to have given out in this conversation. */
  readonly lastSeq: number;
  /** Answers that were withdrawn: a piece that arrives late must not bring one back. */
  readonly discarded: readonly string[];
  /** Messages of conversations that ended earlier in this visit, shown above. */
  readonly past: readonly WireMessage[];
}

export const EMPTY_THREAD: Thread = {
  conversationId: null,
  messages: [],
  growing: [],
  pending: [],
  ownershipVersion: 0,
  lastSeq: 0,
  discarded: [],
  past: [],
};

/**
 * Turns to the conversation `conversationId`. The messages of the former one stay on the screen as past; what was not
 * sent yet belongs to the new one. Events of a conversation that is already past change nothing: null.
 */
function turnTo(thread: Thread, conversationId: string): Thread | null {
  if (thread.conversationId === conversationId) return thread;
  if (thread.past.some((message) => message.conversationId === conversationId)) return null;
  return {
    ...EMPTY_THREAD,
    conversationId,
    pending: thread.pending,
    past: [...thread.past, ...thread.messages],
  };
}

/** Takes in messages from wherever they come (event, acknowledgement, sync, session), in any order and as often as they come. */
export function addMessages(thread: Thread, incoming: readonly WireMessage[]): Thread {
  let next = thread;
  for (const message of incoming) next = addMessage(next, message);
  return next;
}

function addMessage(thread: Thread, message: WireMessage): Thread {
  const here = turnTo(thread, message.conversationId);
  if (here === null) return thread;
  const pending =
    message.clientId === undefined ? here.pending : without(here.pending, (sent) => sent.clientId === message.clientId);
  const growing = without(here.growing, (answer) => answer.messageId === message.id);
  const known = here.messages.some((other) => other.id === message.id || other.seq === message.seq);
  if (known && here === thread && pending === here.pending && growing === here.growing) return thread;
  return {
    ...here,
    pending,
    growing,
    messages: known ? here.messages : insertBySeq(here.messages, message),
    lastSeq: Math.max(here.lastSeq, message.seq),
  };
}

function insertBySeq(messages: readonly WireMessage[], message: WireMessage): readonly WireMessage[] {
  let at = messages.length;
  while (at > 0 && (messages[at - 1]?.seq ?? 0) > message.seq) at--;
  return [...messages.slice(0, at), message, ...messages.slice(at)];
}

/** The same array when nothing falls out, so that an unchanged list keeps its identity. */
function without<T>(list: readonly T[], gone: (item: T) => boolean): readonly T[] {
  return list.some(gone) ? list.filter((item) => !gone(item)) : list;
}

/**
 * A (new) connection tells what it knows. Growing answers are dropped: their missing pieces do not come again, the whole
 * answer does. Without a conversation the thread starts anew, save what was not sent yet.
 */
export function applySession(thread: Thread, session: SessionPayload): Thread {
  const { conversation } = session;
  if (conversation === null) return { ...EMPTY_THREAD, pending: thread.pending };
  const here = turnTo({ ...thread, growing: [] }, conversation.id) ?? {
    ...EMPTY_THREAD,
    conversationId: conversation.id,
    pending: thread.pending,
  };
  return raiseVersion(addMessages(here, session.messages), conversation.ownershipVersion, conversation.lastSeq);
}

/** The conversation changed hands or grew: pieces of an answer in a former owner's name are taken off the screen. */
export function applyConversation(
  thread: Thread,
  conversation: { id: string; ownershipVersion: number; lastSeq: number },
): Thread {
  const here = turnTo(thread, conversation.id);
  return here === null ? thread : raiseVersion(here, conversation.ownershipVersion, conversation.lastSeq);
}

function raiseVersion(thread: Thread, version: number, lastSeq: number): Thread {
  if (version <= thread.ownershipVersion && lastSeq <= thread.lastSeq) return thread;
  const ownershipVersion = Math.max(version, thread.ownershipVersion);
  return {
    ...thread,
    ownershipVersion,
    lastSeq: Math.max(lastSeq, thread.lastSeq),
    growing: without(thread.growing, (answer) => answer.ownershipVersion < ownershipVersion),
  };
}

export function applyDelta(thread: Thread, delta: MessageDelta): Thread {
  if (thread.conversationId !== delta.conversationId || delta.ownershipVersion < thread.ownershipVersion) return thread;
  if (thread.discarded.includes(delta.messageId)) return thread;
  if (thread.messages.some((message) => message.id === delta.messageId)) return thread;
  const former = thread.growing.find((answer) => answer.messageId === delta.messageId);
  const pieces = { ...former?.pieces, [delta.index]: delta.text };
  let text = '';
  for (let index = 0; pieces[index] !== undefined; index++) text += pieces[index];
  const answer: GrowingAnswer = {
    messageId: delta.messageId,
    ownershipVersion: delta.ownershipVersion,
    pieces,
    text,
  };
  return {
    ...thread,
    growing: former ? thread.growing.map((other) => (other === former ? answer : other)) : [...thread.growing, answer],
  };
}

export function discardAnswer(thread: Thread, messageId: string): Thread {
  if (thread.discarded.includes(messageId)) return thread;
  return {
    ...thread,
    growing: without(thread.growing, (answer) => answer.messageId === messageId),
    discarded: [...thread.discarded.slice(-49), messageId],
  };
}

/** Puts a message on the screen before the server knows it. A repeat of a failed one goes to where it stood. */
export function addPending(
  thread: Thread,
  clientId: string,
  text: string,
  createdAt: string,
  attachments: readonly WireAttachment[] = [],
): Thread {
  const pending: PendingMessage = { clientId, text, attachments, createdAt, state: 'sending' };
  const known = thread.pending.some((other) => other.clientId === clientId);
  return {
    ...thread,
    pending: known
      ? thread.pending.map((other) =>
          other.clientId === clientId ? { ...pending, createdAt: other.createdAt } : other,
        )
      : [...thread.pending, pending],
  };
}

export function failPending(thread: Thread, clientId: string, reason: string): Thread {
  return {
    ...thread,
    pending: thread.pending.map((other) =>
      other.clientId === clientId ? { ...other, state: 'failed', reason } : other,
    ),
  };
}

/** What the shopper says of an answer, on it at once. */
export function withOpinion(thread: Thread, messageId: string, helpful: boolean | undefined): Thread {
  const rated = (message: WireMessage): WireMessage => (message.id === messageId ? { ...message, helpful } : message);
  return { ...thread, messages: thread.messages.map(rated), past: thread.past.map(rated) };
}

/** Takes a failed message off the screen for good. */
export function dropPending(thread: Thread, clientId: string): Thread {
  return { ...thread, pending: without(thread.pending, (other) => other.clientId === clientId) };
}

/** The last number below which nothing that was shown is missing: where a sync has to go on. 0 when there is nothing yet. */
export function cursor(thread: Thread): number {
  const first = thread.messages[0];
  if (first === undefined) return 0;
  let reached = first.seq;
  for (const message of thread.messages) {
    if (message.seq > reached + 1) break;
    reached = message.seq;
  }
  return reached;
}

/** True while the server has given out a number above the cursor: something is missing here. */
export function hasGap(thread: Thread): boolean {
  return cursor(thread) < thread.lastSeq;
}

/** True when the conversation began before the first message on the screen. */
export function hasEarlier(thread: Thread): boolean {
  return (thread.messages[0]?.seq ?? 1) > 1;
}

/** The bot's and the agents' messages after `seenSeq`: what the shopper has not read. Notices do not count. */
export function unreadCount(thread: Thread, seenSeq: number): number {
  return thread.messages.filter(
    (message) => message.seq > seenSeq && (message.author.kind === 'bot' || message.author.kind === 'agent'),
  ).length;
}

/** True while the assistant owes an answer: the last word is the shopper's and nothing of the answer shows yet. */
export function awaitsAnswer(thread: Thread): boolean {
  return thread.growing.length === 0 && last(thread.messages)?.author.kind === 'shopper';
}
