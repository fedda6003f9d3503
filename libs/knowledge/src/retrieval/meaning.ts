import { add, type BuiltinEmbeddings, dot, type Placing, toUnit } from '#llm';
import type { PassageKind } from '../articles/passage.entity.js';

/** What vectors and matters are read by: the built-in embedder, whichever one searches the database. */
export type MeaningReader = Pick<BuiltinEmbeddings, 'read' | 'place' | 'strayness'>;

interface PassageMeaning {
  kind: PassageKind;
  vector: Float32Array;
  /** Of titles and other wordings: which known matters they touch, with their shares (squares sum to 1). */
  matters: readonly (readonly [matter: number, share: number])[];
}

/** An article as the built-in embedder sees it. */
export interface ArticleMeaning {
  passages: readonly PassageMeaning[];
  /** Its passages taken together, wordings more than sentences; of length 1. */
  whole: Float32Array;
}

export interface QueryMeaning {
  vector: Float32Array;
  known: number;
  /** How much the known features weigh and agree, 0 upwards; about 1 for a question of the embedder's own trade. */
  strength: number;
  placing: Placing;
  /** Cosine with the nearest known question that hardly any shop answers. */
  strayness: number;
  /** Its content words, each as a text of its own. */
  words: ReadonlyMap<string, Float32Array>;
}

/**
 * How near a question and an article are in meaning. The plain figures are cosines, the `own` ones cosines after what all candidates
 * have in common was taken away: among articles that are all about cards, "card" says nothing.
 */
export interface MeaningEvidence {
  title: number;
  wording: number;
  body: number;
  whole: number;
  ownTitle: number;
  ownWording: number;
  ownBody: number;
  ownWhole: number;
  /** Likeness of the known matters that the question and the title, the best wording touch. */
  titleMatter: number;
  wordingMatter: number;
  /** Cosine of the whole with the question's mixture of known matters, with the matter nearest to the question. */
  mixture: number;
  nearest: number;
}

export const MEANING_NAMES = [
  'title',
  'wording',
  'body',
  'whole',
  'ownTitle',
  'ownWording',
  'ownBody',
  'ownWhole',
  'titleMatter',
  'wordingMatter',
  'mixture',
  'nearest',
] as const satisfies readonly (keyof MeaningEvidence)[];

const SENTENCE = 0.5;
/** Share of the candidates' mean that is taken away. */
const COMMON = 0.8;
const SLIGHT = 0.02;

export function queryMeaning(text: string, words: readonly string[], reader: MeaningReader): QueryMeaning {
  const meaning = reader.read(text, true);
  return {
    ...meaning,
    placing: reader.place(meaning),
    strayness: reader.strayness(meaning),
    words: new Map(words.map((word) => [word, reader.read(word).vector])),
  };
}

export function meaningOf(
  passages: readonly { kind: PassageKind; text: string }[],
  reader: MeaningReader,
): ArticleMeaning {
  const read = passages.map(({ kind, text }) => {
    const meaning = reader.read(text);
    return { kind, vector: meaning.vector, matters: kind === 'body' ? [] : sparse(reader.place(meaning).shares) };
  });
  const whole = new Float32Array(read[0]?.vector.length ?? 0);
  for (const { kind, vector } of read) add(whole, vector, kind === 'body' ? SENTENCE : 1);
  return { passages: read, whole: toUnit(whole) };
}

/** The evidence of each article among these candidates, in their order. */
export function compareMeanings(query: QueryMeaning, articles: readonly ArticleMeaning[]): MeaningEvidence[] {
  const common = new Float32Array(query.vector.length);
  for (const { whole } of articles) add(common, whole, COMMON / articles.length);
  const own = new Separated(query.vector, common);
  return articles.map((article) => compareMeaning(query, article, own));
}

function compareMeaning(query: QueryMeaning, article: ArticleMeaning, own: Separated): MeaningEvidence {
  const whole = dot(query.vector, article.whole);
  const evidence: MeaningEvidence = {
    title: 0,
    wording: 0,
    body: 0,
    whole,
    ownTitle: 0,
    ownWording: 0,
    ownBody: 0,
    ownWhole: own.cosine(article.whole, whole),
    titleMatter: 0,
    wordingMatter: 0,
    mixture: dot(query.placing.mixture, article.whole),
    nearest: dot(query.placing.nearest, article.whole),
  };
  for (const { kind, vector, matters } of article.passages) {
    const plain = dot(query.vector, vector);
    const separate = own.cosine(vector, plain);
    if (kind === 'body') {
      evidence.body = Math.max(evidence.body, plain);
      evidence.ownBody = Math.max(evidence.ownBody, separate);
      continue;
    }
    let matter = 0;
    for (const [i, share] of matters) matter += share * (query.placing.shares[i] ?? 0);
    evidence.wording = Math.max(evidence.wording, plain);
    evidence.ownWording = Math.max(evidence.ownWording, separate);
    evidence.wordingMatter = Math.max(evidence.wordingMatter, matter);
    if (kind === 'title') Object.assign(evidence, { title: plain, ownTitle: separate, titleMatter: matter });
  }
  return evidence;
}

/** Cosines with a question after a common part was taken from both. */
class Separated {
  private readonly square: number;
  private readonly along: number;
  private readonly length: number;

  constructor(
    query: Float32Array,
    private readonly common: Float32Array,
  ) {
    this.square = dot(common, common);
    this.along = dot(query, common);
    this.length = Math.sqrt(Math.max(1e-9, dot(query, query) - 2 * this.along + this.square));
  }

  /** @param plain product of the question and the vector as they are */
  cosine(vector: Float32Array, plain: number): number {
    const along = dot(vector, this.common);
    const length = Math.sqrt(Math.max(1e-9, dot(vector, vector) - 2 * along + this.square));
    return (plain - this.along - along + this.square) / (this.length * length);
  }
}

function sparse(shares: Float32Array): (readonly [number, number])[] {
  return [...shares.entries()].filter(([, share]) => share > SLIGHT);
}
