import type { AnswerOutcome, HandoffReason, HandoffSettings, Understanding } from '#kernel';

/** One of the shopper's messages which this turn answers. */
export interface PolicyMessage {
  seq: number;
  text: string;
  understanding: Understanding;
}

/** A turn that lies behind: the shopper's words from..to and what became of them. */
export interface PastTurn {
  fromSeq: number;
  toSeq: number;
  text: string;
  /** From -1 to 1. */
  sentiment: number;
  /** `none`: nothing was to be answered (a greeting, thanks, a fragment). */
  outcome: AnswerOutcome | 'none';
  /** The shopper has said that the answer did not help. */
  unhelpful?: boolean;
  articleIds: string[];
  act: Understanding['act'];
}

export interface PolicyInput {
  /** This turn's messages in order, at least one. */
  messages: PolicyMessage[];
  /** Turns since the bot last took over, oldest first. */
  history: PastTurn[];
  /** What the assistant would answer; missing when it has not been asked yet. */
  answer?: { outcome: AnswerOutcome; confidence: number; certainty?: number; articleIds: string[] };
  member?: { tier?: string };
  /** Whether the desk is staffed by its hours. Never withholds a handover: it is a reason agents see, and decides what is promised. */
  businessHours?: { open: boolean };
  settings: HandoffSettings;
}

/** A reason with what the trigger knows beyond it. */
export interface Trigger extends HandoffReason {
  seq: number;
}
