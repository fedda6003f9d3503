import type { TextFeatures } from '#llm';
import { pieceLexemes, conceptLexeme, split } from '../ingest/passages.js';
import type { Corpus } from './corpus.js';
import { meaningOf, type ArticleMeaning, type MeaningReader } from './meaning.js';
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
  /** Its pieces (characters, letter threes) with their weights, and the sums of weights and squares. */
  pieces: ReadonlyMap<string, number>;
  pieceSum: number;
  pieceSquare: number;
  /** Sums of weights: what there is to be covered. */
  words: number;
  concepts: number;
}

export interface IndexedPassage extends SearchPassage {
  lexemes: string[];
  pieces: string[];
  bigrams: ReadonlySet<string>;
  /** Its weights under the corpus last used: worked out once, not at every question. */
  weighed?: WeighedPassage;
}

interface WeighedPassage extends Bag {
  corpus: Corpus;
  total: number;
  /** In the order of `pieces`. */
  pieceWeights: number[];
  pieceSquare: number;
}

/** An article with what it is compared by, as it is kept in memory. */
export interface IndexedArticle extends SearchArticle {
  passages: IndexedPassage[];
  lexemes: ReadonlySet<string>;
  /** Words of the title without the names of stores. */
  matter: ReadonlySet<string>;
  meaning: ArticleMeaning;
  /** Its wordings taken together, under the corpus last used. */
  centre?: Centre;
}

interface Centre {
  corpus: Corpus;
  /** Both of length 1. */
  words: ReadonlyMap<string, number>;
  pieces: ReadonlyMap<string, number>;
}

/**
 * How a question and an article agree, each figure from 0 to 1. `wording` is the title or other wording that agrees best.
 */
export interface Evidence {
  /** Cosine over words and concepts with the title, with the best wording. */
  title: number;
  wording: number;
  /** The same over concepts alone. */
  wordingConcepts: number;
  /** Share of the question's words, of its concepts (by weight) that the article has anywhere. */
  wordCover: number;
  conceptCover: number;
  /** Share of the question's weight in the best passage of the body. */
  body: number;
  /** Share of the question's pieces (by weight) that the article has anywhere; cosine over pieces with the best wording. */
  pieceCover: number;
  wordingPieces: number;
  /** Likeness of the character pairs with the best wording (Dice). */
  bigrams: number;
  /** Share of the best wording's weight that the question has: 1 when the wording asks for nothing else. */
  precision: number;
  /** Cosine over words and concepts, and over pieces, with all wordings taken together. */
  centre: number;
  centrePieces: number;
}

export const EVIDENCE_NAMES = [
  'title',
  'wording',
  'wordingConcepts',
  'wordCover',
  'conceptCover',
  'body',
  'pieceCover',
  'wordingPieces',
  'bigrams',
  'precision',
  'centre',
  'centrePieces',
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
  let concepts = 0;
  for (const [lexeme, weight] of bag.weights) {
    if (isConcept(lexeme)) concepts += weight;
    else words += weight;
  }
  const pieces = new Map(pieceLexemes(features.words).map((piece) => [piece, corpus.weight(piece)]));
  const pieceWeights = [...pieces.values()];
  return {
    ...bag,
    bigrams: new Set([...features.bigrams, ...features.words.filter(isLatin)]),
    pieces,
    pieceSum: pieceWeights.reduce((sum, weight) => sum + weight, 0),
    pieceSquare: pieceWeights.reduce((sum, weight) => sum + weight * weight, 0),
    words,
    concepts,
  };
}

export function indexArticle(
  article: SearchArticle,
  passages: readonly SearchPassage[],
  matter: readonly string[],
  reader: MeaningReader,
): IndexedArticle {
  const indexed = passages.map((passage) => ({
    ...passage,
    lexemes: [...split(passage.words), ...split(passage.concepts).map(conceptLexeme)],
    pieces: pieceLexemes(split(passage.words)),
    bigrams: passage.kind === 'body' ? new Set<string>() : bigramsOf(passage),
  }));
  const lexemes = new Set(indexed.flatMap((passage) => [...passage.lexemes, ...passage.pieces]));
  return { ...article, passages: indexed, lexemes, matter: new Set(matter), meaning: meaningOf(passages, reader) };
}

export function gather(query: Query, article: IndexedArticle, corpus: Corpus): Evidence {
  const evidence: Evidence = {
    title: 0,
    wording: 0,
    wordingConcepts: 0,
    ...cover(query, article),
    body: 0,
    wordingPieces: 0,
    bigrams: 0,
    precision: 0,
    ...likeCentre(query, article, corpus),
  };
  for (const passage of article.passages) {
    if (passage.kind === 'body') evidence.body = Math.max(evidence.body, bodyCover(query, passage));
    else compare(query, passage, corpus, evidence);
  }
  return evidence;
}

