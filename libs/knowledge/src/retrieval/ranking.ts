import { type Evidence, EVIDENCE_NAMES } from './evidence.js';

/**
 * Weights of the evidence: a multinomial logistic ranking fitted on the project's own questions (knowledge-base/eval) over the demo
 * shop's articles with all, one and none of their other wordings. One set for every shop and language; see the README for how.
 */
export const RANK_WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  title: 1.68,
  wording: 0.22,
  wordingConcepts: 2.27,
  wordCover: 0,
  conceptCover: 1.47,
  pieceCover: 4.02,
  body: 3.3,
  wordingPieces: 1.36,
  bigrams: 1.27,
  vector: 2.11,
  precision: 1.75,
};

/** How well an article fits a question; comparable between the articles of one question. */
export function rankScore(evidence: Evidence): number {
  let score = 0;
  for (const name of EVIDENCE_NAMES) score += RANK_WEIGHTS[name] * evidence[name];
  return score;
}

/** What the confidence is worked out from. */
export interface Standing {
  /** Of the best article. */
  score: number;
  /** Its lead over the best article that says something else, 0 when there is none. */
  lead: number;
  /** Weight of the question's words and concepts: a question of one common word says little. */
  substance: number;
}

/** Logistic regression on whether the best article is a right one, fitted beside the ranking; half of its rows have no right article. */
const CONFIDENCE = { bias: -4.43, score: 0.34, lead: 0.45, substance: 0.17 };
/** Beyond this a larger lead or a longer question makes nothing surer. */
const ENOUGH = 6;

/** Probability, 0..1, that the best article answers the question. */
export function confidenceOf({ score, lead, substance }: Standing): number {
  const logit =
    CONFIDENCE.bias +
    CONFIDENCE.score * score +
    CONFIDENCE.lead * Math.min(lead, ENOUGH) +
    CONFIDENCE.substance * Math.min(substance, ENOUGH);
  return 1 / (1 + Math.exp(-logit));
}
