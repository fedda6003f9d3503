import type { Locale } from './locale.js';
import type { ConversationStatus, Severity } from './names.js';
import type { HandoffReason, WireConversation, WireMessage, WireNote } from './wire.js';

/** What happened, as the outbox carries it: written in the transaction that made it true, handled at least once after commit. */
export interface EventMap {
  /** A shopper's message is stored and the bot owns the conversation: somebody must run its turn. */
  'message.received': { conversationId: string; seq: number };
  /** A message of whatever author is stored: bring it to where the parties are. */
  'message.appended': { message: WireMessage; shopperId: string; status: ConversationStatus; agentId?: string };
  /** Somebody of ours has said something in a conversation that is not (only) on the web: bring it there. */
  'outbound.message': { conversationId: string };
  /** As `conversation.changed`, for a conversation that is not (only) on the web. */
  'outbound.conversation': ConversationChanged;
  /** A conversation was carried over to another channel; its owner and status are as they were. */
  'conversation.moved': { conversationId: string };
  /** Something may be sent to a user of WeChat's. */
  'wechat.flush': { peerId: string };
  /** A session of WeChat customer service ends when everything has gone, unless the conversation has gone on meanwhile. */
  'wechat.end': { peerId: string; conversationId: string; ownershipVersion: number };
  /** Messages of a WeChat service account (open_kfid) wait to be fetched. */
  'wechat.sync': { accountId: string; kfId: string };
  'note.appended': { note: WireNote };
  /** A note calls colleagues: they get to know of it wherever they are. */
  'note.mentioned': { note: WireNote; agentIds: string[] };
  /** Owner or status changed, by the named transition. */
  'conversation.changed': ConversationChanged;
  /** Delayed: an offer to an agent has run out. */
  'offer.expired': { conversationId: string; agentId: string; offerId: string };
  /** A conversation waits and somebody may have become free. */
  'routing.requested': { conversationId: string };
  /** The bot has answered from an article: somebody may count what is asked for. */
  'question.answered': { articleKey: string; locale: Locale; at: string };
  /** Articles changed: caches that hold them must look again. */
  'knowledge.changed': { locale?: string };
  /** Articles wait to be indexed by another embedder; from behind this article on. */
  'knowledge.reindex': { after?: string };
}

export interface ConversationChanged {
  conversation: WireConversation;
  shopperId: string;
  transition: TransitionName;
  from: ConversationStatus;
  /** The supervisor who has changed it over the owner's head. */
  by?: { id: string; name: string };
  /** The agent who had it before, if any. */
  previousAgentId?: string;
  severity?: Severity;
  reasons?: HandoffReason[];
  skill?: string;
}

export type TransitionName =
  | 'open'
  | 'hand_off'
  | 'accept'
  | 'transfer'
  | 'take_over'
  | 'reassign'
  | 'requeue'
  | 'agent_lost'
  | 'return_to_bot'
  | 'withdraw'
  | 'resolve_by_bot'
  | 'resolve_by_agent'
  | 'abandon'
  | 'reopen_to_queue'
  | 'reopen_to_bot';

export type EventName = keyof EventMap;

/** All events, for the check at the start that none is without a handler. */
export const EVENT_NAMES = Object.keys({
  'message.received': true,
  'message.appended': true,
  'outbound.message': true,
  'outbound.conversation': true,
  'wechat.flush': true,
  'wechat.end': true,
  'wechat.sync': true,
  'note.appended': true,
  'note.mentioned': true,
  'conversation.changed': true,
  'conversation.moved': true,
  'offer.expired': true,
  'routing.requested': true,
  'question.answered': true,
  'knowledge.changed': true,
  'knowledge.reindex': true,
} satisfies Record<EventName, true>) as EventName[];
