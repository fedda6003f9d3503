import { describe, expect, it } from '@jest/globals';
import type { AuthorKind, WireMessage, WireNote } from '#kernel';
import { rowOfSeq, timeline, type Row, type TimelineInput } from './timeline.js';
import { EMPTY_TRANSCRIPT } from './transcript.js';

const START = Date.parse('2026-03-01T08:00:00Z');

function message(seq: number, kind: AuthorKind, more: Partial<WireMessage> = {}): WireMessage {
  return {
    id: `m${seq}`,
    conversationId: 'c',
    seq,
    author: { kind },
    text: `text ${seq}`,
    createdAt: new Date(START + seq * 1_000).toISOString(),
    ...more,
  };
}

function note(noteSeq: number, afterSeq: number): WireNote {
  const createdAt = new Date(START + afterSeq * 1_000 + 500).toISOString();
  return {
    id: `n${noteSeq}`,
    conversationId: 'c',
    noteSeq,
    afterSeq,
    author: { id: 'a', name: 'A' },
    text: 'n',
    createdAt,
  };
}

function rowsOf(messages: WireMessage[], more: Partial<TimelineInput> = {}): Row[] {
  return timeline({
    transcript: { ...EMPTY_TRANSCRIPT, messages },
    notes: [],
    pendingNotes: [],
    reasons: [],
    opened: new Set(),
    dayOf: (at) => at.slice(0, 10),
    ...more,
  });
}

const kinds = (rows: Row[]): string[] => rows.map((row) => row.kind);

const HANDED_OVER = [
  message(1, 'shopper'),
  message(2, 'bot'),
  message(3, 'shopper'),
  message(4, 'system', { notice: 'handoff' }),
  message(5, 'agent', { author: { kind: 'agent', id: 'a' } }),
];

describe('timeline', () => {
  it('folds what the assistant said before the handover, marks the handover, and opens on demand', () => {
    const reasons = [{ rule: 'complaint', evidence: '投诉', score: 0.9 }];
    const rows = rowsOf(HANDED_OVER, { reasons });
    expect(kinds(rows)).toEqual(['day', 'message', 'message', 'message', 'handoff', 'message']);
    expect(rows[2]).toMatchObject({ foldable: true, folded: true });
    expect(rows[4]).toMatchObject({ reasons });
    expect(rowsOf(HANDED_OVER, { opened: new Set(['m2']) })[2]).toMatchObject({ foldable: true, folded: false });
  });

  it('folds nothing while the assistant has the conversation', () => {
    expect(rowsOf([message(1, 'shopper'), message(2, 'bot')])[2]).toMatchObject({ foldable: false, folded: false });
  });

  it('puts the reasons only under the latest handover', () => {
    const twice = [
      ...HANDED_OVER,
      message(6, 'system', { notice: 'returned' }),
      message(7, 'system', { notice: 'handoff' }),
    ];
    const rows = rowsOf(twice, { reasons: [{ rule: 'anger', evidence: '!', score: 1 }] });
    expect(rows.filter((row) => row.kind === 'handoff').map((row) => row.reasons.length)).toEqual([0, 1]);
  });

  it('puts notes where they were written, in their own order', () => {
    const rows = rowsOf(HANDED_OVER, { notes: [note(2, 4), note(1, 4), note(3, 5)] });
    expect(rows.map((row) => row.key)).toEqual(expect.arrayContaining(['note-n1', 'note-n2', 'note-n3']));
    expect(kinds(rows)).toEqual(['day', 'message', 'message', 'message', 'handoff', 'note', 'note', 'message', 'note']);
    expect(rows[5]!.key).toBe('note-n1');
  });

  it('shows a gap where messages are missing', () => {
    const rows = rowsOf([message(1, 'shopper'), message(4, 'shopper')]);
    expect(rows[2]).toMatchObject({ kind: 'gap', fromSeq: 2, toSeq: 3 });
  });

  it('separates days and groups messages of one author', () => {
    const next = message(3, 'shopper', { createdAt: '2026-03-02T08:00:00Z' });
    const rows = rowsOf([message(1, 'shopper'), message(2, 'shopper'), next]);
    expect(kinds(rows)).toEqual(['day', 'message', 'message', 'day', 'message']);
    expect(rows[2]).toMatchObject({ continues: true });
    expect(rows[4]).toMatchObject({ continues: false });
  });

  it('draws the unread line once, before the first unread message of the shopper', () => {
    const rows = rowsOf(HANDED_OVER.concat(message(6, 'shopper'), message(7, 'shopper')), { unreadAfterSeq: 4 });
    expect(kinds(rows).filter((kind) => kind === 'unread')).toHaveLength(1);
    expect(rows[rows.findIndex((row) => row.kind === 'unread') + 1]).toMatchObject({ message: { seq: 6 } });
  });

  it('ends with what is not confirmed, under keys that stay the same after confirmation', () => {
    const pending = { clientId: 'k', text: 'x', state: 'sending' as const, createdAt: new Date(START).toISOString() };
    const before = timeline({
      transcript: { messages: [], pending: [pending], growing: [] },
      notes: [],
      pendingNotes: [],
      reasons: [],
      opened: new Set(),
      dayOf: (at) => at.slice(0, 10),
    });
    expect(before.at(-1)!.key).toBe('k');
    expect(rowsOf([message(1, 'agent', { clientId: 'k' })]).at(-1)!.key).toBe('k');
  });

  it('has unique keys and finds the row of a message', () => {
    const rows = rowsOf(HANDED_OVER, { notes: [note(1, 4)] });
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
    expect(rows[rowOfSeq(rows, 5)]).toMatchObject({ message: { seq: 5 } });
    expect(rowOfSeq(rows, 99)).toBe(-1);
  });

  it('names the page of the shop once, and again when the shopper has moved on', () => {
    const on = (title: string): Partial<WireMessage> => ({ context: { url: 'https://shop.example/a', title } });
    const rows = rowsOf([
      message(1, 'shopper', on('tea')),
      message(2, 'bot'),
      message(3, 'shopper', on('tea')),
      message(4, 'shopper', on('cups')),
      message(5, 'shopper'),
    ]);
    expect(rows.flatMap((row) => (row.kind === 'message' ? [row.moved] : []))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('says where the shopper went over to another channel, under a head of its own', () => {
    const rows = rowsOf([
      message(1, 'shopper'),
      message(2, 'bot'),
      message(3, 'shopper', { channel: 'wechat' }),
      message(4, 'shopper', { channel: 'wechat' }),
      message(5, 'shopper'),
    ]);
    const messages = rows.flatMap((row) => (row.kind === 'message' ? [row] : []));
    expect(messages.map(({ crossed }) => crossed)).toEqual([false, false, true, false, true]);
    expect(messages.map(({ continues }) => continues)).toEqual([false, false, false, true, false]);
  });
});
