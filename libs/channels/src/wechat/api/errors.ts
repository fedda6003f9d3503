import type { UndeliveredReason } from '#kernel';

/** What an error of WeChat's asks for. */
export type ErrorKind =
  /** Try again a little later. */
  | 'retry'
  /** The access token is not (or no longer) good: a new one, once. */
  | 'token'
  /** Nothing may be sent until the user does something. */
  | 'closed'
  | 'exhausted'
  /** This account may not send by itself at all. */
  | 'no_permission'
  | 'no_menus'
  /** The user does not want it, or is not known: this will never go. */
  | 'refused'
  /** This message will never go: its content. */
  | 'content'
  /** The day's calls are used up. */
  | 'quota'
  /** The account's settings are wrong or it is blocked: nothing goes until somebody looks after it. */
  | 'account'
  /** Other people serve this user in WeChat's own tools now. */
  | 'elsewhere'
  | 'other';

const KINDS: Readonly<Record<number, ErrorKind>> = {
  [-1]: 'retry',
  40001: 'token',
  40014: 'token',
  42001: 'token',
  40003: 'refused',
  40013: 'account',
  40125: 'account',
  40164: 'account',
  40007: 'content',
  40008: 'content',
  40200: 'no_menus',
  40243: 'account',
  40033: 'content',
  41001: 'token',
  42007: 'account',
  43004: 'refused',
  44004: 'content',
  45002: 'content',
  45009: 'quota',
  45011: 'retry',
  45015: 'closed',
  45047: 'exhausted',
  45080: 'other',
  45081: 'other',
  48001: 'no_permission',
  48002: 'refused',
  48003: 'account',
  48004: 'account',
  50001: 'account',
  50002: 'account',
  50005: 'refused',
  60020: 'account',
  95000: 'account',
  95001: 'exhausted',
  95002: 'closed',
  95004: 'account',
  95011: 'account',
  95012: 'account',
  95013: 'closed',
  95017: 'account',
  95018: 'elsewhere',
};

/** What `msg_send_fail` says (fail_type) of a message that WeChat customer service has taken and not delivered. */
const FAIL_TYPES: Readonly<Record<number, UndeliveredReason>> = {
  1: 'ACCOUNT_PROBLEM',
  2: 'ACCOUNT_PROBLEM',
  4: 'WINDOW_CLOSED',
  5: 'WINDOW_CLOSED',
  6: 'BUDGET_EXHAUSTED',
  8: 'ACCOUNT_PROBLEM',
  10: 'USER_REFUSED',
  11: 'ACCOUNT_PROBLEM',
  12: 'CONTENT_REFUSED',
  13: 'CONTENT_REFUSED',
};

/** `held`: it may go when the shopper writes again, or when somebody has looked after the account. */
export function fateOfFailed(failType: number): { state: 'held' | 'failed'; reason: UndeliveredReason } {
  const reason = FAIL_TYPES[failType] ?? 'NOT_REACHED';
  return { state: reason === 'USER_REFUSED' || reason === 'CONTENT_REFUSED' ? 'failed' : 'held', reason };
}

/** An error that WeChat has answered with, or that it could not be reached (code 0). Holds no address and no token. */
export class WeChatError extends Error {
  override readonly name = 'WeChatError';
  readonly kind: ErrorKind;
  /** What was asked for may have been done all the same: there was no answer. */
  readonly maybeDone: boolean;

  /**
   * @param code WeChat's errcode; 0: no answer that can be read
   * @param unsent the call has surely not reached WeChat
   */
  constructor(
    readonly code: number,
    what: string,
    unsent = false,
  ) {
    super(code === 0 ? what : `WeChat answered ${code}`);
    this.kind = code === 0 ? 'retry' : (KINDS[code] ?? 'other');
    this.maybeDone = code === 0 && !unsent;
  }
}
