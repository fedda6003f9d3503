import { distance } from 'fastest-levenshtein';
import { conceptExpressions } from './concepts/index.js';
import { DOMAIN_WORDS } from './domain-words.js';
import { stem } from './english.js';
import { soundsOf, type Sound } from './pinyin.js';
import { inDictionaryWord, tokeniseNormalised } from './tokenise.js';

const SHORTEST = 2;
const LONGEST = 4;
const ENGLISH_MIN = 5;

interface Vocabulary {
  /** Sound of a word of the trade → the word. A sound that two words share belongs to the first. */
  bySound: Map<string, string>;
  /** Stems of English words, by first letter. */
  english: Map<string, string[]>;
  stems: Set<string>;
}

let vocabulary: Vocabulary | undefined;

function build(): Vocabulary {
  const bySound = new Map<string, string>();
  const english = new Map<string, string[]>();
  const stems = new Set<string>();
  for (const word of [...DOMAIN_WORDS, ...conceptExpressions()]) {
    if (/^\p{Script=Han}{2,4}$/u.test(word)) {
      const key = (soundsOf(word)[0] ?? []).map((sound) => sound.syllable).join(' ');
      if (key && !bySound.has(key)) bySound.set(key, word);
    }
    for (const part of word.matchAll(/[a-z]{3,}/gu)) stems.add(stem(part[0]));
  }
  for (const word of stems) english.set(word.charAt(0), [...(english.get(word.charAt(0)) ?? []), word]);
  return { bySound, english, stems };
}

/**
 * The words of the trade which a text most likely means where it was mistyped: characters of the same sound (优汇券 → 优惠券), pinyin
 * left unconverted (tuihuo → 退货), one letter wrong in an English word (refnd → refund). Words that are spelt right give nothing.
 */
export function mendedWords(text: string): string[] {
  vocabulary ??= build();
  const mended = new Set<string>();
  const known = inDictionaryWord(text);
  for (const run of soundsOf(text)) mendRun(run, text, known, vocabulary, mended);
  for (const word of tokeniseNormalised(text)) {
    const near = mendEnglish(word, vocabulary);
    if (near) mended.add(near);
  }
  return [...mended];
}

function mendRun(run: Sound[], text: string, known: boolean[], { bySound }: Vocabulary, mended: Set<string>): void {
  for (let length = LONGEST; length >= SHORTEST; length -= 1) {
    for (let start = 0; start + length <= run.length; start += 1) {
      const piece = run.slice(start, start + length);
      const word = bySound.get(piece.map((sound) => sound.syllable).join(' '));
      if (!word || piece.map((sound) => text.charAt(sound.at)).join('') === word) continue;
      // Characters that already make up words of their own (是以, 有会) are no slip, whatever they sound like.
      if (piece.every((sound) => !sound.typed && known[sound.at])) continue;
      mended.add(word);
    }
  }
}

function mendEnglish(word: string, { english, stems }: Vocabulary): string | undefined {
  if (word.length < ENGLISH_MIN || stems.has(word) || !/^[a-z]+$/u.test(word)) return undefined;
  const near = (english.get(word.charAt(0)) ?? []).filter(
    (other) =>
      other.length >= ENGLISH_MIN &&
      Math.abs(other.length - word.length) <= 1 &&
      (distance(word, other) <= 1 || letters(other) === letters(word)),
  );
  return near.length === 1 ? near[0] : undefined;
}

/** The letters of a word in order: two words with the same letters differ by a swap. */
function letters(word: string): string {
  return [...word].sort().join('');
}
