import type { Locale } from './locale.js';
import type { MoodLabel, Severity } from './names.js';
import type { HandoffReason } from './wire.js';

/**
 * What one message says, as libs/understanding reads it. It lives in the kernel because the handoff policy (a pure function that
 * imports only the kernel) and the conductor of a turn both speak it.
 */
export interface Understanding {
  language: Locale;
  intent: { label: string; score: number };
  /** `score` runs from -1 (furious) to 1 (delighted); `anger` from 0 to 1. */
  sentiment: { label: MoodLabel; score: number; anger: number };
  entities: Entity[];
  /** What the words ask for or threaten, each with its evidence; denials and other senses are already taken out. */
  signals: Signal[];
  /** What kind of turn this is: only a question can be answered or missed. */
  act:
    | 'question'
    | 'greeting'
    | 'thanks'
    | 'farewell'
    | 'fragment'
    | 'acknowledgement'
    | 'withdrawal'
    | 'chitchat'
    | 'empty';
}

export interface Entity {
  kind: 'order_no' | 'phone' | 'email' | 'amount' | 'date';
  /** As written. */
  text: string;
  /** Normalised: digits only, lower case, CNY with two decimals, ISO date. */
  value: string;
  start: number;
  end: number;
}

export interface Signal {
  rule: 'human_request' | 'complaint' | 'anger' | 'risk' | 'bot_failure' | 'merchant_rule';
  /** The topic of a risk (injury, food_safety, fraud, legal, media, data_leak), or the name of the merchant's rule. */
  topic?: string;
  evidence: string;
  score: number;
}

export interface HandoffVerdict {
  decision: boolean;
  severity: Severity;
  /** The skill an agent needs: general, complaints, aftersales. */
  skill: string;
  reasons: HandoffReason[];
}
