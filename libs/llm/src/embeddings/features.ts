import { LRUCache } from 'lru-cache';
import { conceptsOfNormalised } from '../text/concepts/index.js';
import { normalise } from '../text/normalise.js';
import { soundsOf } from '../text/pinyin.js';
import { mendedWords } from '../text/slips.js';
import { isStopWord } from '../text/stop-words.js';
import { tokeniseNormalised } from '../text/tokenise.js';

/** Longer texts are read up to here, in UTF-16 code units: a vector of everything is near nothing. */
const READ = 300;
const GRAM = 4;

const recent = new LRUCache<string, readonly string[]>({ max: 200 });

/**
 * What the trained embedder sees of a text, each feature once: Han characters in ones, twos and threes, words and pairs of content
 * words, stemmed English words with their pairs and letter fours, concepts. The first character tells the sort; numbers are all alike.
 *
 * @param mend also read mistyped words as what they most likely mean: right for questions, needless for articles
 */
export function embeddingFeatures(text: string, mend = false): readonly string[] {
  if (!mend) return read(normalise(text));
  let features = recent.get(text);
  if (!features) {
    const plain = normalise(text);
    const mended = mendedWords(plain);
    const typed = mended.some((word) => /^\p{Script=Han}/u.test(word)) ? withoutPinyin(plain) : plain;
    features = read([typed, ...mended].join(' '));
    recent.set(text, features);
  }
  return features;
}

function read(normalised: string): string[] {
  const plain = normalised.replace(/\d+/gu, '0').slice(0, READ);
  const features = new Set<string>();
  for (const [run] of plain.matchAll(/\p{Script=Han}+/gu)) {
    for (const length of [1, 2, 3])
      for (let i = 0; i + length <= run.length; i += 1) features.add(`${length}${run.slice(i, i + length)}`);
  }
  let before = '';
  for (const word of tokeniseNormalised(plain)) {
    const han = /^\p{Script=Han}/u.test(word);
    if (!han) features.add(`e${word}`);
    else if (word.length > 1) features.add(`w${word}`);
    if (han && isStopWord(word)) continue;
    if (before !== '') features.add(`p${before}_${word}`);
    before = word;
    if (!han) grams(word, features);
  }
  for (const concept of conceptsOfNormalised(plain)) features.add(`#${concept}`);
  return [...features];
}

/** Without the words in Latin letters that are pinyin: read as what they mean, they need not be read as unknown English words too. */
function withoutPinyin(plain: string): string {
  const typed = soundsOf(plain).flatMap((run) => run.filter((sound) => sound.typed).map((sound) => sound.at));
  let left = plain;
  for (const at of [...new Set(typed)].sort((a, b) => b - a))
    left = left.slice(0, at) + left.slice(at).replace(/^[a-z]+/u, ' ');
  return left;
}

function grams(word: string, features: Set<string>): void {
  if (word.length < GRAM) return;
  const marked = `<${word}>`;
  for (let i = 0; i + GRAM <= marked.length; i += 1) features.add(`g${marked.slice(i, i + GRAM)}`);
}
