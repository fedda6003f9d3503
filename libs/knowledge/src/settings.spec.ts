import { describe, expect, it } from '@jest/globals';
import { SHIPPED_THRESHOLDS } from '#kernel';
import { thresholdsBy } from './settings.js';

const NOTHING = { answerFrom: null, clarifyFrom: null, wrongAnswerCost: null };

describe('thresholdsBy', () => {
  it('takes the shipped ones where nothing is set', () => {
    expect(thresholdsBy(NOTHING)).toEqual(SHIPPED_THRESHOLDS);
  });

  it.each([
    [1, 0.5],
    [3, 0.75],
    [0.25, 0.2],
  ])('answers from where a mistake that costs %d handovers is worth its risk: %d', (wrongAnswerCost, answerFrom) => {
    expect(thresholdsBy({ ...NOTHING, wrongAnswerCost })).toEqual({ ...SHIPPED_THRESHOLDS, answerFrom });
  });

  it('lets a threshold that is named win over the cost', () => {
    const set = { answerFrom: 0.9, clarifyFrom: 0.1, wrongAnswerCost: 1 };
    expect(thresholdsBy(set)).toEqual({ answerFrom: 0.9, clarifyFrom: 0.1 });
  });
});
