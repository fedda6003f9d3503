import type { Locale } from './locale.js';
import type { Severity } from './names.js';

/** What can hand a conversation over, each to be switched off by itself. */
export const TRIGGERS = [
  'human_request',
  'complaint',
  'anger',
  'risk',
  'bot_failure',
  'falling_mood',
  'missed',
  'asked_again',
  'complex',
  'vip',
  'merchant_rule',
] as const;
export type TriggerName = (typeof TRIGGERS)[number];

/** Triggers that the merchant may give further words. */
export const WORD_KINDS = ['human_request', 'complaint', 'anger', 'risk'] as const;
export type WordKind = (typeof WORD_KINDS)[number];

/** A rule of the merchant's own: these words hand over, with this severity, to this skill. */
export interface HandoffRule {
  name: string;
  words: string[];
  /** Which trigger the words count as; a rule of its own when missing. */
  means?: WordKind | 'merchant_rule';
  severity?: Severity;
  skill?: string;
  /** Switches the rule off without losing its words. */
  disabled?: boolean;
}

/** How sure the answers' model must be, as shipped: chosen on the project's own questions (libs/knowledge/README.md). */
export const SHIPPED_THRESHOLDS = {
  answerFrom: 0.72,
  clarifyFrom: 0.62,
} as const;

/** When conversations go to a person: the merchant's to change, each figure with the default the desk ships with. */
export interface HandoffSettings {
  /** `false` switches a trigger off: it neither hands over nor is named among the reasons. */
  triggers: Partial<Record<TriggerName, boolean>>;
  /** Words that mean a trigger beside those the desk knows by itself; listed by language, found in either. */
  words: Partial<Record<WordKind, Partial<Record<Locale, string[]>>>>;
  /** The certainty (0..1) that the first article is right from which the assistant answers; null: by `wrongAnswerCost`. */
  answerFrom: number | null;
  /**
   * What a wrong answer costs the shop, counted in needless handovers (1: as much as one; 3: as much as three). Where `answerFrom` is
   * null it decides how sure the assistant must be to answer; null: as shipped with the answers' model.
   */
  wrongAnswerCost: number | null;
  /**
   * The probability (0..1) that one of the first three articles is right from which it offers them to choose from instead of saying that
   * it does not know; null: as shipped.
   */
  clarifyFrom: number | null;
  /** Asked for a person, at this certainty or more (0..1). */
  humanRequestScore: number;
  /** Complains, at this certainty or more. */
  complaintScore: number;
  /** Touches a risk (injury, food safety, fraud, law, media, data), at this certainty or more. Lower on purpose: a miss costs most. */
  riskScore: number;
  /** Says that the assistant has failed, at this certainty or more. */
  botFailureScore: number;
  /** Anger (0..1) that hands over at once. */
  angerLevel: number;
  /** Anger from which on a case is urgent. */
  urgentAnger: number;
  /** Mood that falls over this many turns, the present one included … */
  trendTurns: number;
  /** … and is at this sentiment (-1..1) or lower in the end, with this much lost since the first of them. */
  trendFloor: number;
  trendDrop: number;
  /** Turns without an answer in a row, the present one included. */
  missesInARow: number;
  /** The same question again within this many turns after it was answered. */
  repeatWithinTurns: number;
  /** How much two wordings must share to be the same question (0..1). */
  repeatLikeness: number;
  /** Requests in one enquiry from which on it counts as complex, when the assistant has no sure answer. 0 switches the trigger off. */
  complexRequests: number;
  /** Tiers who are given a person as soon as the assistant does not answer. Compared without regard to case. */
  vipTiers: string[];
  /** The merchant's words. */
  rules: HandoffRule[];
}

/** What the policy decided of one turn, in short. */
export interface ReplayedVerdict {
  decision: boolean;
  severity: Severity;
  skill: string;
  rules: string[];
}

/** A past decision that comes out otherwise under settings that are tried. */
export interface ReplayedCase {
  conversationId: string;
  /** The last of the messages that were decided about. */
  seq: number;
  at: string;
  now: ReplayedVerdict;
  then: ReplayedVerdict;
}

/** The policy's last decisions, played again under settings that are tried. */
export interface Replayed {
  /** Decisions that could be played again. */
  looked: number;
  /** Decisions whose messages are gone. */
  skipped: number;
  /** Those that come out otherwise, and how. */
  changed: number;
  toPerson: number;
  toAssistant: number;
  /** To a person either way, but with another severity or skill. */
  otherwise: number;
  /** The first of them, those that change hands before those that do not. */
  cases: ReplayedCase[];
}
