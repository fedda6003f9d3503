import { normalise, stem } from '#llm';
import type { MessageRow } from '../records.js';

/**
 * How conversations are made searchable. A text is cut into units: a character of a script without spaces, or a word of any other.
 * Units have consecutive positions, and at each character's position stands the pair it begins, so that any two characters and more
 * are found wherever they stand, and a phrase is a row of neighbours.
 */
interface Unit {
  /** As it is compared: one width, lower case, Simplified. */
  text: string;
  /** Where it stands in the original text, end excluded. */
  start: number;
  end: number;
  /** Of a script without spaces. */
  dense: boolean;
}

const DENSE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;
const UNIT = new RegExp(`(?<dense>${DENSE.source})|(?:(?!${DENSE.source})[\\p{L}\\p{M}\\p{N}])+`, 'gu');
/** PostgreSQL takes lexemes up to 2 KB; nobody looks for longer words. */
const LONGEST_WORD = 64;
/** Digits at the end of a word by which numbers (phones, orders) are also found from behind. */
const TAIL = /\d{4,}$/;
const LONGEST_TAIL = 20;
/** Characters of a text that are indexed: more than any message has. */
const LONGEST_TEXT = 5_000;

const plainCharacters = new Map<string, string>();

function plain(character: string): string {
  let known = plainCharacters.get(character);
  if (known === undefined) plainCharacters.set(character, (known = normalise(character)));
  return known;
}

export function unitsOf(text: string): Unit[] {
  return [...text.slice(0, LONGEST_TEXT).matchAll(UNIT)].map((match) => {
    const [found] = match;
    const dense = match.groups?.['dense'] !== undefined;
    return {
      text: dense ? plain(found) : found.normalize('NFKC').toLowerCase().slice(0, LONGEST_WORD),
      start: match.index,
      end: match.index + found.length,
      dense,
    };
  });
}

/** What is looked up by: a `tsvector` literal of a text, empty for a text without letters and digits. */
export function searchVector(...texts: (string | null | undefined)[]): string {
  const lexemes: string[] = [];
  let position = 1;
  for (const text of texts) {
    if (!text) continue;
    const units = unitsOf(text);
    units.forEach((unit, index) => {
      const next = units[index + 1];
      const pair = unit.dense && next?.dense && next.start === unit.end;
      lexemes.push(`${quoted(pair ? unit.text + next.text : unit.text)}:${position}`);
      const tail = unit.dense ? undefined : TAIL.exec(unit.text)?.[0];
      if (tail) lexemes.push(`${quoted(fromBehind(tail))}:${position}`);
      position++;
    });
    // A phrase does not go over from one text to the next.
    position += 10;
  }
  return lexemes.join(' ');
}

/** By what a message is found: its words and what its page said of an order or a product. Notices are the same everywhere. */
export function searchTermsOf(message: Pick<MessageRow, 'authorKind' | 'text' | 'context'>): string | null {
  if (message.authorKind === 'system') return null;
  const { orderNo, productId } = message.context ?? {};
  return searchVector(message.text, orderNo, productId);
}

/** One of the words or "phrases" somebody is looking for. */
export interface SearchTerm {
  text: string;
  /** In quotation marks: as it stands, not its other forms. */
  exact: boolean;
  units: readonly Unit[];
}

const MOST_TERMS = 8;
const QUOTED = /["“”「『]([^"“”「」『』]+)["“”」』]|[^\s"“”「」『』]+/gu;

/** The terms of a search box: words apart, what stands in quotation marks (also 「」 and “”) together. Marks without a letter say nothing. */
export function parseSearch(text: string): SearchTerm[] {
  return [...text.matchAll(QUOTED)]
    .map(([all, phrase]) => {
      const said = phrase ?? all;
      return { text: said, exact: phrase !== undefined, units: unitsOf(said) };
    })
    .filter(({ units }) => units.length > 0)
    .slice(0, MOST_TERMS);
}

