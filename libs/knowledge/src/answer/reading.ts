import { featuresOf, normalise } from '#llm';

/** Shape-of-question concepts: with nothing else in it, a question has no matter of its own. */
const FRAMES = new Set([
  'howto',
  'allowed',
  'check',
  'why',
  'need',
  'when',
  'apply',
  'howmany',
  'howlong',
  'who',
  'fee',
  'price',
  'location',
]);

const OPENS_ELLIPTICALLY =
  /^(?:那|那么|那要是|要是|如果是|还有|然后|而且|这个|这种|它|他们|and\b|what about\b|how about\b|then\b|what if\b|and if\b|also\b|is it\b|does it\b|can it\b)/u;
const ENDS_ELLIPTICALLY = /呢[?？!！。~～]*$/u;
const CONNECTORS =
  /(?:[,，。;；]|\s)\s*(?:还有(?:就是)?|另外|还想问(?:一下|下)?|顺便问(?:一下|下)?|再问(?:一下|下)?|and also|also|and another thing|by the way|btw)[,，:：\s]*/gu;
const MOST_PARTS = 3;

/** How a question leans on the one before it: it is `marked` as a follow-up by how it opens or ends, or `bare` of a matter of its own. */
export type Leaning = 'marked' | 'bare' | 'none';

export function leaningOf(question: string): Leaning {
  const plain = normalise(question);
  const { words, concepts } = featuresOf(plain);
  const matter = concepts.filter((name) => !FRAMES.has(name)).length;
  if (OPENS_ELLIPTICALLY.test(plain)) return words.length <= 5 ? 'marked' : 'none';
  if (ENDS_ELLIPTICALLY.test(plain)) return words.length <= 4 ? 'marked' : 'none';
  return matter === 0 && words.length <= 3 ? 'bare' : 'none';
}

/**
 * The separate questions of one message, at most three; a message that asks one thing is given back whole. What stands before the
 * first question mark belongs to the first question.
 */
export function questionsIn(message: string): string[] {
  const parts = message
    .replace(CONNECTORS, '？')
    .split(/[?？\n]+/u)
    .map((part) => part.trim())
    .filter((part) => hasSubstance(part));
  return parts.length > 1 && parts.length <= MOST_PARTS ? parts : [message];
}

function hasSubstance(part: string): boolean {
  const { words, concepts } = featuresOf(part);
  return concepts.length > 0 || words.length > 1;
}
