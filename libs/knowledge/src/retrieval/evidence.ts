import { bigramsOf, type TextFeatures } from '#llm';
import type { PassageKind } from '../articles/passage.entity.js';
import { conceptLexeme, pairLexemes, pieceLexemes, split } from '../ingest/passages.js';
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
  pairs: ReadonlySet<string>;
  /** Its pieces (characters, letter threes) with their weights, and the sums of weights and squares. */
  pieces: ReadonlyMap<string, number>;
  pieceSum: number;
  pieceSquare: number;
  /** Sums of weights: what there is to be covered. */
  words: number;
  concepts: number;
}

/** A passage, and where its stretches of the article's `places` begin: words, concepts, pieces, pairs. */
export interface IndexedPassage {
  kind: PassageKind;
  text: string;
  words: number;
  concepts: number;
  pieces: number;
  pairs: number;
  end: number;
}

/**
 * An article with what it is compared by, as it is kept in memory. Each of its lexemes has a number of its own, and all else names them by
 * it: thousands of articles have to fit.
 */
export interface IndexedArticle extends SearchArticle {
  /** Wordings first. */
  passages: IndexedPassage[];
  /** Words, concepts, pieces and pairs of characters, with their numbers from 0. */
  lexemes: ReadonlyMap<string, number>;
  /** The numbers of each passage's lexemes, one passage after the other. */
  places: Int32Array;
  /** Words of the title without the names of stores. */
  matter: ReadonlySet<string>;
  meaning: ArticleMeaning;
  /** Its weights under the corpus last used: worked out once, not at every question. */
  weighed?: WeighedArticle;
}

interface WeighedArticle {
  corpus: Corpus;
  /** As `places`, as far as its wordings go. */
  weights: Float64Array;
  wordings: WeighedWording[];
  /** Its wordings taken together, by the numbers of the lexemes: words and concepts of length 1, and pieces of length 1. */
  centre: Float64Array;
}

interface WeighedWording {
  passage: IndexedPassage;
  /** Sums of weights and squares of words and concepts, of squares of concepts and of pieces alone. */
  total: number;
  square: number;
  conceptSquare: number;
  pieceSquare: number;
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
    pairs: new Set(pairLexemes(features.bigrams, features.words)),
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
  const lexemes = new Map<string, number>();
  const places: number[] = [];
  const put = (names: readonly string[]): number => {
    const from = places.length;
    for (const name of names) {
      const place = lexemes.get(name) ?? lexemes.size;
      lexemes.set(name, place);
      places.push(place);
    }
    return from;
  };
  const indexed = passages.map(({ kind, text, words, concepts }): IndexedPassage => {
    const own = split(words);
    return {
      kind,
      text,
      words: put(own),
      concepts: put(split(concepts).map(conceptLexeme)),
      pieces: put(pieceLexemes(own)),
      pairs: put(kind === 'body' ? [] : pairLexemes(bigramsOf(text), own)),
      end: places.length,
    };
  });
  return {
    ...article,
    passages: indexed,
    lexemes,
    places: Int32Array.from(places),
    matter: new Set(matter),
    meaning: meaningOf(passages, reader),
  };
}

export function gather(query: Query, article: IndexedArticle, corpus: Corpus): Evidence {
  const weighed = weighedUnder(corpus, article);
  const asked = new Asked(query, article, weighed.centre);
  const evidence: Evidence = {
    title: 0,
    wording: 0,
    wordingConcepts: 0,
    ...asked.cover(),
    body: 0,
    wordingPieces: 0,
    bigrams: 0,
    precision: 0,
    centre: cosineOf(asked.centre, query.square, 1),
    centrePieces: cosineOf(asked.centrePieces, query.pieceSquare, 1),
  };
  for (const wording of weighed.wordings) asked.compare(wording, weighed.weights, evidence);
  for (const passage of article.passages)
    if (passage.kind === 'body') evidence.body = Math.max(evidence.body, asked.bodyCover(passage));
  asked.forget();
  return evidence;
}

/** How much of the question each passage of the body covers, by weight, 0..1; 0 for the other passages. */
export function bodyCovers(query: Query, article: IndexedArticle): number[] {
  const asked = new Asked(query, article);
  const covers = article.passages.map((passage) => (passage.kind === 'body' ? asked.bodyCover(passage) : 0));
  asked.forget();
  return covers;
}

/** A question's weights by the numbers of an article's lexemes. One for all: it is filled, used and emptied in one go. */
let scratch = new Float64Array(1_024);

/** What of a question an article has. */
class Asked {
  /** Products with the wordings taken together. */
  centre = 0;
  centrePieces = 0;
  private readonly weights: Float64Array;
  private readonly touched: number[] = [];
  private words = 0;
  private concepts = 0;
  private pieces = 0;

  constructor(
    private readonly query: Query,
    private readonly article: IndexedArticle,
    centre?: Float64Array,
  ) {
    const { lexemes } = article;
    if (scratch.length < lexemes.size) scratch = new Float64Array(2 * lexemes.size);
    this.weights = scratch;
    for (const [piece, weight] of query.pieces) {
      const place = this.put(piece, weight);
      if (place === undefined) continue;
      this.pieces += weight;
      this.centrePieces += weight * (centre?.[place] ?? 0);
    }
    for (const [lexeme, weight] of query.weights) {
      const place = this.put(lexeme, weight);
      if (place === undefined) continue;
      if (isConcept(lexeme)) this.concepts += weight;
      else this.words += weight;
      this.centre += weight * (centre?.[place] ?? 0);
    }
    for (const pair of query.pairs) this.put(pair, 1);
  }

