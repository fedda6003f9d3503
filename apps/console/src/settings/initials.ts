import { AGENT_COLOURS, type AgentColour } from '#kernel';

export interface Person {
  id: string;
  name: string;
  colour?: AgentColour;
}

/** The chosen colour, or one that follows from the id, so that it is the same everywhere. */
export function colourOf({ id, colour }: Pick<Person, 'id' | 'colour'>): AgentColour {
  if (colour !== undefined) return colour;
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + sign.charCodeAt(0)) % 65_521;
  return AGENT_COLOURS[sum % AGENT_COLOURS.length] ?? 'slate';
}

/** The last character of a Chinese name is what one is called by; of others the first letters of first and last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  if (/\p{Script=Han}/u.test(name)) return [...name.trim()].at(-1) ?? '';
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase();
}
