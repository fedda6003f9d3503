import type { WireAttachment, MessageDelta, WireError, WireMessage } from '#kernel';

/** A message of ours that the server has not confirmed yet. The same `clientId` goes out on every attempt. */
export interface PendingMessage {
  clientId: string;
  text: string;
  attachments?: readonly WireAttachment[];
  /** `waiting`: no connection; it goes out by itself later. `failed`: the agent decides. */
  state: 'sending' | 'waiting' | 'failed';
  error?: WireError;
  /** When it was written, ISO 8601. */
  createdAt: string;
}

/** An answer of the assistant while it is being written. */
export interface GrowingMessage {
  messageId: string;
  ownershipVersion: number;
  /** Pieces by index; they may arrive out of order. */
  pieces: readonly string[];
}

/** What one conversation says: confirmed messages without doubles in order of `seq`, and what is not confirmed yet. */
export interface Transcript {
  messages: readonly WireMessage[];
  pending: readonly PendingMessage[];
  growing: readonly GrowingMessage[];
}

export const EMPTY_TRANSCRIPT: Transcript = { messages: [], pending: [], growing: [] };

/** The lowest number that is here; what is earlier is fetched when somebody reads that far up. 1 while nothing is here. */
export function firstOf(transcript: Transcript): number {
  return transcript.messages[0]?.seq ?? 1;
}

/** The highest number n such that all messages from the first one here up to n are here: where `sync` goes on. */
export function cursorOf(transcript: Transcript): number {
  let cursor = firstOf(transcript) - 1;
  for (const message of transcript.messages) {
    if (message.seq !== cursor + 1) break;
    cursor = message.seq;
  }
  return cursor;
}

/** True while a message below `lastSeq` (the server's count) or below our own highest number is missing. */
export function hasGap(transcript: Transcript, lastSeq = 0): boolean {
  const highest = transcript.messages.at(-1)?.seq ?? 0;
  return cursorOf(transcript) < Math.max(highest, lastSeq);
}

/** Takes in messages from whatever source: pushed, synced, or the answer to a send. Repeats change nothing. */
export function withMessages(transcript: Transcript, incoming: readonly WireMessage[]): Transcript {
  const known = new Set(transcript.messages.map((message) => message.id));
  const fresh = incoming.filter((message) => !known.has(message.id) && known.add(message.id));
  const confirmed = new Set(incoming.map((message) => message.clientId).filter((id) => id !== undefined));
  const arrived = new Set(incoming.map((message) => message.id));
  const pending = transcript.pending.filter((message) => !confirmed.has(message.clientId));
  const growing = transcript.growing.filter((answer) => !arrived.has(answer.messageId));
  if (
    fresh.length === 0 &&
    pending.length === transcript.pending.length &&
    growing.length === transcript.growing.length
  )
    return transcript;
  return {
    messages: fresh.length === 0 ? transcript.messages : merged(transcript.messages, fresh),
    pending,
    growing,
  };
}

function merged(known: readonly WireMessage[], fresh: readonly WireMessage[]): WireMessage[] {
  const all = [...known, ...fresh];
  const last = known.at(-1)?.seq ?? 0;
  // The usual case, one message at the end, needs no sorting.
  if (fresh.length === 1 && (fresh[0]?.seq ?? 0) > last) return all;
  return all.sort((a, b) => a.seq - b.seq);
}

/** Adds a piece of a growing answer. A piece of an answer that is already whole, or of a former owner, changes nothing. */
export function withDelta(transcript: Transcript, delta: MessageDelta, ownershipVersion: number): Transcript {
  if (delta.ownershipVersion < ownershipVersion) return transcript;
  if (transcript.messages.some((message) => message.id === delta.messageId)) return transcript;
  const before = transcript.growing.find((answer) => answer.messageId === delta.messageId);
  if (before?.pieces[delta.index] !== undefined) return transcript;
  const pieces = [...(before?.pieces ?? [])];
  pieces[delta.index] = delta.text;
  const after = { messageId: delta.messageId, ownershipVersion: delta.ownershipVersion, pieces };
  return {
    ...transcript,
    growing: [...transcript.growing.filter((answer) => answer !== before), after],
  };
}

/** The part of a growing answer that can be shown: up to the first piece that is missing. */
export function growingText(answer: GrowingMessage): string {
  let text = '';
  for (let index = 0; index < answer.pieces.length; index++) {
    const piece = answer.pieces[index];
    if (piece === undefined) break;
    text += piece;
  }
  return text;
}

export function withoutGrowing(transcript: Transcript, messageId: string): Transcript {
  const growing = transcript.growing.filter((answer) => answer.messageId !== messageId);
  return growing.length === transcript.growing.length ? transcript : { ...transcript, growing };
}

/** When the owner changed, what the former owner was still writing will not come. */
export function withoutStaleGrowing(transcript: Transcript, ownershipVersion: number): Transcript {
  const growing = transcript.growing.filter((answer) => answer.ownershipVersion >= ownershipVersion);
  return growing.length === transcript.growing.length ? transcript : { ...transcript, growing };
}

/** Adds a message of ours, or puts one that is there into a new state. */
export function withPending(transcript: Transcript, message: PendingMessage): Transcript {
  if (transcript.messages.some((known) => known.clientId === message.clientId)) return transcript;
  const at = transcript.pending.findIndex((known) => known.clientId === message.clientId);
  const pending = at < 0 ? [...transcript.pending, message] : transcript.pending.with(at, message);
  return { ...transcript, pending };
}

export function withoutPending(transcript: Transcript, clientId: string): Transcript {
  return { ...transcript, pending: transcript.pending.filter((message) => message.clientId !== clientId) };
}
