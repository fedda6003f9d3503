import { describe, expect, it } from '@jest/globals';
import {
  budgetOf,
  exhausted,
  maySend,
  momentOf,
  opened,
  refunded,
  settled,
  spent,
  type ReplyWindow,
} from './budget.js';
import { menuAsText, menuPieces, nextBatch, waitsForCompany, type OwedPiece, type Rank } from './outgoing.js';
import { bytesOf } from './plain-text.js';

const HOUR = 3_600_000;
const T = 1_700_000_000_000;
/** So many replies, each taken by WeChat in the moment in which it left. */
const after = (windows: ReplyWindow[], times: number): ReplyWindow[] =>
  Array.from({ length: times }).reduce<ReplyWindow[]>((all, _one, index) => {
    const { windows: charged, charge } = spent(all, T + index);
    return settled(charged, charge, T + index);
  }, windows);

describe('the budget of replies', () => {
  it('five for a message in 48 hours, anew with each', () => {
    const windows = opened([], 'message', T);
    expect(budgetOf(windows, T)).toEqual({ left: 5, until: T + 48 * HOUR });
    expect(budgetOf(after(windows, 5), T)).toEqual({ left: 0, until: T + 48 * HOUR });
    expect(budgetOf(opened(after(windows, 5), 'message', T + HOUR), T + HOUR).left).toBe(5);
    expect(budgetOf(windows, T + 48 * HOUR)).toEqual({ left: 0, until: null });
  });

  it('counts what was sent before we read of a message that was already there', () => {
    const busy = after(opened([], 'message', T - HOUR), 3);
    expect(budgetOf(opened(busy, 'message', T - 1_000), T).left).toBe(2);
    expect(budgetOf(opened(busy, 'message', T + 1_000), T + 1_000).left).toBe(5);
  });

  it('counts what is still under way as taken after the act, until WeChat has answered', () => {
    const { windows, charge } = spent(opened([], 'message', T - HOUR), T);
    expect(budgetOf(opened(windows, 'message', T + 500), T + 600).left).toBe(4);
    const taken = settled(windows, charge, T + 900);
    expect(budgetOf(opened(taken, 'message', T + 500), T + 900).left).toBe(4);
    expect(budgetOf(opened(taken, 'message', T + 1_000), T + 1_100).left).toBe(5);
  });

  it('gives a reply back to the window that has opened meanwhile too', () => {
    const { windows, charge } = spent(opened([], 'message', T - HOUR), T);
    const both = opened(opened(windows, 'message', T + 500), 'click', T + 500);
    expect(both.map(({ left }) => left)).toEqual([4, 2]);
    expect(refunded(both, charge).map(({ left }) => left)).toEqual([5, 3]);
    expect(refunded(refunded(both, charge), charge).map(({ left }) => left)).toEqual([5, 3]);
  });

  it('takes an act for as early as it can have been', () => {
    expect(momentOf({ saidAt: T / 1000, receivedAt: new Date(T + 300) })).toBe(T);
    expect(momentOf({ saidAt: T / 1000 + 5, receivedAt: new Date(T + 300) })).toBe(T + 300);
    const busy = after(opened([], 'message', T - HOUR), 2);
    expect(budgetOf(opened(busy, 'click', T), T + 300).left).toBe(3);
    expect(budgetOf(opened(busy, 'message', T), T + 300).left).toBe(3);
  });

  it('three in a minute for a tap, which earns no five', () => {
    const windows = opened([], 'click', T);
    expect(budgetOf(windows, T).left).toBe(3);
    expect(budgetOf(windows, T + 59_000).left).toBe(0);
  });

  it('counts a message in all windows that are open', () => {
    const windows = after(opened(opened([], 'message', T), 'click', T), 3);
    expect(budgetOf(windows, T).left).toBe(2);
  });

  it('keeps the last reply for what has a right to it', () => {
    const windows = after(opened([], 'message', T), 4);
    expect(maySend(windows, T, { kept: true })).toBe(false);
    expect(maySend(windows, T, { kept: false })).toBe(true);
    expect(maySend(opened(windows, 'click', T), T, { kept: true })).toBe(false);
    expect(maySend(after(windows, 1), T, { kept: false })).toBe(false);
    expect(maySend([], T, { kept: false })).toBe(false);
  });

  it.each(['click', 'follow', 'scan', 'enter'] as const)('keeps it in the short window of %s as well', (source) => {
    const windows = opened([], source, T);
    const { left } = budgetOf(windows, T);
    const last = after(windows, left - 1);
    expect(maySend(after(windows, left - 2), T, { kept: true })).toBe(true);
    expect(maySend(last, T, { kept: true })).toBe(false);
    expect(maySend(last, T, { kept: false })).toBe(true);
  });

  it('gives back what was not used, and believes WeChat when it says that there is nothing', () => {
    const windows = opened([], 'message', T);
    const once = spent(windows, T);
    expect(budgetOf(refunded(once.windows, once.charge), T).left).toBe(5);
    expect(budgetOf(refunded(windows, once.charge), T).left).toBe(5);
    expect(budgetOf(exhausted(windows, T), T).left).toBe(0);
  });
});

