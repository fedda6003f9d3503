import type { ChannelDelivery, UndeliveredReason, WireMessage } from '#kernel';

/** How a message fares on its way to a shopper who is elsewhere than on our own page. */
export interface MessageDelivery {
  /** `held`: goes when the shopper writes again, or when what stands in its way is gone. */
  state: 'waiting' | 'sent' | 'held' | 'failed';
  reason?: UndeliveredReason;
}

/** Undefined where there is nothing to say: on the web, and of messages that are not ours or went as they should without anybody waiting for it. */
export function deliveryOf(message: WireMessage, delivery: ChannelDelivery | undefined): MessageDelivery | undefined {
  const { kind } = message.author;
  if (delivery === undefined || kind === 'shopper') return undefined;
  const troubled = delivery.undelivered.find(({ messageId }) => messageId === message.id);
  if (troubled !== undefined && troubled.state !== 'waiting')
    return { state: troubled.state, ...(troubled.reason === undefined ? {} : { reason: troubled.reason }) };
  // An agent waits for their own words; the assistant's are told of only when they have not arrived.
  if (kind !== 'agent') return undefined;
  return { state: troubled !== undefined || message.seq > delivery.upToSeq ? 'waiting' : 'sent' };
}

/** Below it the time that is left is worth a warning. */
const SOON_MS = 60 * 60_000;

/** `none`: a reply that is written now does not go now. `low`: it goes, and soon no more will. */
export interface BudgetLevel {
  level: 'plenty' | 'low' | 'none';
  left: number;
  limit: number;
  /** Until the replies that are left expire; undefined when none are. */
  msLeft?: number;
  /** Why nothing goes now. */
  reason?: UndeliveredReason;
}

/** @param now by the server's clock */
export function budgetLevel({ budget, next }: ChannelDelivery, now: number): BudgetLevel {
  const { left, limit, until } = budget;
  const msLeft = until === null ? 0 : Date.parse(until) - now;
  // Nothing tells us of the moment in which a window closes.
  if (next.goes && msLeft <= 0) return { level: 'none', left: 0, limit, reason: 'WINDOW_CLOSED' };
  if (!next.goes) return { level: 'none', left, limit, ...(next.reason === undefined ? {} : { reason: next.reason }) };
  return { level: left <= 1 || msLeft < SOON_MS ? 'low' : 'plenty', left, limit, msLeft };
}
