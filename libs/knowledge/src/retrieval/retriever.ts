import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock, type Locale } from '#kernel';
import { BuiltinEmbeddings, featuresOf, normalise } from '#llm';
import { Database, Log, Metrics } from '#platform';
import { ArticleRepository } from '../articles/article.repository.js';
import { ServingSet } from '../indexing/serving-set.js';
import { DEFAULT_KNOWLEDGE_SETTINGS } from '../settings.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { Corpus } from './corpus.js';
import { indexArticle, type IndexedArticle, type Query, toQuery } from './evidence.js';
import { queryMeaning, type QueryMeaning } from './meaning.js';
import {
  type CandidateEvidence,
  evidenceOf,
  type Field,
  fieldOf,
  type Judgement,
  RankingModel,
  type Sureness,
} from './ranking.js';
import { type Candidate, type CandidateQuery, SearchRepository } from './search.repository.js';

export interface RetrieveRequest {
  question: string;
  /** In which language to look; without it, the question's own. */
  locale?: Locale;
  /** The store the shopper stands in or has chosen. A store named in the question goes before it. */
  storeId?: string;
  limit?: number;
}

export interface Hit {
  article: IndexedArticle;
  /** Comparable between the hits of one question only. */
  score: number;
  evidence: CandidateEvidence;
}

export interface Retrieval {
  /** Best first. */
  hits: Hit[];
  /** Probability, 0..1, that one of the first three hits answers the question. */
  confidence: number;
  /** Probability, 0..1, that the first hit does. */
  certainty: number;
  /** The stores the question is about: named in it, else the shopper's; empty when unknown. */
  stores: string[];
  query: Query;
  /** Share, 0..1, of the question's words that some article has; 1 for a question without words of its own. */
  familiar: number;
}

const CANDIDATES = 48;
/** Rows the lexical half touches: common words are left out once the rarer ones have used this up. */
const POSTINGS = 250;
/** So many terms are looked up in any case, unless they stand in too many articles: in a large base each row is a page to read. */
const TERMS_AT_LEAST = 3;
const POSTINGS_AT_MOST = 1_000;
/** A single character points to far more articles than a word does. */
const CHARACTER = 0.4;
/** Articles kept as they are compared, some 20 KB each: reading one again costs as much time as comparing a hundred. */
const IN_MEMORY = 12_000;
/** Up to this size new figures are awaited, above it they are taken in the background while the old ones serve. */
const SMALL = 2_000;
/** Between two counts of a large base: how rare a word is changes slowly there, and counting takes a second of the database's time. */
const PAUSE_MS = 60_000;
/** For an article of another store than the one asked about; more than any evidence can make up for. */
const OTHER_STORE = -20;
const SAME_STORE = 0.8;
/** Who names a store wants to hear about that store. */
const NAMED_STORE = 2;
/** Weight of the cosine that an embedder other than the built-in one finds. */
const FOREIGN = 4;
/** ISO days in the shop's time zone. Made once: making one takes as long as comparing an article. */
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: DEFAULT_KNOWLEDGE_SETTINGS.timeZone });
/** Share of title words that articles on the same matter in different stores have in common. */
const SIBLING = 0.6;

/** Finds the articles that answer a question: candidates from the database, compared feature by feature in memory. */
@Injectable()
export class Retriever {
  private readonly articles = new LRUCache<string, IndexedArticle>({ max: IN_MEMORY });
  private readonly corpora = new Map<Locale, Corpus>();
  private readonly ranking = RankingModel.load();
  private readonly loading = new Map<Locale, Promise<Corpus>>();
  private readonly loadedAt = new Map<Locale, number>();