/** A term as a `tsquery` literal: its units as neighbours, the last word open to the right unless the term is exact. */
export function searchQuery(term: SearchTerm): string {
  const { units, exact } = term;
  const parts: { text: string; at: number }[] = [];
  units.forEach((unit, index) => {
    const next = units[index + 1];
    if (unit.dense) {
      const before = units[index - 1];
      if (next?.dense && next.start === unit.end) parts.push({ text: quoted(unit.text + next.text), at: index });
      // The last of several characters is in the pair before; one that stands alone begins some pair or ends a row.
      else if (!before?.dense || before.end !== unit.start) parts.push({ text: `${quoted(unit.text)}:*`, at: index });
    } else parts.push({ text: wordQuery(unit.text, exact || next !== undefined), at: index });
  });
  return parts
    .map(({ text, at }, index) => (index === 0 ? text : `<${at - (parts[index - 1]?.at ?? at)}> ${text}`))
    .join(' ');
}

function wordQuery(word: string, whole: boolean): string {
  if (whole) return quoted(word);
  const begins = `${quoted(openForm(word))}:*`;
  return /^\d{3,}$/.test(word) ? `(${begins} | ${quoted(fromBehind(word))}:*)` : begins;
}

/** What all forms of an English word begin with: `refunded` also finds `refund`, `delivery` finds `delivered`. */
function openForm(word: string): string {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const base = stem(word);
  let shared = 0;
  while (shared < base.length && base[shared] === word[shared]) shared++;
  return shared >= 4 ? word.slice(0, shared) : word;
}

function fromBehind(digits: string): string {
  return `~${[...digits.slice(-LONGEST_TAIL)].reverse().join('')}`;
}

/** Lexemes are letters and digits; quoted all the same, so that no text ever becomes an operator. */
function quoted(lexeme: string): string {
  return `'${lexeme.replace(/[\\']/g, '')}'`;
}

/** Where the terms stand in a text, as [start, end) in order and without overlaps. */
export function marksOf(text: string, terms: readonly SearchTerm[]): [number, number][] {
  const units = unitsOf(text);
  const found: [number, number][] = [];
  for (const term of terms) {
    const { length } = term.units;
    for (let at = 0; at + length <= units.length; at++) {
      const first = units[at];
      const last = units[at + length - 1];
      if (first && last && fits(units, at, term)) found.push([first.start, last.end]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.reduce<[number, number][]>((kept, mark) => {
    const before = kept.at(-1);
    if (before && mark[0] <= before[1]) before[1] = Math.max(before[1], mark[1]);
    else kept.push([...mark]);
    return kept;
  }, []);
}

function fits(units: readonly Unit[], at: number, { units: wanted, exact }: SearchTerm): boolean {
  return wanted.every((unit, index) => {
    const here = units[at + index]?.text ?? '';
    if (unit.dense || exact || index + 1 < wanted.length) return here === unit.text;
    if (here.startsWith(openForm(unit.text))) return true;
    return /^\d{3,}$/.test(unit.text) && here.endsWith(unit.text);
  });
}

export interface Snippet {
  text: string;
  /** What was looked for, as [start, end) in `text`. */
  marks: [number, number][];
}

const BEFORE = 24;
const WHOLE = 110;

/** The part of a message around the first thing found, on one line. */
export function snippetOf(text: string, terms: readonly SearchTerm[]): Snippet {
  const line = text.replace(/\s/gu, ' ');
  const marks = marksOf(line, terms);
  const first = marks[0]?.[0] ?? 0;
  const from = first <= BEFORE || line.length <= WHOLE ? 0 : Math.min(first - BEFORE, line.length - WHOLE);
  const to = Math.min(line.length, from + WHOLE);
  const head = from > 0 ? '…' : '';
  const shift = head.length - from;
  return {
    text: `${head}${line.slice(from, to)}${to < line.length ? '…' : ''}`.toWellFormed(),
    marks: marks
      .filter(([start, end]) => start < to && end > from)
      .map(([start, end]) => [Math.max(start, from) + shift, Math.min(end, to) + shift]),
  };
}
