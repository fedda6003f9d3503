import { normalise } from '#llm';
import { mendTriggers } from './slips.js';

/** A message as everything here reads it. */
export interface Reading {
  /** As it was sent: capitals, emoji and full-width digits still in place. */
  original: string;
  /** Normalised, with slips of the words that matter mended. */
  plain: string;
  /** The clauses of `plain`, in order. */
  clauses: Clause[];
  /** Letters and digits other than Han, Latin, numbers are ignored: an empty reading says nothing. */
  hasHan: boolean;
  hasLatin: boolean;
}

export interface Clause {
  text: string;
  start: number;
  end: number;
}

/** Nobody's mood takes longer to show; what lies beyond is read by the agent. Bounds the time a hostile text can cost. */
const LONGEST = 800;

/** A clause ends at punctuation, but not inside a number (3.5, 1,200), nor at the full stop of an abbreviation of one letter. */
const CLAUSE_END = /[。!?;:、~\n…]+|,(?!\d)|(?<!\d),|\.(?!\d)|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu;

export function read(original: string): Reading {
  const text =
    original.length > LONGEST ? `${original.slice(0, LONGEST / 2)} ${original.slice(-LONGEST / 2)}` : original;
  const plain = mendTriggers(normalise(text));
  return {
    original: text,
    plain,
    clauses: clausesOf(plain),
    hasHan: /\p{Script=Han}/u.test(plain),
    hasLatin: /[a-z]{2,}/u.test(plain),
  };
}

export function clausesOf(plain: string): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  const close = (to: number): void => {
    const text = plain.slice(from, to);
    const lead = text.length - text.trimStart().length;
    const trimmed = text.trim();
    if (trimmed) clauses.push({ text: trimmed, start: from + lead, end: from + lead + trimmed.length });
  };
  for (const match of plain.matchAll(CLAUSE_END)) {
    close(match.index);
    from = match.index + match[0].length;
  }
  close(plain.length);
  return clauses;
}
