import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { DOMAIN_WORDS } from './domain-words.js';
import { stem } from './english.js';
import { normalise } from './normalise.js';

/** Runs of Han characters, Latin words (with an inner apostrophe) and numbers (with an inner point); all else separates. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})\p{L})+(?:['’](?:(?!\p{Script=Han})\p{L})+)?|\d+(?:\.\d+)?/gu;
/** Of a longer word only so many characters count: no language has such words, and a database's word index takes none. */
const LONGEST = 100;
const HAN = /^\p{Script=Han}/u;

let jieba: Jieba | undefined;

/** Opened at first use: the dictionary takes 0.2 s, which a process that never searches need not spend. */
function segmenter(): Jieba {
  if (!jieba) {
    jieba = Jieba.withDict(dict);
    jieba.loadDict(Buffer.from(DOMAIN_WORDS.map((word) => `${word} 20000 n`).join('\n')));
  }
  return jieba;
}

/**
 * The words of a text, in order, repeated where the text repeats them: Chinese by jieba in search mode (a long word is followed or
 * preceded by the shorter ones in it), English words stemmed, numbers as they are, all of at most a hundred characters. Normalises first; punctuation and emoji are dropped.
 */
export function tokenise(text: string): string[] {
  return tokeniseNormalised(normalise(text));
}

/** As {@link tokenise}, for a text that has been through `normalise` already. */
export function tokeniseNormalised(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.matchAll(RUNS)) {
    if (HAN.test(run)) words.push(...segmenter().cutForSearch(run, true));
    else
      words.push(
        stem(
          run
            .slice(0, LONGEST)
            .replace(/['’](s|d|m|re|ll|ve)?$/u, '')
            .replace(/['’]/gu, ''),
        ),
      );
  }
  return words;
}

/** For each character of a normalised text: does it belong to a word of two or more characters that the dictionary knows? */
export function inDictionaryWord(text: string): boolean[] {
  return segmenter()
    .cut(text, false)
    .flatMap((word) => Array.from({ length: word.length }, () => word.length > 1));
}
