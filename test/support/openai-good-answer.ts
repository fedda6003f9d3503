import type { SeenMessage } from './openai-stand-in.js';

interface SeenPassage {
  number: string;
  text: string;
}

/** The passages of a prompt: numbered blocks between fences whose name ends in a random tag. */
function passagesOf(messages: readonly SeenMessage[]): SeenPassage[] {
  const found: SeenPassage[] = [];
  for (const { content } of messages) {
    for (const [, , inside] of (content ?? '').matchAll(/<passages-(\w+)>\n([\s\S]*?)<\/passages-\1>/g)) {
      for (const [, number, text] of (inside ?? '').matchAll(/^\[(\d+)\] .*\n([\s\S]*?)(?=^\[\d+\] |$(?![\s\S]))/gm)) {
        found.push({ number: number ?? '', text: (text ?? '').trim() });
      }
    }
  }
  return found;
}

function questionOf(messages: readonly SeenMessage[]): string {
  const all = messages.map((m) => m.content ?? '').join('\n');
  return /<question-(\w+)>\n([\s\S]*?)<\/question-\1>/.exec(all)?.[2] ?? messages.at(-1)?.content ?? '';
}

const pairs = (text: string): Set<string> => {
  const characters = [...text.toLowerCase().replace(/[\s\p{P}]/gu, '')];
  return new Set(characters.slice(1).map((c, i) => `${characters[i]}${c}`));
};

/**
 * What a well-behaved model would say to a grounded prompt: the first two sentences of the passage that shares most with the question, each with
 * its number. Without passages it says that it does not know, in the words the prompt asks for.
 */
export function goodAnswer(messages: readonly SeenMessage[]): string {
  const asked = pairs(questionOf(messages));
  const shared = ({ text }: SeenPassage): number => [...pairs(text)].filter((pair) => asked.has(pair)).length;
  const best = passagesOf(messages).sort((a, b) => shared(b) - shared(a))[0];
  if (!best) return 'NO_ANSWER';
  const sentences = best.text.match(/[^。！？\n]+?(?:[。！？]|[.!?](?=\s|$)|\n|$)/g) ?? [];
  return sentences
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .slice(0, 2)
    .map((sentence) => `${sentence}[${best.number}]`)
    .join(' ');
}
