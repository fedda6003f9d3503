import type { Channel } from './names.js';

/** How the messages of a conversation fare on a channel that limits them. */
export interface ChannelDelivery {
  conversationId: string;
  channel: Channel;
  budget: {
    /** Replies that may still be sent, and until when; `until` is null when none may before the shopper writes again. */
    left: number;
    limit: number;
    until: string | null;
  };
  /** Messages that have not arrived. `held`: they go when the shopper writes again. */
  undelivered: { messageId: string; state: 'waiting' | 'held' | 'failed'; reason?: string }[];
}
