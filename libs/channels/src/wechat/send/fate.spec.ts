import { describe, expect, it } from '@jest/globals';
import { WeChatError } from '../api/errors.js';
import { fateOf, type Failure, type Fate } from './fate.js';

const HOUR = 3_600_000;
/** Noon in Beijing. */
const NOON = Date.parse('2026-03-01T04:00:00Z');

function fate(code: number, over: Partial<Failure> = {}): Fate {
  const error = new WeChatError(code, 'test');
  return fateOf({ error, kind: error.kind, tries: 1, account: 'official', now: NOON, ...over });
}

describe('what becomes of a message that WeChat has not taken', () => {
  it('busy: three more tries with growing pauses, then it is told and held, and what is behind it too', () => {
    const tries = [1, 2, 3, 4].map((n) => fate(-1, { tries: n }));
    expect(tries.map(({ state, retryInMs }) => [state, retryInMs])).toEqual([
      ['waiting', 1_000],
      ['waiting', 2_000],
      ['waiting', 4_000],
      ['held', undefined],
    ]);
    expect(tries[3]).toMatchObject({ reason: 'NOT_REACHED', rest: 'held', refund: true });
  });

  it('no answer: it may have arrived, so its reply counts and it stays on its way', () => {
    expect(fate(0)).toMatchObject({ state: 'sending', refund: false, rest: 'stays' });
    const unsent = new WeChatError(0, 'no connection', true);
    expect(fate(0, { error: unsent })).toMatchObject({ state: 'waiting', refund: true });
    expect(fate(0, { tries: 13 })).toMatchObject({ state: 'held', reason: 'NOT_REACHED', refund: false });
  });

  it('the day’s calls are used up: it waits for the next day of Beijing’s, a few times at most', () => {
    const { retryInMs = 0, ...rest } = fate(45009);
    expect(rest).toMatchObject({ state: 'waiting', reason: 'QUOTA', refund: true, rest: 'stays' });
    expect(retryInMs).toBeGreaterThanOrEqual(12 * HOUR);
    expect(retryInMs).toBeLessThanOrEqual(12 * HOUR + 10 * 60_000);
    expect(fate(45009, { tries: 13 })).toMatchObject({ state: 'held', reason: 'QUOTA' });
  });

  it('a corporation’s calls are limited by the minute too: growing pauses, an hour at most', () => {
    const pauses = [1, 2, 7, 12].map((tries) => fate(45009, { tries, account: 'wecom_kf' }).retryInMs);
    expect(pauses).toEqual([60_000, 120_000, HOUR, HOUR]);
  });

  it('somebody serves the user elsewhere: everything is held until they write again', () => {
    expect(fate(95018)).toMatchObject({ state: 'held', reason: 'SERVED_ELSEWHERE', rest: 'held' });
  });

  it('a code nobody knows: others go on, and it is not tried for ever', () => {
    expect(fate(99_999)).toMatchObject({ state: 'held', reason: 'NOT_REACHED', rest: 'goes' });
    expect(fate(99_999, { tries: 13 })).toMatchObject({ state: 'failed' });
  });

  it('no permission: an official account answers in the callback, the others need somebody', () => {
    expect(fate(48001)).toMatchObject({ state: 'waiting', reason: 'NO_PERMISSION' });
    expect(fate(48001, { account: 'mini_program' })).toMatchObject({ state: 'held', reason: 'ACCOUNT_PROBLEM' });
  });
});
