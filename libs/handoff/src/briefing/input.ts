import type { HandoffReason, Locale, Understanding, WireMessage } from '#kernel';

/** What a briefing is made from, by rules or, later, by a model. */
export interface BriefingInput {
  /** The agent's language; the suggested reply is in the shopper's. */
  locale: Locale;
  /** Everything said so far, in order. */
  messages: readonly WireMessage[];
  /** What was understood, by the seq of the shopper's message. */
  understandings: ReadonlyMap<number, Understanding>;
  reasons: readonly HandoffReason[];
}
