import type { UndeliveredReason, WeChatAccountKind } from '#kernel';
import type { ErrorKind, WeChatError } from '../api/errors.js';

/** After so many further tries, half an hour, it waits for the shopper's next message. */
const MOST_TRIES = 12;
/** WeChat's own code for being busy, and how often it wants to be asked again. */
const BUSY = -1;
const MOST_TRIES_WHEN_BUSY = 3;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Beijing's, where WeChat's days begin. */
const ZONE_MS = 8 * HOUR_MS;
/** So that not everything that has waited goes in the first second of the day. */
const SPREAD_MS = 10 * 60_000;
/** Corporations' calls are limited by the minute and the hour too. */
const FIRST_QUOTA_RETRY_MS = 60_000;
const LAST_QUOTA_RETRY_MS = HOUR_MS;

/** What a failure makes of a message. */
export interface Fate {
  /** `waiting` and `sending`: tried again after a while; `sending`: it may have arrived. */
  state: 'waiting' | 'sending' | 'held' | 'failed';
  reason: UndeliveredReason | null;
  retryInMs?: number;
  /** WeChat has surely not used the reply. */
  refund: boolean;
  /** What is behind it: `goes` too, `stays` until this one has another try, or is `held` for the same reason. */
  rest: 'goes' | 'stays' | 'held';
}

export interface Failure {
  error: Pick<WeChatError, 'code' | 'maybeDone'>;
  /** The error's, or what it means here. */
  kind: ErrorKind;
  /** How often this message was tried, this time included. */
  tries: number;
  account: WeChatAccountKind;
  /** Epoch milliseconds. */
  now: number;
}

/** What becomes of a message that WeChat has not taken. */
export function fateOf(failure: Failure): Fate {
  const { error, kind, tries, account } = failure;
  const held = (reason: UndeliveredReason, rest: Fate['rest'], refund = true): Fate => ({
    ...{ state: 'held', reason, refund, rest },
  });
  switch (kind) {
    case 'retry': {
      const refund = !error.maybeDone;
      if (tries > (error.code === BUSY ? MOST_TRIES_WHEN_BUSY : MOST_TRIES)) return held('NOT_REACHED', 'held', refund);
      const retryInMs = growing(FIRST_RETRY_MS, LAST_RETRY_MS, tries);
      return { state: refund ? 'waiting' : 'sending', reason: null, retryInMs, refund, rest: 'stays' };
    }
    case 'quota':
      if (tries > MOST_TRIES) return held('QUOTA', 'held');
      return { state: 'waiting', reason: 'QUOTA', retryInMs: untilQuota(failure), refund: true, rest: 'stays' };
    case 'closed':
      return held('WINDOW_CLOSED', 'goes', false);
    case 'exhausted':
      return held('BUDGET_EXHAUSTED', 'goes', false);
    case 'no_permission':
      // Only an official account can answer within the callback instead.
      return account === 'official'
        ? { state: 'waiting', reason: 'NO_PERMISSION', refund: true, rest: 'stays' }
        : held('ACCOUNT_PROBLEM', 'stays');
    case 'no_menus':
      return { state: 'waiting', reason: null, refund: true, rest: 'goes' };
    case 'account':
    case 'token':
      return held('ACCOUNT_PROBLEM', 'stays');
    case 'elsewhere':
      return held('SERVED_ELSEWHERE', 'held');
    case 'refused':
      return { state: 'failed', reason: 'USER_REFUSED', refund: true, rest: 'goes' };
    case 'other':
      // Nobody knows whether it is the message or the moment: others need not wait for it, and it is not tried for ever.
      return tries > MOST_TRIES
        ? { state: 'failed', reason: 'CONTENT_REFUSED', refund: true, rest: 'goes' }
        : held('NOT_REACHED', 'goes');
    case 'content':
      return { state: 'failed', reason: 'CONTENT_REFUSED', refund: true, rest: 'goes' };
  }
}

function growing(first: number, most: number, tries: number): number {
  return Math.min(most, first * 2 ** (tries - 1));
}

/** An account's calls are counted by the day; the next one's are there at midnight. */
function untilQuota({ account, tries, now }: Failure): number {
  if (account === 'wecom_kf') return growing(FIRST_QUOTA_RETRY_MS, LAST_QUOTA_RETRY_MS, tries);
  return DAY_MS - ((now + ZONE_MS) % DAY_MS) + Math.random() * SPREAD_MS;
}
