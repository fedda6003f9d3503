import { describe, expect, it } from '@jest/globals';
import type { AnswerOutcome } from '#kernel';
import { regrade } from './regrade.js';

const SHIPPED = { answerFrom: null, clarifyFrom: null, wrongAnswerCost: null };
const clarified = { outcome: 'clarify' as AnswerOutcome, confidence: 0.8, certainty: 0.4 };
const answered = { outcome: 'answered' as AnswerOutcome, confidence: 0.9, certainty: 0.7 };

describe('regrade', () => {
  it('goes by the certainty for an answer and by the confidence for a choice', () => {
    expect(regrade(clarified, SHIPPED, { ...SHIPPED, answerFrom: 0.3 })).toBe('answered');
    expect(regrade(answered, SHIPPED, { ...SHIPPED, answerFrom: 0.8 })).toBe('clarify');
    expect(regrade(answered, SHIPPED, { ...SHIPPED, clarifyFrom: 0.95 })).toBe('abstained');
  });

  it('knows what a mistake costs', () => {
    expect(regrade(answered, SHIPPED, { ...SHIPPED, wrongAnswerCost: 4 })).toBe('clarify');
    expect(regrade(answered, SHIPPED, { ...SHIPPED, wrongAnswerCost: 2 })).toBe('answered');
  });

  it('takes the confidence for both where the certainty was not kept', () => {
    expect(regrade({ outcome: 'answered', confidence: 0.6 }, SHIPPED, { ...SHIPPED, answerFrom: 0.7 })).toBe('clarify');
  });

  it('leaves alone what came out otherwise for another reason', () => {
    expect(regrade({ ...answered, outcome: 'clarify' }, SHIPPED, { ...SHIPPED, answerFrom: 0.1 })).toBe('clarify');
  });
});
