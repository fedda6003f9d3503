import { describe, expect, it } from '@jest/globals';
import type { AnswerOutcome } from '#kernel';
import { regrade } from './regrade.js';

const GIVEN = { answerFrom: 0.5, clarifyFrom: 0.5, wrongAnswerCost: null };
const NOTHING = { answerFrom: null, clarifyFrom: null, wrongAnswerCost: null };
const clarified = { outcome: 'clarify' as AnswerOutcome, confidence: 0.8, certainty: 0.4 };
const answered = { outcome: 'answered' as AnswerOutcome, confidence: 0.9, certainty: 0.7 };

describe('regrade', () => {
  it('goes by the certainty for an answer and by the confidence for a choice', () => {
    expect(regrade(clarified, GIVEN, { ...NOTHING, answerFrom: 0.3 })).toBe('answered');
    expect(regrade(answered, GIVEN, { ...NOTHING, answerFrom: 0.8 })).toBe('clarify');
    expect(regrade(answered, GIVEN, { ...NOTHING, clarifyFrom: 0.95 })).toBe('abstained');
  });

  it('knows what a mistake costs', () => {
    expect(regrade(answered, GIVEN, { ...NOTHING, wrongAnswerCost: 4 })).toBe('clarify');
    expect(regrade(answered, GIVEN, { ...NOTHING, wrongAnswerCost: 2 })).toBe('answered');
  });

  it('takes the confidence for both where the certainty was not kept', () => {
    expect(regrade({ outcome: 'answered', confidence: 0.68 }, GIVEN, { ...NOTHING, answerFrom: 0.7 })).toBe('clarify');
  });

  it('leaves alone what came out otherwise for another reason', () => {
    expect(regrade({ ...answered, outcome: 'clarify' }, GIVEN, { ...NOTHING, answerFrom: 0.1 })).toBe('clarify');
  });
});