  cover(): Pick<Evidence, 'wordCover' | 'conceptCover' | 'pieceCover'> {
    const { query, words, concepts, pieces } = this;
    return {
      wordCover: query.words === 0 ? 0 : words / query.words,
      conceptCover: query.concepts === 0 ? 0 : concepts / query.concepts,
      pieceCover: query.pieceSum === 0 ? 0 : pieces / query.pieceSum,
    };
  }

  bodyCover(passage: IndexedPassage): number {
    const total = this.query.words + this.query.concepts;
    return total === 0 ? 0 : this.sum(passage.words, passage.pieces) / total;
  }

  compare(wording: WeighedWording, weights: Float64Array, evidence: Evidence): void {
    const { query, article, weights: asked } = this;
    const { passage, total, square, conceptSquare, pieceSquare } = wording;
    const { places } = article;
    let dot = 0;
    let conceptDot = 0;
    let shared = 0;
    for (let i = passage.words; i < passage.pieces; i += 1) {
      const wanted = asked[places[i] ?? 0] ?? 0;
      if (wanted === 0) continue;
      const weight = weights[i] ?? 0;
      dot += weight * wanted;
      shared += weight;
      if (i >= passage.concepts) conceptDot += weight * wanted;
    }
    let pieceDot = 0;
    for (let i = passage.pieces; i < passage.pairs; i += 1)
      pieceDot += (asked[places[i] ?? 0] ?? 0) * (weights[i] ?? 0);
    const joint = cosineOf(dot, query.square, square);
    if (passage.kind === 'title') evidence.title = joint;
    if (joint > evidence.wording) {
      evidence.wording = joint;
      evidence.precision = total === 0 ? 0 : shared / total;
    }
    const concepts = cosineOf(conceptDot, query.conceptSquare, conceptSquare);
    evidence.wordingConcepts = Math.max(evidence.wordingConcepts, concepts);
    evidence.wordingPieces = Math.max(evidence.wordingPieces, cosineOf(pieceDot, query.pieceSquare, pieceSquare));
    const likeness = dice(this.sum(passage.pairs, passage.end), query.pairs.size, passage.end - passage.pairs);
    evidence.bigrams = Math.max(evidence.bigrams, likeness);
  }

  /** Leaves the weights empty for the next article. */
  forget(): void {
    for (const place of this.touched) this.weights[place] = 0;
  }

  private put(lexeme: string, weight: number): number | undefined {
    const place = this.article.lexemes.get(lexeme);
    if (place === undefined) return undefined;
    this.weights[place] = weight;
    this.touched.push(place);
    return place;
  }

  private sum(from: number, to: number): number {
    const { places } = this.article;
    let sum = 0;
    for (let i = from; i < to; i += 1) sum += this.weights[places[i] ?? 0] ?? 0;
    return sum;
  }
}

function weighedUnder(corpus: Corpus, article: IndexedArticle): WeighedArticle {
  if (article.weighed?.corpus === corpus) return article.weighed;
  const passages = article.passages.filter(({ kind }) => kind !== 'body');
  const names = [...article.lexemes.keys()];
  const weights = new Float64Array(Math.max(0, ...passages.map(({ end }) => end)));
  const wordings = passages.map((passage): WeighedWording => {
    const wording: WeighedWording = { passage, total: 0, square: 0, conceptSquare: 0, pieceSquare: 0 };
    for (let i = passage.words; i < passage.pairs; i += 1) {
      const plain = corpus.weight(names[article.places[i] ?? 0] ?? '');
      const isPiece = i >= passage.pieces;
      const weight = plain * (!isPiece && i >= passage.concepts ? CONCEPT : 1);
      weights[i] = weight;
      if (isPiece) {
        wording.pieceSquare += weight * weight;
        continue;
      }
      wording.total += weight;
      wording.square += weight * weight;
      if (i >= passage.concepts) wording.conceptSquare += weight * weight;
    }
    return wording;
  });
  article.weighed = { corpus, weights, wordings, centre: centreOf(article, names, wordings, weights) };
  return article.weighed;
}

function centreOf(
  { places }: IndexedArticle,
  names: readonly string[],
  wordings: readonly WeighedWording[],
  weights: Float64Array,
): Float64Array {
  const centre = new Float64Array(weights.reduce((most, _, i) => Math.max(most, (places[i] ?? 0) + 1), 0));
  for (const { passage, square, pieceSquare } of wordings) {
    gatherInto(centre, places.subarray(passage.words, passage.pieces), weights.subarray(passage.words), square);
    gatherInto(centre, places.subarray(passage.pieces, passage.pairs), weights.subarray(passage.pieces), pieceSquare);
  }
  let [words, pieces] = [0, 0];
  for (const [place, value] of centre.entries()) {
    if (isPiece(names[place] ?? '')) pieces += value * value;
    else words += value * value;
  }
  for (const [place, value] of centre.entries()) {
    const square = isPiece(names[place] ?? '') ? pieces : words;
    if (square > 0) centre[place] = value / Math.sqrt(square);
  }
  return centre;
}

/** Adds weights to a sum as if they had length 1 together. */
function gatherInto(sum: Float64Array, places: Int32Array, weights: Float64Array, square: number): void {
  if (square <= 1e-9) return;
  const length = Math.sqrt(square);
  for (const [i, place] of places.entries()) sum[place] = (sum[place] ?? 0) + (weights[i] ?? 0) / length;
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

function dice(shared: number, a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : (2 * shared) / (a + b);
}

function isPiece(lexeme: string): boolean {
  return lexeme.startsWith('%');
}
