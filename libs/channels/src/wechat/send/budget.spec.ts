import { describe, expect, it } from '@jest/globals';
import {
  budgetOf,
  exhausted,
  maySend,
  momentOf,
  opened,
  refunded,
  spent,
  type Moment,
  type ReplyWindow,
} from './budget.js';
import { nextBatch, type OwedPiece, type Rank } from './outgoing.js';

const HOUR = 3_600_000;
const T = 1_700_000_000_000;
const at = (time: number): Moment => ({ from: time, by: time });
const after = (windows: ReplyWindow[], times: number): ReplyWindow[] =>
  Array.from({ length: times }).reduce<ReplyWindow[]>((all, _one, index) => spent(all, T + index), windows);

describe('the budget of replies', () => {
  it('five for a message in 48 hours, anew with each', () => {
    const windows = opened([], 'message', at(T));
    expect(budgetOf(windows, T)).toEqual({ left: 5, until: T + 48 * HOUR });
    expect(budgetOf(after(windows, 5), T)).toEqual({ left: 0, until: T + 48 * HOUR });
    expect(budgetOf(opened(after(windows, 5), 'message', at(T + HOUR)), T + HOUR).left).toBe(5);
    expect(budgetOf(windows, T + 48 * HOUR)).toEqual({ left: 0, until: null });
  });

  it('counts what was sent before we read of a message that was already there', () => {
    const busy = after(opened([], 'message', at(T - HOUR)), 3);
    expect(budgetOf(opened(busy, 'message', at(T - 1_000)), T).left).toBe(2);
    expect(budgetOf(opened(busy, 'message', at(T + 1_000)), T + 1_000).left).toBe(5);
  });

  it('what was sent in the second of an act, before we heard of it, was sent before', () => {
    const busy = after(opened([], 'message', at(T - HOUR)), 5);
    const moment = momentOf({ saidAt: T / 1000, receivedAt: new Date(T + 300) });
    expect(moment).toEqual({ from: T, by: T + 300 });
    expect(budgetOf(opened(busy, 'click', moment), T + 300).left).toBe(3);
    expect(momentOf({ saidAt: T / 1000, receivedAt: new Date(T + 9_000) }).by).toBe(T + 999);
    expect(momentOf({ saidAt: T / 1000, receivedAt: new Date(T - 9_000) }).by).toBe(T);
  });

  it('three in a minute for a tap, which earns no five', () => {
    const windows = opened([], 'click', at(T));
    expect(budgetOf(windows, T).left).toBe(3);
    expect(budgetOf(windows, T + 59_000).left).toBe(0);
  });

  it('counts a message in all windows that are open', () => {
    const windows = after(opened(opened([], 'message', at(T)), 'click', at(T)), 3);
    expect(budgetOf(windows, T).left).toBe(2);
  });

  it('keeps the last reply for what has a right to it', () => {
    const windows = after(opened([], 'message', at(T)), 4);
    expect(maySend(windows, T, { kept: true })).toBe(false);
    expect(maySend(windows, T, { kept: false })).toBe(true);
    expect(maySend(opened(windows, 'click', at(T)), T, { kept: true })).toBe(false);
    expect(maySend(after(windows, 1), T, { kept: false })).toBe(false);
    expect(maySend([], T, { kept: false })).toBe(false);
  });

  it('gives back what was not used, and believes WeChat when it says that there is nothing', () => {
    const windows = opened([], 'message', at(T));
    expect(budgetOf(refunded(spent(windows, T), T), T).left).toBe(5);
    expect(budgetOf(refunded(windows, T), T).left).toBe(5);
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
});
