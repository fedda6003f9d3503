import type { Citation, Locale } from '#kernel';

/** A piece of a published article, as retrieval gives it. */
export interface Passage {
  articleId: string;
  /** The article's stable key, the same in every language. */
  key: string;
  title: string;
  version: number;
  text: string;
  url?: string;
}

/** A turn before this one. */
export interface HistoryTurn {
  role: 'shopper' | 'bot';
  text: string;
}

export interface GroundedRequest {
  question: string;
  /** Oldest first. */
  history: readonly HistoryTurn[];
  /** What retrieval found, best first. With none there is nothing to ground on, and the outcome is `fallback` at once. */
  passages: readonly Passage[];
  locale: Locale;
  signal: AbortSignal;
  /** Lets the model look further, once. */
  search?: (query: string) => Promise<Passage[]>;
}

/** A sentence that has passed its check, without its markers. */
export interface GroundedSentence {
  /** Plain text. Sentences joined in order give the outcome's `text`. */
  text: string;
  citations: Citation[];
}

/** Why the model's own words were not used, or not to their end. For logs and figures, never shown. */
export type GroundedReason =
  | 'no_passages'
  | 'no_model'
  | 'model_failed'
  | 'search_failed'
  | 'too_late'
  | 'nothing_supported'
  | 'refused_sentence'
  | 'cut_short';

/**
 * `answered`: `text` went out sentence by sentence; `partial` when the model broke off, or was stopped, after it.
 * `abstained`: the model says that the passages do not answer the question. `fallback`: nothing was shown, send the extractive answer.
 */
export type GroundedOutcome =
  | { outcome: 'answered'; text: string; citations: Citation[]; partial: boolean; reason?: GroundedReason }
  | { outcome: 'abstained' }
  /** `error`: what failed, for the caller's log. */
  | { outcome: 'fallback'; reason: GroundedReason; error?: unknown };
