import { featuresOf } from '#llm';
import type { PassageKind } from '../articles/passage.entity.js';
import { sentencesOf } from './markdown.js';

export interface NewPassage {
  ordinal: number;
  kind: PassageKind;
  text: string;
  words: string;
  concepts: string;
}

/** Raised with every change to what is stored of a passage's features: the importer then renews all of them. */
export const FEATURES_VERSION = 4;

/** Sentences shorter than this join the next one: "免费。" alone cannot be found. */
const SHORT = 10;

/** The pieces by which an article can be found: its title, its other wordings, the sentences of its text. */
export function passagesOf(article: { title: string; questions: string[]; text: string }): NewPassage[] {
  const pieces: { kind: PassageKind; text: string }[] = [
    { kind: 'title', text: article.title },
    ...article.questions.map((text) => ({ kind: 'question' as const, text })),
    ...joinShort(sentencesOf(article.text)).map((text) => ({ kind: 'body' as const, text })),
  ];
  return pieces.map((piece, ordinal) => {
    const { words, concepts } = featuresOf(piece.text);
    return { ordinal, ...piece, words: words.join(' '), concepts: concepts.join(' ') };
  });
}

function joinShort(sentences: string[]): string[] {
  const joined: string[] = [];
  let open = '';
  for (const sentence of sentences) {
    open = open === '' ? sentence : `${open} ${sentence}`;
    if (open.length < SHORT) continue;
    joined.push(open);
    open = '';
  }
  if (open !== '') joined.push(open);
  return joined;
}

/** A concept as a lexeme of the search column; words never begin with this sign. */
export function conceptLexeme(concept: string): string {
  return `#${concept}`;
}

/**
 * The pieces of content words, as lexemes: single Han characters, threes of Latin letters. Often all that two wordings share (修好, 维修;
 * a misspelt word and the right one).
 */
export function pieceLexemes(words: readonly string[]): string[] {
  const pieces = new Set<string>();
  for (const word of words) {
    if (/^\p{Script=Han}/u.test(word)) for (const char of word) pieces.add(`%${char}`);
    else for (let i = 0; i === 0 || i + 3 <= word.length; i += 1) pieces.add(`%${word.slice(i, i + 3)}`);
  }
  return [...pieces];
}

/** Pairs of neighbouring characters as lexemes, by which texts are only compared; Latin words, which have none, as they are. Each once. */
export function pairLexemes(pairs: readonly string[], words: readonly string[]): string[] {
  return [...new Set([...words.filter((word) => /^[a-z]/u.test(word)), ...pairs])].map((pair) => `&${pair}`);
}

/** Everything an article can be looked up by lexically, each once. */
export function lexemesOf(passages: readonly NewPassage[]): string[] {
  const lexemes = new Set<string>();
  for (const passage of passages) {
    const words = split(passage.words);
    for (const word of [...words, ...pieceLexemes(words)]) lexemes.add(word);
    for (const concept of split(passage.concepts)) lexemes.add(conceptLexeme(concept));
  }
  return [...lexemes];
}

export function split(list: string): string[] {
  return list === '' ? [] : list.split(' ');
}
