import type { IndexedArticle, Query } from '../retrieval/evidence.js';
import { bodyCovers } from '../retrieval/evidence.js';
import { sentencesOf } from '../ingest/markdown.js';

/**
 * The article's own words, at most about `length` characters: the whole text when it fits, else its first sentences (which answer the
 * title) and the one sentence that fits the question best.
 */
export function extract(article: IndexedArticle, query: Query, length: number): string {
  if (article.text.length <= length) return article.text;
  const sentences = sentencesOf(article.text);
  const best = bestPassage(article, query);
  const isBest = (sentence: string) => best !== undefined && best.includes(sentence);
  let left = length - (best?.length ?? 0);
  const kept = sentences.filter((sentence, i) => {
    if (isBest(sentence)) return true;
    left -= sentence.length;
    return i === 0 || left >= 0;
  });
  return kept.join(/\p{Script=Han}/u.test(article.text) ? '' : ' ');
}

/** The passage of the body that covers most of the question; undefined when none has anything of it. */
export function bestPassage(article: IndexedArticle, query: Query): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [i, covered] of bodyCovers(query, article).entries()) {
    if (covered <= most) continue;
    most = covered;
    best = article.passages[i]?.text;
  }
  return best;
}
