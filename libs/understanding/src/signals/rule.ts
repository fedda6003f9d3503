import type { Signal } from '#kernel';
import type { RiskTopic } from '../labels.js';

/** Words that decide alone when nothing around them denies them. Whatever is less certain is a cue, weighed by the classifier. */
export interface SignalRule {
  readonly rule: Signal['rule'];
  readonly topic?: RiskTopic;
  readonly score: number;
  readonly pattern: RegExp;
  /** The same words in another sense: looked for in the whole clause. */
  readonly unless?: RegExp;
}
