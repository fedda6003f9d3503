import { LRUCache } from 'lru-cache';
import { conceptsOfNormalised } from './concepts/index.js';
import { normalise } from './normalise.js';
import { soundsOf } from './pinyin.js';
import { mendedWords } from './slips.js';
import { isStopWord } from './stop-words.js';
import { tokeniseNormalised } from './tokenise.js';

/** What a text offers to be compared by. Each list holds each feature once. */
export interface TextFeatures {
  /** Words without the empty ones (的, 吗, the). */
  words: string[];
  /** Names of the retail concepts touched. */
  concepts: string[];
  /** Pairs of neighbouring Han characters. */
  bigrams: string[];
  /** Pairs of neighbouring syllables, for slips that keep the sound. */
  sounds: string[];
}

/** Questions just read: the search and the embedder ask for the same one, one after the other. */
const recent = new LRUCache<string, TextFeatures>({ max: 200 });

/**
 * Everything the built-in search compares by, from one pass over a text. The result may be shared: do not change it.
 *
 * @param mend also read mistyped words as what they most likely mean: right for questions, needless for articles
 */
export function featuresOf(text: string, mend = false): TextFeatures {
  if (!mend) return read(normalise(text));
  let features = recent.get(text);
  if (!features) {
    const plain = normalise(text);
    const mended = mendedWords(plain);
    features = read(mended.length > 0 ? `${plain} ${mended.join(' ')}` : plain);
    recent.set(text, features);
  }
  return features;
}

function read(plain: string): TextFeatures {
  const sounds = new Set<string>();
  for (const run of soundsOf(plain)) {
    for (let i = 0; i + 1 < run.length; i += 1) sounds.add(`${run[i]?.syllable ?? ''} ${run[i + 1]?.syllable ?? ''}`);
  }
  return {
    words: [...new Set(tokeniseNormalised(plain).filter((word) => !isStopWord(word)))],
    concepts: conceptsOfNormalised(plain),
    bigrams: bigramsOf(plain),
    sounds: [...sounds],
  };
}

/** Pairs of neighbouring Han characters, each once. */
export function bigramsOf(text: string): string[] {
  const bigrams = new Set<string>();
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu))
    for (let i = 0; i + 1 < run.length; i += 1) bigrams.add(run.slice(i, i + 2));
  return [...bigrams];
}
