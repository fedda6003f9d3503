import { dot } from '#llm';
import type { IndexedArticle, Query } from './evidence.js';
import type { ArticleMeaning, QueryMeaning } from './meaning.js';

/** How much of a question an article accounts for, word by word, each figure from 0 to 1. A word it has counts whole, another one as near as it is in meaning. */
export interface Explained {
  /** Share of the question's words, by weight. */
  explained: number;
  /** Weight of the word that is left most unaccounted for. */
  gap: number;
}

export const EXPLAINED_NAMES = ['explained', 'gap'] as const satisfies readonly (keyof Explained)[];

export function explain(
  query: Pick<Query, 'weights'>,
  meaning: Pick<QueryMeaning, 'words'>,
  article: Pick<IndexedArticle, 'lexemes'> & { meaning: Pick<ArticleMeaning, 'whole'> },
): Explained {
  let [all, met, gap] = [0, 0, 0];
  for (const [word, vector] of meaning.words) {
    const weight = query.weights.get(word) ?? 0;
    const share = article.lexemes.has(word) ? 1 : Math.max(0, dot(vector, article.meaning.whole));
    all += weight;
    met += weight * share;
    gap = Math.max(gap, weight * (1 - share));
  }
  return { explained: all === 0 ? 0 : met / all, gap };
}
