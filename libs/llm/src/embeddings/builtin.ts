import { Injectable } from '@nestjs/common';
import { featuresOf } from '../text/features.js';
import { EmbeddingModel } from './embedding-model.js';

const DIMENSIONS = 256;

/** How much each kind of feature counts. Concepts carry most: they are what differently worded texts share. */
const WEIGHT = { concept: 1.6, frame: 0.6, word: 1, bigram: 0.45, sound: 0.25 };

/** Concepts about the shape of a question rather than its matter; nearly every article touches them. */
const FRAMES = new Set([
  'howto',
  'allowed',
  'check',
  'why',
  'need',
  'when',
  'apply',
  'howmany',
  'who',
  'order',
  'location',
]);

/**
 * The embedder that needs no download: words, character and sound pairs and hand-written retail concepts, hashed with signs into 256
 * numbers. Texts meet when they share words, sound alike, or speak of the same concepts in other words or in the other language.
 * A first version: its vectors find candidates, and the exact comparison of features (libs/knowledge) decides among them.
 */
@Injectable()
export class BuiltinEmbeddings extends EmbeddingModel {
  /** Raised whenever the features or their weights change, so that stored vectors are renewed. */
  readonly id = 'builtin-1';
  readonly dimensions = DIMENSIONS;

  embedQuery(text: string): Promise<number[]> {
    return Promise.resolve(embed(text, true));
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.resolve(texts.map((text) => embed(text, false)));
  }
}

function embed(text: string, mend: boolean): number[] {
  const features = featuresOf(text, mend);
  const vector = new Array<number>(DIMENSIONS).fill(0);
  for (const name of features.concepts) put(vector, `c:${name}`, FRAMES.has(name) ? WEIGHT.frame : WEIGHT.concept);
  for (const word of features.words) put(vector, `w:${word}`, word.length > 1 ? WEIGHT.word : WEIGHT.word / 2);
  for (const pair of features.bigrams) put(vector, `b:${pair}`, WEIGHT.bigram);
  for (const pair of features.sounds) put(vector, `s:${pair}`, WEIGHT.sound);
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Adds a feature at two places with signs of their own, which halves the harm of two features meeting at one place. */
function put(vector: number[], feature: string, weight: number): void {
  const hash = fnv1a(feature);
  for (const bits of [hash & 0xffff, hash >>> 16]) {
    const at = bits % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + (bits & 0x8000 ? -weight : weight);
  }
}

/** FNV-1a over UTF-16 code units, with a final mix so that the upper half is as good as the lower. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
