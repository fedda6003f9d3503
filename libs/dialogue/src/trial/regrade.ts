import type { AnswerOutcome, HandoffSettings } from '#kernel';
import { DEFAULT_KNOWLEDGE_SETTINGS } from '#knowledge';

type Thresholds = Pick<HandoffSettings, 'answerFrom' | 'clarifyFrom'>;

/** What an answer of this confidence would have been under other thresholds than those it was given by. */
export function regrade(
  { outcome, confidence }: { outcome: AnswerOutcome; confidence: number },
  given: Thresholds,
  wanted: Thresholds,
): AnswerOutcome {
  const before = byThresholds(confidence, given);
  // It came out otherwise than its confidence says (a store must be named first, the model found nothing): thresholds change nothing.
  if (before !== outcome) return outcome;
  return byThresholds(confidence, wanted);
}

function byThresholds(confidence: number, { answerFrom, clarifyFrom }: Thresholds): AnswerOutcome {
  if (confidence < (clarifyFrom ?? DEFAULT_KNOWLEDGE_SETTINGS.clarifyFrom)) return 'abstained';
  return confidence < (answerFrom ?? DEFAULT_KNOWLEDGE_SETTINGS.answerFrom) ? 'clarify' : 'answered';
}
