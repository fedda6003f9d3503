import type { Channel, HandoffReason, NoticeKind, PageContext, WireMessage, WireNote } from '#kernel';
import { growingText, type PendingMessage, type Transcript } from './transcript.js';

/** A note of ours on its way; notes carry no client id, so a failed one is sent again only by hand. */
export interface PendingNote {
  key: string;
  text: string;
  /** Ids of the colleagues it calls. */
  mentions: readonly string[];
  state: 'sending' | 'failed';
  createdAt: string;
}

/** One line of the conversation as it is shown from top to bottom. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | {
      kind: 'message';
      key: string;
      message: WireMessage;
      folded: boolean;
      foldable: boolean;
      continues: boolean;
      /** The shopper has moved to another page of the shop since the message before. */
      moved: boolean;
      /** The shopper has gone over to another channel since their message before. */
      crossed: boolean;
    }
  | { kind: 'handoff'; key: string; message: WireMessage; reasons: readonly HandoffReason[] }
  | { kind: 'notice'; key: string; message: WireMessage }
  | { kind: 'note'; key: string; note: WireNote }
  | { kind: 'earlier'; key: string }
  | { kind: 'gap'; key: string; fromSeq: number; toSeq: number }
  | { kind: 'unread'; key: string }
  | { kind: 'growing'; key: string; text: string }
  | { kind: 'pending'; key: string; message: PendingMessage }
  | { kind: 'pendingNote'; key: string; note: PendingNote };

export interface TimelineInput {
  transcript: Transcript;
  notes: readonly WireNote[];
  pendingNotes: readonly PendingNote[];
  reasons: readonly HandoffReason[];
  /** Ids of folded messages that the agent has opened. */
  opened: ReadonlySet<string>;
  /** The line "new from here" stands after this number; undefined: no line. */
  unreadAfterSeq?: number;
  /** The day of a time in the viewer's zone, e.g. 2026-03-01. */
  dayOf: (at: string) => string;
}

const HANDOFFS: ReadonlySet<NoticeKind> = new Set(['handoff', 'handoff_offline']);

export function isHandoff(message: WireMessage): boolean {
  return message.author.kind === 'system' && message.notice !== undefined && HANDOFFS.has(message.notice);
}

/** Messages of one author within this time stand together. */
const TOGETHER_MS = 3 * 60_000;

/** Lays a conversation out in rows. Notes stand where they were written; the assistant's turns before a handover are folded. */
export function timeline(input: TimelineInput): Row[] {
  const { messages, growing, pending } = input.transcript;
  const handoffSeq = messages.findLast(isHandoff)?.seq ?? 0;
  const notes = [...input.notes].sort((a, b) => a.noteSeq - b.noteSeq);
  const rows: Row[] = [];
  let day = '';
  let before: WireMessage | undefined;
  let unreadShown = input.unreadAfterSeq === undefined;

  const startDay = (at: string): void => {
    const next = input.dayOf(at);
    if (next === day) return;
    day = next;
    before = undefined;
    rows.push({ kind: 'day', key: `day-${next}-${rows.length}`, at });
  };
  // Notes from before the first message here come with their messages.
  if ((messages[0]?.seq ?? 1) > 1)
    while (notes[0] !== undefined && notes[0].afterSeq < (messages[0]?.seq ?? 1) - 1) notes.shift();
  const addNotes = (upToSeq: number): void => {
    while (notes[0] !== undefined && notes[0].afterSeq <= upToSeq) {
      const note = notes[0];
      notes.shift();
      startDay(note.createdAt);
      before = undefined;
      rows.push({ kind: 'note', key: `note-${note.id}`, note });
    }
  };

  let expected = messages[0]?.seq ?? 1;
  if (expected > 1) rows.push({ kind: 'earlier', key: 'earlier' });
  let page = '';
  let channel: Channel | undefined;
  for (const message of messages) {
    addNotes(message.seq - 1);
    if (message.seq > expected) {
      rows.push({ kind: 'gap', key: `gap-${expected}`, fromSeq: expected, toSeq: message.seq - 1 });
      before = undefined;
    }
    expected = message.seq + 1;
    startDay(message.createdAt);
    if (!unreadShown && message.seq > (input.unreadAfterSeq ?? 0) && message.author.kind === 'shopper') {
      rows.push({ kind: 'unread', key: 'unread' });
      unreadShown = true;
      before = undefined;
    }
    const at = message.context === undefined ? page : pageOf(message.context);
    const said = message.author.kind === 'shopper' ? (message.channel ?? 'web') : channel;
    const crossed = channel !== undefined && said !== channel;
    // Where the channel is said there must be a head to say it in.
    if (crossed) before = undefined;
    channel = said;
    rows.push(messageRow(message, before, { moved: at !== page, crossed }, handoffSeq, input));
    page = at;
    before = message.author.kind === 'system' ? undefined : message;
  }
  addNotes(Number.MAX_SAFE_INTEGER);
  for (const answer of growing) rows.push({ kind: 'growing', key: answer.messageId, text: growingText(answer) });
  for (const message of pending) rows.push({ kind: 'pending', key: message.clientId, message });
  for (const note of input.pendingNotes) rows.push({ kind: 'pendingNote', key: note.key, note });
  return rows;
}

function pageOf({ url, title, orderNo, productId }: PageContext): string {
  return JSON.stringify([url, title, orderNo, productId]);
}

function messageRow(
  message: WireMessage,
  before: WireMessage | undefined,
  went: { moved: boolean; crossed: boolean },
  handoffSeq: number,
  input: TimelineInput,
): Row {
  // A message keeps the key it had while it was pending, so that its row is not made anew when it is confirmed.
  const key = message.clientId ?? message.id;
  if (isHandoff(message)) {
    const reasons = message.seq === handoffSeq ? input.reasons : [];
    return { kind: 'handoff', key, message, reasons };
  }
  if (message.author.kind === 'system') return { kind: 'notice', key, message };
  const foldable = message.author.kind === 'bot' && message.seq < handoffSeq;
  const continues =
    before !== undefined &&
    before.author.kind === message.author.kind &&
    before.author.id === message.author.id &&
    Date.parse(message.createdAt) - Date.parse(before.createdAt) < TOGETHER_MS;
  const folded = foldable && !input.opened.has(message.id);
  return { kind: 'message', key, message, foldable, folded, continues, ...went };
}

/** The row that shows message `seq`; -1 when it is not here. */
export function rowOfSeq(rows: readonly Row[], seq: number): number {
  return rows.findIndex((row) => 'message' in row && 'seq' in row.message && row.message.seq === seq);
}
