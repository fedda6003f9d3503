import { createHash } from 'node:crypto';
import { orderOf, type RankingModel } from '../retrieval/ranking.js';
import type { OwnShop } from './own-shop.js';
import type { FoldProblems } from './problems.js';
import type { Problem } from './shop.js';
import { trainRanking } from './train-ranking.js';

/** What a ranking finds for questions it has not seen. */
export interface HeldOutFigures {
  kind: OwnShop['kind'];
  /** Questions in scope; `recall@k`: a right article is among the first k. */
  questions: number;
  'recall@1': number;
  'recall@3': number;
  /** Chance that a question in scope gets a higher confidence than one out of scope. */
  auroc: number;
  /** Share of the questions out of scope below the confidence that lets 95 % of the others through. */
  'abstained at .95': number;
}

interface Judged {
  inScope: boolean;
  rank: number;
  confidence: number;
}

const KINDS = ['whole', 'half'] as const;
const LET_THROUGH = 0.95;
const PARTS = [0, 1];

/**
 * What a choice is worth, on rows of our own alone: each half of the demo shop's questions (by a hash) is put to a ranking that has learnt
 * from the other half and the paper shops, with an embedder that knows neither. By this, not by a test set, variants are compared.
 */
export function heldOutFigures(folds: readonly FoldProblems[], own: readonly OwnShop[]): HeldOutFigures[] {
  const paper = folds.flatMap((fold) =>
    Object.entries(fold).flatMap(([name, problems]) => (name.startsWith('own') ? [] : problems)),
  );
  const of = (fold: FoldProblems, part: number, kinds: readonly OwnShop['kind'][]): Problem[] =>
    own.flatMap(({ kind, questions }, i) =>
      kinds.includes(kind)
        ? questions.flatMap(({ text }, q) => (partOf(text) === part ? (fold[`own ${i}`]?.[q] ?? []) : []))
        : [],
    );
  const judged = PARTS.map((part) => {
    const model = trainRanking([...paper, ...folds.flatMap((fold) => of(fold, part, ['whole', 'bare', 'half']))]);
    const [first = {}] = folds;
    return KINDS.map((kind) => of(first, 1 - part, [kind]).map((problem) => judge(problem, model)));
  });
  return KINDS.map((kind, i) => ({ kind, ...figuresOf(judged.flatMap((one) => one[i] ?? [])) }));
}

function partOf(text: string): number {
  return (createHash('sha256').update(text).digest()[0] ?? 0) & 1;
}

function judge({ field, right }: Problem, model: RankingModel): Judged {
  const judgement = model.judge(field);
  return {
    inScope: right.some(Boolean),
    rank: orderOf(judgement.scores).findIndex((i) => right[i]),
    confidence: model.sureness(field, judgement).among,
  };
}

function figuresOf(judged: readonly Judged[]): Omit<HeldOutFigures, 'kind'> {
  const inScope = judged.filter((one) => one.inScope);
  const known = inScope.map(({ confidence }) => confidence).sort((a, b) => a - b);
  const unknown = judged.filter((one) => !one.inScope).map(({ confidence }) => confidence);
  const threshold = known[Math.floor(known.length * (1 - LET_THROUGH))] ?? 0;
  const share = (part: number, all: number): number => Number((part / Math.max(1, all)).toFixed(4));
  const won = unknown.reduce((sum, value) => sum + known.filter((other) => other > value).length, 0);
  return {
    questions: inScope.length,
    'recall@1': share(inScope.filter(({ rank }) => rank === 0).length, inScope.length),
    'recall@3': share(inScope.filter(({ rank }) => rank < 3).length, inScope.length),
    auroc: share(won, known.length * unknown.length),
    'abstained at .95': share(unknown.filter((value) => value < threshold).length, unknown.length),
  };
}
