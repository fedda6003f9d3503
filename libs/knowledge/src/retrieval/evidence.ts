import type { TextFeatures } from '#llm';
import { conceptLexeme, split } from '../ingest/passages.js';
import type { Corpus } from './corpus.js';
import type { SearchArticle, SearchPassage } from './search.repository.js';

/** Words and concepts with their weights, and the length of both as one vector. */
interface Bag {
  weights: Map<string, number>;
  /** Sum of squares, all and concepts only. */
  square: number;
  conceptSquare: number;
}

/** A question, weighed against the corpus. */
export interface Query extends Bag {
  bigrams: ReadonlySet<string>;
  /** Sums of weights: what there is to be covered. */
  words: number;
  concepts: number;
  /** Share of the words' weight that stands in no article at all. */
  unknown: number;
}

export interface IndexedPassage extends SearchPassage {
  lexemes: string[];
  bigrams: ReadonlySet<string>;
}

/** An article with what it is compared by, as it is kept in memory. */
export interface IndexedArticle extends SearchArticle {
  passages: IndexedPassage[];
  lexemes: ReadonlySet<string>;
  /** Words of the title without the names of stores. */
  matter: ReadonlySet<string>;
}

/**
 * How a question and an article agree, each figure from 0 to 1. `wording` is the title or other wording that agrees best.
 */
export interface Evidence {
  /** Cosine over words and concepts with the title, with the best wording. */
  title: number;
  wording: number;
  /** The same with the best wording by words alone, by concepts alone. */
  wordingWords: number;
  wordingConcepts: number;
  /** Share of the question's words, of its concepts (by weight) that the article has anywhere. */
  wordCover: number;
  conceptCover: number;
  /** Share of the question's weight in the best passage of the body. */
  body: number;
  /** Likeness of the character pairs with the best wording (Dice). */
  bigrams: number;
  /** Cosine of the vectors of the question and the nearest passage. */
  vector: number;
  /** Share of the best wording's weight that the question has: 1 when the wording asks for nothing else. */
  precision: number;
}

export const EVIDENCE_NAMES = [
  'title',
  'wording',
  'wordingWords',
  'wordingConcepts',
  'wordCover',
  'conceptCover',
  'body',
  'bigrams',
  'vector',
  'precision',
] as const satisfies readonly (keyof Evidence)[];

/** A concept says more than a word: it is what differently worded texts share. */
const CONCEPT = 1.3;
/** A word that no article contains is often another word for one that they do; it counts against an article, but less. */
const UNKNOWN = 0.5;

export function toQuery(features: TextFeatures, corpus: Corpus): Query {
  const bag = weigh(
    [...features.words, ...features.concepts.map(conceptLexeme)],
    (lexeme) => corpus.weight(lexeme) * (corpus.count(lexeme) > 0 || isConcept(lexeme) ? 1 : UNKNOWN),
  );
  let words = 0;
  let unknown = 0;
  let concepts = 0;
  for (const [lexeme, weight] of bag.weights) {
    if (isConcept(lexeme)) concepts += weight;
    else {
      words += weight;
      if (corpus.count(lexeme) === 0) unknown += weight;
    }
  }
  return {
    ...bag,
    bigrams: new Set(features.bigrams),
    words,
    concepts,
    unknown: words === 0 ? 0 : unknown / words,
  };
}

export function indexArticle(
  article: SearchArticle,
  passages: readonly SearchPassage[],
  matter: readonly string[],
): IndexedArticle {
  const indexed = passages.map((passage) => ({
    ...passage,
    lexemes: [...split(passage.words), ...split(passage.concepts).map(conceptLexeme)],
    bigrams: passage.kind === 'body' ? new Set<string>() : bigramsOf(passage.text),
  }));
  const lexemes = new Set(indexed.flatMap((passage) => passage.lexemes));
  return { ...article, passages: indexed, lexemes, matter: new Set(matter) };
}

export function gather(query: Query, article: IndexedArticle, corpus: Corpus, cosine: number): Evidence {
  const evidence: Evidence = {
    title: 0,
    wording: 0,
    wordingWords: 0,
    wordingConcepts: 0,
    ...cover(query, article),
    body: 0,
    bigrams: 0,
    vector: Math.max(0, cosine),
    precision: 0,
  };
  for (const passage of article.passages) {
    if (passage.kind === 'body') evidence.body = Math.max(evidence.body, bodyCover(query, passage));
    else compare(query, passage, corpus, evidence);
  }
  return evidence;
}

function compare(query: Query, passage: IndexedPassage, corpus: Corpus, evidence: Evidence): void {
  const bag = weigh(passage.lexemes, (lexeme) => corpus.weight(lexeme));
  let dot = 0;
  let conceptDot = 0;
  let shared = 0;
  let total = 0;
  for (const [lexeme, weight] of bag.weights) {
    total += weight;
    const asked = query.weights.get(lexeme);
    if (asked === undefined) continue;
    dot += weight * asked;
    shared += weight;
    if (isConcept(lexeme)) conceptDot += weight * asked;
  }
  const joint = cosineOf(dot, query.square, bag.square);
  if (passage.kind === 'title') evidence.title = joint;
  if (joint > evidence.wording) {
    evidence.wording = joint;
    evidence.precision = total === 0 ? 0 : shared / total;
  }
  const words = cosineOf(dot - conceptDot, query.square - query.conceptSquare, bag.square - bag.conceptSquare);
  evidence.wordingWords = Math.max(evidence.wordingWords, words);
  const concepts = cosineOf(conceptDot, query.conceptSquare, bag.conceptSquare);
  evidence.wordingConcepts = Math.max(evidence.wordingConcepts, concepts);
  evidence.bigrams = Math.max(evidence.bigrams, dice(query.bigrams, passage.bigrams));
}

function cover(query: Query, article: IndexedArticle): { wordCover: number; conceptCover: number } {
  let words = 0;
  let concepts = 0;
  for (const [lexeme, weight] of query.weights) {
    if (!article.lexemes.has(lexeme)) continue;
    if (isConcept(lexeme)) concepts += weight;
    else words += weight;
  }
  return {
    wordCover: query.words === 0 ? 0 : words / query.words,
    conceptCover: query.concepts === 0 ? 0 : concepts / query.concepts,
  };
}

/** How much of the question one passage of the body covers, by weight, 0..1. */
export function bodyCover(query: Query, passage: IndexedPassage): number {
  const total = query.words + query.concepts;
  if (total === 0) return 0;
  let covered = 0;
  for (const lexeme of passage.lexemes) covered += query.weights.get(lexeme) ?? 0;
  return covered / total;
}

function weigh(lexemes: readonly string[], weightOf: (lexeme: string) => number): Bag {
  const weights = new Map<string, number>();
  let square = 0;
  let conceptSquare = 0;
  for (const lexeme of lexemes) {
    if (weights.has(lexeme)) continue;
    const weight = weightOf(lexeme) * (isConcept(lexeme) ? CONCEPT : 1);
    weights.set(lexeme, weight);
    square += weight * weight;
    if (isConcept(lexeme)) conceptSquare += weight * weight;
  }
  return { weights, square, conceptSquare };
}

function isConcept(lexeme: string): boolean {
  return lexeme.startsWith('#');
}

function cosineOf(dot: number, a: number, b: number): number {
  return a <= 1e-9 || b <= 1e-9 ? 0 : dot / Math.sqrt(a * b);
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const pair of b) if (a.has(pair)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}

function bigramsOf(text: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu))
    for (let i = 0; i + 1 < run.length; i += 1) pairs.add(run.slice(i, i + 2));
  return pairs;
}