describe('the next message', () => {
  const piece = (text: string, rank: Rank = 'bot', attempts = 0): OwedPiece => ({
    id: text,
    rank,
    attempts,
    content: { type: 'text', text },
  });
  const all = { ordinary: true, last: true };
  const textOf = (batch: ReturnType<typeof nextBatch>): string =>
    batch?.content.type === 'text' ? batch.content.text : '';

  it('joins what follows each other as far as one message holds it', () => {
    const batch = nextBatch([piece('一'), piece('二'), piece('字'.repeat(666)), piece('三')], all);
    expect(textOf(batch)).toBe('一\n\n二');
    expect(batch?.pieces).toHaveLength(2);
  });

  it('lets the handoff go with the last reply, with what was before it or alone', () => {
    const last = { ordinary: false, last: true };
    expect(textOf(nextBatch([piece('答'), piece('转', 'must')], last))).toBe('答\n\n转');
    const long = piece('字'.repeat(666));
    expect(textOf(nextBatch([long, piece('转', 'must')], last))).toBe('转');
    expect(nextBatch([piece('答')], last)).toBeUndefined();
    expect(nextBatch([piece('转', 'must')], { ordinary: false, last: false })).toBeUndefined();
  });

  it('sends again together what was begun together', () => {
    expect(textOf(nextBatch([piece('一', 'bot', 1), piece('二', 'bot', 1), piece('三')], all))).toBe('一\n\n二');
  });

  it('takes the text before a menu as its head', () => {
    const menu: OwedPiece = {
      id: 'm',
      rank: 'must',
      attempts: 0,
      content: { type: 'menu', head: '打分', items: [{ id: '101', label: '好' }] },
    };
    expect(nextBatch([piece('结束'), menu, piece('后')], all)?.content).toMatchObject({ head: '结束\n\n打分' });
  });

  it('puts an aside before the words that follow it, and counts both as theirs', () => {
    const aside = piece('小王已接入', 'aside');
    const batch = nextBatch([aside, piece('您好', 'person')], { ordinary: false, last: true });
    expect([textOf(batch), batch?.rank]).toEqual(['小王已接入\n\n您好', 'person']);
    expect(nextBatch([aside], { ordinary: false, last: true })).toBeUndefined();
    expect(waitsForCompany([{ ...aside, state: 'waiting' }])).toBe(true);
    expect(waitsForCompany([aside, piece('您好', 'person')].map((one) => ({ ...one, state: 'waiting' })))).toBe(false);
  });
});

describe('a menu', () => {
  const family = '👨‍👩‍👧‍👦';

  it('keeps to WeChat’s lengths, between what is seen as characters, and loses no words of its text', () => {
    const text = Array.from({ length: 90 }, (_, n) => `第 ${n} 句话，说明怎么选。`).join('');
    const items = Array.from({ length: 9 }, (_, n) => ({ id: String(201 + n), label: family.repeat(20 + n) }));
    const pieces = menuPieces(text, { items, tail: '回复数字即可选择。' });
    const menu = pieces.at(-1);
    if (menu?.type !== 'menu') throw new Error('no menu');
    expect(bytesOf(menu.head)).toBeLessThanOrEqual(1_024);
    expect(bytesOf(menuAsText(menu))).toBeLessThanOrEqual(2_000);
    for (const { label } of menu.items) {
      expect(bytesOf(label)).toBeLessThanOrEqual(128);
      expect(label.replaceAll(family, '')).toBe('…');
    }
    const words = pieces.map((one) => (one.type === 'text' ? one.text : one.type === 'menu' ? one.head : '')).join('');
    expect(words.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  it('takes no text as its head that would make it too long', () => {
    const menu: OwedPiece = {
      id: 'm',
      rank: 'must',
      attempts: 0,
      content: { type: 'menu', head: '打分', items: [{ id: '101', label: '好' }] },
    };
    const text: OwedPiece = { id: 't', rank: 'bot', attempts: 0, content: { type: 'text', text: '字'.repeat(340) } };
    const batch = nextBatch([text, menu], { ordinary: true, last: true });
    expect(batch?.pieces.map(({ id }) => id)).toEqual(['t']);
  });
});
