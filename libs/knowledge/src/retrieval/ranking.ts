import { type Evidence, EVIDENCE_NAMES } from './evidence.js';

/**
 * Weights of the evidence, fitted on the project's own questions (knowledge-base/eval, with and without the articles' other wordings)
 * by `fit.ts`. One set for every shop and language.
 */
export const RANK_WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  title: 2,
  wording: 4,
  wordingWords: 2,
  wordingConcepts: 2,
  wordCover: 2,
  conceptCover: 3,
  body: 3,
  bigrams: 2,
  vector: 2,
  precision: 1,
};

/** How well an article fits a question; comparable between the articles of one question. */
export function rankScore(evidence: Evidence): number {
  let score = 0;
  for (const name of EVIDENCE_NAMES) score += RANK_WEIGHTS[name] * evidence[name];
  return score;
}

/** What the confidence is worked out from: the best article's evidence, its lead over the next, and how much of the question is known. */
export interface Standing {
  score: number;
  /** Lead over the best article that says something else, 0 when there is none. */
  lead: number;
  evidence: Evidence;
  unknown: number;
  /** Weight of all the question's words and concepts: a question of one common word says little. */
  substance: number;
}

export const CONFIDENCE_NAMES = [
  'score',
  'lead',
  'wording',
  'wordCover',
  'conceptCover',
  'body',
  'vector',
  'unknown',
  'substance',
] as const;
export type ConfidenceName = (typeof CONFIDENCE_NAMES)[number];

/** Fitted beside the ranking, as a logistic regression on whether the best article was a right one. */
export const CONFIDENCE_WEIGHTS: Readonly<Record<ConfidenceName | 'bias', number>> = {
  bias: -5,
  score: 0.3,
  lead: 0.5,
  wording: 1,
  wordCover: 1,
  conceptCover: 1,
  body: 1,
  vector: 1,
  unknown: -1,
  substance: 0.1,
};

export function confidenceFeatures(standing: Standing): Record<ConfidenceName, number> {
  const { wording, wordCover, conceptCover, body, vector } = standing.evidence;
  return {
    score: standing.score,
    lead: Math.min(standing.lead, 6),
    wording,
    wordCover,
    conceptCover,
    body,
    vector,
    unknown: standing.unknown,
    substance: Math.min(standing.substance, 6),
  };
}

/** Probability, 0..1, that the best article answers the question. */
export function confidenceOf(standing: Standing): number {
  const features = confidenceFeatures(standing);
  let logit = CONFIDENCE_WEIGHTS.bias;
  for (const name of CONFIDENCE_NAMES) logit += CONFIDENCE_WEIGHTS[name] * features[name];
  return 1 / (1 + Math.exp(-logit));
}
