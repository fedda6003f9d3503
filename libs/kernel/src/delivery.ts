import type { Channel } from './names.js';
import type { WeChatAccountKind } from './wechat.js';

/** Why a message has not arrived, or could not go if it were said now. */
export type UndeliveredReason =
  /** No reply is left; the shopper has to write first. */
  | 'WINDOW_CLOSED'
  | 'BUDGET_EXHAUSTED'
  /** The account may not send by itself: it goes in the answer to the shopper's next message. */
  | 'NO_PERMISSION'
  /** The shopper does not take messages. */
  | 'USER_REFUSED'
  | 'USER_LEFT'
  | 'CONTENT_REFUSED'
  /** This kind of account sends no files. */
  | 'FILE_UNSUPPORTED'
  /** Id, secret or whitelist are wrong, or the account is blocked: somebody has to look after it. */
  | 'ACCOUNT_PROBLEM'
  /** The day's calls are used up; tried again by itself. */
  | 'QUOTA'
  /** Others serve the shopper in WeChat's own tools. */
  | 'SERVED_ELSEWHERE'
  | 'NOT_REACHED';

/** How a message of a conversation fares that has not (or not wholly) arrived. `held`: it goes when the shopper writes again. */
export interface UndeliveredMessage {
  messageId: string;
  state: 'waiting' | 'held' | 'failed';
  reason?: UndeliveredReason;
}

/** How the messages of a conversation fare on a channel that limits them. */
export interface ChannelDelivery {
  conversationId: string;
  channel: Channel;
  account: { id: string; name: string; kind: WeChatAccountKind };
  budget: {
    /** Replies that may still be sent, and until when; `until` is null when none may before the shopper writes again. */
    left: number;
    limit: number;
    until: string | null;
  };
  /** Whether what a person says now goes at once; if not, why not. It is kept then and goes as soon as it can. */
  next: { goes: boolean; reason?: UndeliveredReason };
  /** Whether files that are no pictures can be sent at all. */
  files: boolean;
  /** Messages up to this number are on their way or have arrived; of these, those that are not in `undelivered` have. */
  upToSeq: number;
  undelivered: UndeliveredMessage[];
}
