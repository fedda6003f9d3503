import type { AnswerOutcome, HandoffSettings } from '#kernel';
import { thresholdsBy } from '#knowledge';

type Thresholds = Pick<HandoffSettings, 'answerFrom' | 'clarifyFrom' | 'wrongAnswerCost'>;

/** How sure the assistant was. Of decisions made before the certainty was kept, only the confidence is known. */
interface Sure {
  confidence: number;
  certainty?: number;
}

/** What an answer would have been under other thresholds than those it was given by. */
export function regrade(
  { outcome, ...sure }: Sure & { outcome: AnswerOutcome },
  given: Thresholds,
  wanted: Thresholds,
): AnswerOutcome {
  // It came out otherwise than its figures say (a store must be named first, the model found nothing): thresholds change nothing.
  if (byThresholds(sure, given) !== outcome) return outcome;
  return byThresholds(sure, wanted);
}

function byThresholds({ confidence, certainty = confidence }: Sure, settings: Thresholds): AnswerOutcome {
  const { answerFrom, clarifyFrom } = thresholdsBy(settings);
  if (confidence < clarifyFrom) return 'abstained';
  return certainty < answerFrom ? 'clarify' : 'answered';
}
