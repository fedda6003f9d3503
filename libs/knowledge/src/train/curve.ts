import { createHash } from 'node:crypto';
import { type BuiltinEmbeddings, dot } from '#llm';
import { passagesOf } from '../ingest/passages.js';
import type { TrainingCorpus } from './corpus.js';
import type { OwnShop } from './own-shop.js';

export const SHARES = [0.25, 0.5, 0.75, 1];

/** What an embedder finds that has learnt from a part of the corpus. */
export interface CurvePoint {
  /** Of the questions in the corpus, 0..1; every matter keeps its articles. */
  share: number;
  /** How many questions that is. */
  questions: number;
  'recall@1': number;
  'recall@3': number;
  /** Questions asked of the demo shop. */
  n: number;
}

/**
 * Trains embedders on growing parts of the corpus and has each, by its vectors alone, find the articles for the demo shop's questions,
 * of which it has seen neither: whether more wordings would still help. The smaller parts are within the larger ones.
 */
export function* learningCurve(
  corpus: TrainingCorpus,
  shops: readonly OwnShop[],
  train: (corpus: TrainingCorpus) => BuiltinEmbeddings,
): Generator<CurvePoint> {
  for (const share of SHARES) {
    const part = partOf(corpus, share);
    const embedder = train(part);
    const ranks = shops.flatMap((shop) => ranksIn(shop, embedder));
    const found = (within: number): number =>
      Number((ranks.filter((rank) => rank < within).length / Math.max(1, ranks.length)).toFixed(4));
    yield {
      share,
      questions: part.wordings.length + part.elsewhere.length,
      'recall@1': found(1),
      'recall@3': found(3),
      n: ranks.length,
    };
  }
}

/** The same part each time, by a hash of the texts; every larger one holds it. */
function partOf(corpus: TrainingCorpus, share: number): TrainingCorpus {
  const within = ({ text }: { text: string }): boolean =>
    createHash('sha256').update(text).digest().readUInt32BE() < share * 2 ** 32;
  return { ...corpus, wordings: corpus.wordings.filter(within), elsewhere: corpus.elsewhere.filter(within) };
}

/** For each question in scope, how many articles come before the first right one: by the passage nearest to the question. */
function ranksIn({ shelf, questions }: OwnShop, embedder: BuiltinEmbeddings): number[] {
  const articles = shelf.map((article) => ({
    id: article.id,
    vectors: passagesOf(article).map(({ text }) => embedder.read(text).vector),
  }));
  return questions
    .filter(({ right }) => shelf.some(({ id }) => right.has(id)))
    .map(({ text, right }) => {
      const asked = embedder.read(text, true).vector;
      const nearness = articles.map(({ id, vectors }) => ({
        right: right.has(id),
        value: vectors.reduce((most, vector) => Math.max(most, dot(asked, vector)), -1),
      }));
      const best = nearness.reduce((most, one) => (one.right ? Math.max(most, one.value) : most), -1);
      return nearness.filter((one) => !one.right && one.value >= best).length;
    });
}