  constructor(
    private readonly db: Database,
    private readonly search: SearchRepository,
    private readonly articleRepository: ArticleRepository,
    private readonly serving: ServingSet,
    private readonly reader: BuiltinEmbeddings,
    private readonly stores: StoreDirectory,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  async retrieve(request: RetrieveRequest): Promise<Retrieval> {
    const locale = request.locale ?? languageOf(request.question);
    const corpus = this.corpora.get(locale) ?? (await this.load(locale));
    const mentioned = this.stores.find(request.question).map((mention) => mention.store.id);
    const stores = mentioned.length > 0 ? mentioned : request.storeId ? [request.storeId] : [];
    // Which store is meant is decided by its id; its name in the question would only blur what is asked.
    const asked = mentioned.length > 0 ? this.stores.withoutStores(request.question) : normalise(request.question);
    const features = featuresOf(asked, true);
    const query = toQuery(features, corpus);
    const terms = this.terms(query, corpus);
    const { found, builtin } = await this.candidates(asked, {
      locale,
      terms,
      weights: terms.map((term) => query.weights.get(term) ?? CHARACTER * (query.pieces.get(term) ?? 0)),
      today: this.today(),
      limit: CANDIDATES,
    });
    await this.keepUp(locale, corpus, found[0]?.changed);
    const meaning = queryMeaning(asked, features.words, this.reader);
    // Only signs, or a language nobody here reads: among few articles one would still be the nearest.
    if (builtin && meaning.known === 0 && query.weights.size === 0)
      return { hits: [], confidence: 0, certainty: 0, stores, query, familiar: familiarity(features.words, corpus) };
    const articles = await this.fetch(found);
    // The database gives them in any order; summed in another one, the same question would be answered by other last digits.
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    const known = found.flatMap(({ id, distance }) => {
      const article = articles.get(id);
      return article ? [{ article, distance }] : [];
    });
    const evidence = evidenceOf(
      query,
      meaning,
      known.map(({ article }) => article),
      corpus,
    );
    const field = fieldOf(query, meaning, evidence);
    const judgement = this.ranking.judge(field);
    const hits = known.flatMap(({ article, distance }, i): Hit[] => {
      const [own, score] = [evidence[i], judgement.scores[i]];
      if (!own || score === undefined) return [];
      const bonus = storeBonus(article, stores, mentioned.length > 0);
      return [{ article, evidence: own, score: score + bonus + (builtin ? 0 : FOREIGN * cosineOf(distance)) }];
    });
    hits.sort((a, b) => b.score - a.score || (a.article.key < b.article.key ? -1 : 1));
    // Which store's article is right, and what other stores have, is no question of wording.
    const [best] = hits;
    const rivals = hits.filter(
      (hit) => hit === best || (best && hit.score > OTHER_STORE / 2 && !isSibling(best.article, hit.article)),
    );
    const sureness = this.sureness(
      query,
      meaning,
      rivals,
      rivals.length === known.length ? { field, judgement } : null,
    );
    return {
      hits: hits.slice(0, request.limit ?? 10),
      confidence: sureness.among,
      certainty: sureness.first,
      stores,
      query,
      familiar: familiarity(features.words, corpus),
    };
  }

  /** @param judged the same candidates as judged already */
  private sureness(
    query: Query,
    meaning: QueryMeaning,
    rivals: readonly Hit[],
    judged: { field: Field; judgement: Judgement } | null,
  ): Sureness {
    if (rivals.length === 0) return { first: 0, among: 0 };
    if (judged) return this.ranking.sureness(judged.field, judged.judgement);
    const field = fieldOf(
      query,
      meaning,
      rivals.map((hit) => hit.evidence),
    );
    return this.ranking.sureness(field, this.ranking.judge(field));
  }

  /**
   * Looks the question up in the set of passages that serves, by that set's embedder. What another embedder than the built-in one finds
   * adds to the score: the ranking was trained with the built-in one's, which it looks at in any case.
   */
  private async candidates(
    asked: string,
    query: Omit<CandidateQuery, 'vector' | 'slot' | 'indexId'>,
  ): Promise<{ found: Candidate[]; builtin: boolean }> {
    const stop = this.metrics.searchSeconds.startTimer({ locale: query.locale });
    for (let again = false; ; again = true) {
      const { vector, slot, indexId, builtin } = await this.serving.embed(asked);
      const found = await this.search.candidates(this.db.manager, { ...query, vector, slot, indexId });
      // Another set has begun to serve since this process last looked.
      if (again || !(await this.serving.hasChanged(found[0]?.serving))) {
        stop();
        return { found, builtin };
      }
      this.articles.clear();
    }
  }

  /** How many articles of a language can be found. */
  async size(locale: Locale): Promise<number> {
    return (this.corpora.get(locale) ?? (await this.load(locale))).articles;
  }

  /** Articles by id, with their passages; those that are gone are missing. */
  async byIds(ids: readonly string[]): Promise<IndexedArticle[]> {
    const [articles, passages] = await Promise.all([
      this.search.articles(this.db.manager, ids),
      this.search.passages(this.db.manager, ids),
    ]);
    return articles.map((article) =>
      indexArticle(
        article,
        passages.filter((passage) => passage.articleId === article.id),
        featuresOf(this.stores.withoutStores(article.title)).words,
        this.reader,
      ),
    );
  }

  /** The rarest of what the question has and some article too, within a budget of rows. */
  private terms(query: Query, corpus: Corpus): string[] {
    const known = [...query.weights.keys(), ...[...query.pieces.keys()].filter(isCharacter)]
      .filter((lexeme) => corpus.count(lexeme) > 0)
      .sort((a, b) => corpus.count(a) - corpus.count(b));
    const terms: string[] = [];
    let rows = 0;
    for (const lexeme of known) {
      const count = corpus.count(lexeme);
      const needed = terms.length < TERMS_AT_LEAST;
      if (rows + count > (needed ? POSTINGS_AT_MOST : POSTINGS)) break;
      rows += count;
      terms.push(lexeme);
    }
    return terms;
  }

  private async fetch(found: readonly Candidate[]): Promise<Map<string, IndexedArticle>> {
    const articles = new Map<string, IndexedArticle>();
    const missing: string[] = [];
    for (const { id, version } of found) {
      const kept = this.articles.get(id);
      if (kept?.version === version) articles.set(id, kept);
      else missing.push(id);
    }
    if (missing.length > 0) {
      for (const article of await this.byIds(missing)) {
        this.articles.set(article.id, article);
        articles.set(article.id, article);
      }
    }
    return articles;
  }

  private today(): string {
    return DAY.format(this.clock.now());
  }

  /** Takes new figures when articles have changed since the old ones were taken. */
  private async keepUp(locale: Locale, corpus: Corpus, changed: string | undefined): Promise<void> {
    if (changed === undefined || changed === corpus.changed) return;
    if (corpus.articles <= SMALL) await this.load(locale);
    else if (performance.now() - (this.loadedAt.get(locale) ?? -Infinity) > PAUSE_MS)
      this.load(locale).catch((error: unknown) =>
        this.log.warn({ error }, 'the figures of the knowledge base could not be renewed'),
      );
  }

  private load(locale: Locale): Promise<Corpus> {
    const running = this.loading.get(locale);
    if (running) return running;
    const loading = this.read(locale).finally(() => this.loading.delete(locale));
    this.loading.set(locale, loading);
    return loading;
  }

  private async read(locale: Locale): Promise<Corpus> {
    // The state is read before the figures: a change in between is noticed at the next question.
    const changed = await this.search.changed(this.db.manager);
    await this.stores.load();
    const { articles, frequency, others } = await this.articleRepository.corpus(this.db.manager, locale);
    const corpus = new Corpus(articles, frequency, changed, others);
    this.corpora.set(locale, corpus);
    this.loadedAt.set(locale, performance.now());
    return corpus;
  }
}

function familiarity(words: readonly string[], corpus: Corpus): number {
  if (words.length === 0) return 1;
  return words.filter((word) => corpus.count(word) > 0).length / words.length;
}

function storeBonus(article: IndexedArticle, stores: readonly string[], named: boolean): number {
  if (article.stores.length === 0 || stores.length === 0) return 0;
  if (!article.stores.some((id) => stores.includes(id))) return OTHER_STORE;
  return named ? NAMED_STORE : SAME_STORE;
}

function isCharacter(piece: string): boolean {
  return /^%\p{Script=Han}/u.test(piece);
}

/** Of a question without any content the vector is zero, and its distance no number. */
function cosineOf(distance: number | null): number {
  return distance === null || Number.isNaN(distance) ? 0 : 1 - distance;
}

/** Chinese when there is any Han character, else English: the language in which a question is looked up. */
export function languageOf(question: string): Locale {
  return /\p{Script=Han}/u.test(question) || !/[a-z]/iu.test(question) ? 'zh-CN' : 'en';
}

/** True for two articles about the same matter in different stores: which one is right is not a question of wording. */
export function isSibling(a: IndexedArticle, b: IndexedArticle): boolean {
  if (a.stores.length === 0 || b.stores.length === 0 || a.stores.some((id) => b.stores.includes(id))) return false;
  let shared = 0;
  for (const word of a.matter) if (b.matter.has(word)) shared += 1;
  return shared >= SIBLING * Math.max(a.matter.size, b.matter.size);
}
