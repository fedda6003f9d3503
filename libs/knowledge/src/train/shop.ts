import { featuresOf, normalise } from '#llm';
import { lexemesOf, passagesOf } from '../ingest/passages.js';
import { Corpus } from '../retrieval/corpus.js';
import { indexArticle, type IndexedArticle, toQuery } from '../retrieval/evidence.js';
import { type MeaningReader, queryMeaning } from '../retrieval/meaning.js';
import { evidenceOf, type Field, fieldOf } from '../retrieval/ranking.js';

export interface ShopArticle {
  id: string;
  title: string;
  questions: string[];
  text: string;
}

/** A question to a shop, as numbers, with which articles are right (none: it should be left unanswered). */
export interface Problem {
  field: Field;
  right: boolean[];
  weight: number;
  /** Put to a real shop: how sure one may be is measured by these. */
  real: boolean;
}

/** A knowledge base in memory that goes the way of a question without a database: every article is a candidate. */
export class PaperShop {
  private readonly articles: IndexedArticle[];
  private readonly corpus: Corpus;

  constructor(
    private readonly shelf: readonly ShopArticle[],
    private readonly reader: MeaningReader,
  ) {
    const frequency = new Map<string, number>();
    this.articles = shelf.map((article) => {
      const passages = passagesOf(article);
      for (const lexeme of lexemesOf(passages)) frequency.set(lexeme, (frequency.get(lexeme) ?? 0) + 1);
      const { id, title, text } = article;
      return indexArticle(
        { id, key: id, locale: 'zh-CN', version: 1, title, text, stores: [], tags: [], url: null },
        passages.map((passage) => ({ ...passage, articleId: id })),
        [],
        reader,
      );
    });
    this.corpus = new Corpus(shelf.length, frequency);
  }

  has(id: string): boolean {
    return this.shelf.some((article) => article.id === id);
  }

  problem(question: string, right: ReadonlySet<string>, weight = 1, real = false): Problem {
    const plain = normalise(question);
    const features = featuresOf(plain, true);
    const query = toQuery(features, this.corpus);
    const meaning = queryMeaning(plain, features.words, this.reader);
    const candidates = evidenceOf(query, meaning, this.articles, this.corpus);
    return {
      field: fieldOf(query, meaning, candidates),
      right: this.shelf.map(({ id }) => right.has(id)),
      weight,
      real,
    };
  }
}