function compare(query: Query, passage: IndexedPassage, corpus: Corpus, evidence: Evidence): void {
  const bag = weighed(passage, corpus);
  let dot = 0;
  let conceptDot = 0;
  let shared = 0;
  for (const [lexeme, weight] of bag.weights) {
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
    evidence.precision = bag.total === 0 ? 0 : shared / bag.total;
  }
  const concepts = cosineOf(conceptDot, query.conceptSquare, bag.conceptSquare);
  evidence.wordingConcepts = Math.max(evidence.wordingConcepts, concepts);
  evidence.wordingPieces = Math.max(evidence.wordingPieces, pieceCosine(query, passage, bag));
  evidence.bigrams = Math.max(evidence.bigrams, dice(query.bigrams, passage.bigrams));
}

function weighed(passage: IndexedPassage, corpus: Corpus): WeighedPassage {
  if (passage.weighed?.corpus === corpus) return passage.weighed;
  const bag = weigh(passage.lexemes, (lexeme) => corpus.weight(lexeme));
  const pieceWeights = passage.pieces.map((piece) => corpus.weight(piece));
  const total = [...bag.weights.values()].reduce((sum, weight) => sum + weight, 0);
  const pieceSquare = pieceWeights.reduce((sum, weight) => sum + weight * weight, 0);
  passage.weighed = { ...bag, corpus, total, pieceWeights, pieceSquare };
  return passage.weighed;
}

function pieceCosine(query: Query, passage: IndexedPassage, { pieceWeights, pieceSquare }: WeighedPassage): number {
  let dot = 0;
  for (const [i, piece] of passage.pieces.entries()) {
    const asked = query.pieces.get(piece);
    if (asked !== undefined) dot += asked * (pieceWeights[i] ?? 0);
  }
  return cosineOf(dot, query.pieceSquare, pieceSquare);
}

function likeCentre(query: Query, article: IndexedArticle, corpus: Corpus): Pick<Evidence, 'centre' | 'centrePieces'> {
  const { words, pieces } = centreOf(article, corpus);
  return {
    centre: cosineOf(dotOf(query.weights, words), query.square, 1),
    centrePieces: cosineOf(dotOf(query.pieces, pieces), query.pieceSquare, 1),
  };
}

function centreOf(article: IndexedArticle, corpus: Corpus): Centre {
  if (article.centre?.corpus === corpus) return article.centre;
  const words = new Map<string, number>();
  const pieces = new Map<string, number>();
  for (const passage of article.passages) {
    if (passage.kind === 'body') continue;
    const bag = weighed(passage, corpus);
    gatherInto(words, bag.weights, bag.square);
    gatherInto(pieces, new Map(passage.pieces.map((piece, i) => [piece, bag.pieceWeights[i] ?? 0])), bag.pieceSquare);
  }
  article.centre = { corpus, words: unit(words), pieces: unit(pieces) };
  return article.centre;
}

/** Adds a bag to another as if it had length 1. */
function gatherInto(sum: Map<string, number>, weights: ReadonlyMap<string, number>, square: number): void {
  if (square <= 1e-9) return;
  const length = Math.sqrt(square);
  for (const [lexeme, weight] of weights) sum.set(lexeme, (sum.get(lexeme) ?? 0) + weight / length);
}

function unit(weights: Map<string, number>): Map<string, number> {
  let square = 0;
  for (const weight of weights.values()) square += weight * weight;
  if (square > 0) for (const [lexeme, weight] of weights) weights.set(lexeme, weight / Math.sqrt(square));
  return weights;
}

function dotOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [lexeme, weight] of a) sum += weight * (b.get(lexeme) ?? 0);
  return sum;
}

function cover(query: Query, article: IndexedArticle): Pick<Evidence, 'wordCover' | 'conceptCover' | 'pieceCover'> {
  let words = 0;
  let concepts = 0;
  let chars = 0;
  for (const [char, weight] of query.pieces) if (article.lexemes.has(char)) chars += weight;
  for (const [lexeme, weight] of query.weights) {
    if (!article.lexemes.has(lexeme)) continue;
    if (isConcept(lexeme)) concepts += weight;
    else words += weight;
  }
  return {
    wordCover: query.words === 0 ? 0 : words / query.words,
    conceptCover: query.concepts === 0 ? 0 : concepts / query.concepts,
    pieceCover: query.pieceSum === 0 ? 0 : chars / query.pieceSum,
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

/** Neighbouring Han characters and, since Latin words have none, those words themselves. */
function bigramsOf(passage: SearchPassage): ReadonlySet<string> {
  const pairs = new Set<string>(split(passage.words).filter(isLatin));
  for (const [run] of passage.text.matchAll(/\p{Script=Han}{2,}/gu))
    for (let i = 0; i + 1 < run.length; i += 1) pairs.add(run.slice(i, i + 2));
  return pairs;
}

function isLatin(word: string): boolean {
  return /^[a-z]/u.test(word);
}
