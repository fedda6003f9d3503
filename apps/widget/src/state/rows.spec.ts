import { describe, expect, it } from '@jest/globals';
import type { WireMessage } from '#kernel';
import { rows, type Row } from './rows.js';

const message = (seq: number, at: string, kind: WireMessage['author']['kind'], conversationId = 'c1'): WireMessage => ({
  id: `${conversationId}-${seq}`,
  conversationId,
  seq,
  author: { kind },
  text: '',
  createdAt: `2026-03-${at}:00.000Z`,
});
const sameDay = (one: string, other: string): boolean => one.slice(0, 10) === other.slice(0, 10);
const draw = (list: Row[]): string[] =>
  list.map((row) =>
    row.kind === 'message' ? `${row.first ? '[' : ''}${row.message.seq}${row.last ? ']' : ''}` : row.kind,
  );

describe('rows', () => {
  it('gather runs of one author and part the days', () => {
    const messages = [
      message(1, '01T08:00', 'shopper'),
      message(2, '01T08:01', 'shopper'),
      message(3, '01T08:02', 'bot'),
      message(4, '01T08:20', 'bot'),
      message(5, '02T08:00', 'bot'),
    ];
    expect(draw(rows({ past: [], messages }, null, sameDay))).toEqual(['day', '[1', '2]', '[3]', '[4]', 'day', '[5]']);
  });

  it('mark where an interruption was repaired and where a new conversation begins', () => {
    const past = [message(1, '01T08:00', 'shopper', 'c0')];
    const messages = [message(1, '01T08:01', 'shopper'), message(2, '01T08:02', 'bot'), message(3, '01T08:03', 'bot')];
    expect(draw(rows({ past, messages }, 2, sameDay))).toEqual(['day', '[1]', 'past', '[1]', '[2', 'restored', '3]']);
  });

  it('are none for an empty conversation', () => {
    expect(rows({ past: [], messages: [] }, 3, sameDay)).toEqual([]);
  });
});
