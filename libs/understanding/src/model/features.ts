import { conceptsOf, tokenise } from '#llm';
import { unitsOf } from '../classes/index.js';
import { CALL_CUES, findCues } from '../cues/index.js';
import { isDenied } from '../text/negation.js';
import type { Clause, Reading } from '../text/reading.js';

/** Cues whose denial means something else than their presence. */
const DENIABLE = new Set(
  'complain person get demand legal media fury swear body_harm ill_food bad_food fraud deceit leak bad_service faulty hazard not_bot'.split(
    ' ',
  ),
);

const ANGRY_EMOJI = /[😡🤬😠👿💢🖕😤]/u;
const SAD_EMOJI = /[😭😢😞😔😩😫💔👎🙄😒]/u;
const HAPPY_EMOJI = /[😊😄😃😀😁🥰😍👍❤🎉🙏😘💕🌹👏]/u;
const BARE = /[^\p{L}\p{N}]+/gu;

/** Weight of each family of features against the others; found by cross-validation over the training messages. */
const GRAM_MASS = 3;
const CUE = 1.2;
const PAIR = 0.25;
const CONCEPT = 0.8;
const SURFACE = 0.3;
const CLASS = 0.8;
const CLASS_MASS = 2;
const CLASS_STEP = 0.4;
const LETTER_MASS = 1.5;
const LETTERS = 4;
const WORD_PAIR = 0.35;

/**
 * The features of a message: character n-grams (Chinese), letter fours (English), words, pairs and threes of words, the same with words
 * of one class alike ("<goods> <broken>"), cues and pairs of cues, denied cues, retail concepts, and what the surface shows (length,
 * marks, capitals, emoji).
 */
export function featuresOf(reading: Reading): Map<string, number> {
  const features = new Map<string, number>();
  const words = tokenise(reading.plain);
  const grams = gramsOf(reading, words);
  const mass = GRAM_MASS / Math.sqrt(Math.max(15, grams.length));
  for (const gram of grams) features.set(gram, mass);
  if (reading.hasHan) addWordPairs(words, features);
  if (reading.hasLatin) addLetters(reading.plain, features);
  addClasses(reading.plain, features);
  addCues(reading, features);
  for (const concept of conceptsOf(reading.plain)) features.set(`#${concept}`, CONCEPT);
  addSurface(reading, features);
  return features;
}

function gramsOf(reading: Reading, words: readonly string[]): string[] {
  const grams = new Set<string>();
  const bare = `^${reading.plain.replace(/\d+/gu, '0').replace(BARE, ' ').trim()}$`;
  if (reading.hasHan) {
    const chars = Array.from(bare);
    for (let size = 1; size <= 3; size += 1) {
      for (let i = 0; i + size <= chars.length; i += 1) grams.add(`g${chars.slice(i, i + size).join('')}`);
    }
  }
  for (const word of words) grams.add(`w${word}`);
  if (reading.hasLatin) {
    for (let i = 0; i + 1 < words.length; i += 1) {
      grams.add(`b${words[i] ?? ''} ${words[i + 1] ?? ''}`);
      if (i + 2 < words.length) grams.add(`t${words[i] ?? ''} ${words[i + 1] ?? ''} ${words[i + 2] ?? ''}`);
    }
    grams.add(`^${words.slice(0, 2).join(' ')}`);
  }
  return [...grams];
}

function addWordPairs(words: readonly string[], features: Map<string, number>): void {
  for (let i = 0; i + 1 < words.length; i += 1) features.set(`B:${words[i] ?? ''} ${words[i + 1] ?? ''}`, WORD_PAIR);
}

/** Parts of English words: a slip or another ending leaves most of them as they were. */
function addLetters(plain: string, features: Map<string, number>): void {
  const parts = new Set<string>();
  for (const [word] of plain.matchAll(/[a-z']{3,}/gu)) {
    const marked = `<${word}>`;
    for (let i = 0; i + LETTERS <= marked.length; i += 1) parts.add(`L:${marked.slice(i, i + LETTERS)}`);
  }
  const mass = LETTER_MASS / Math.sqrt(Math.max(15, parts.size));
  for (const part of parts) features.set(part, mass);
}

/** Classes of words, what stands around them, and their order: a wording never met may tell a story that has been. */
function addClasses(plain: string, features: Map<string, number>): void {
  const units = unitsOf(plain);
  const names = units.map(({ text, isClass }) => (isClass ? `<${text}>` : text));
  const around = new Set<string>();
  for (const [i, { isClass }] of units.entries()) {
    if (isClass) features.set(`K:${names[i] ?? ''}`, CLASS);
    for (const size of [2, 3]) {
      const some = units.slice(i, i + size);
      if (some.length === size && some.some((unit) => unit.isClass))
        around.add(`N:${names.slice(i, i + size).join(' ')}`);
    }
  }
  const mass = CLASS_MASS / Math.sqrt(Math.max(15, around.size));
  for (const gram of around) features.set(gram, mass);
  const story = units.filter(({ isClass }) => isClass).map(({ text }) => text);
  for (let i = 0; i + 1 < story.length; i += 1) {
    const [first = '', second = '', third] = story.slice(i, i + 3);
    features.set(`G:${first}>${second}`, CLASS_STEP);
    if (third !== undefined) features.set(`G:${first}>${second}>${third}`, CLASS_STEP);
  }
}

function addCues(reading: Reading, features: Map<string, number>): void {
  const names = new Set<string>();
  for (const { name, start, end } of findCues(reading.plain)) {
    const clause = clauseAt(reading.clauses, start);
    const denied = clause !== undefined && DENIABLE.has(name) && isDenied(reading.plain, clause, start, end);
    names.add(denied ? `not_${name}` : name);
  }
  const sorted = [...names].sort();
  for (const [i, name] of sorted.entries()) {
    features.set(`@${name}`, CUE);
    for (const other of sorted.slice(i + 1)) features.set(`@${name}+${other}`, PAIR);
  }
  features.set(`@count${Math.min(6, names.size)}`, SURFACE);
  features.set(`@calls${Math.min(5, sorted.filter((name) => CALL_CUES.has(name)).length)}`, CUE);
}

function clauseAt(clauses: readonly Clause[], at: number): Clause | undefined {
  return clauses.find((clause) => clause.start <= at && at < clause.end);
}

function addSurface(reading: Reading, features: Map<string, number>): void {
  const { original, plain } = reading;
  const length = reading.hasHan ? plain.length : plain.length / 3;
  features.set(
    `~length${length < 4 ? 0 : length < 8 ? 1 : length < 16 ? 2 : length < 30 ? 3 : length < 60 ? 4 : 5}`,
    SURFACE,
  );
  const marks = (original.match(/[!！]/gu) ?? []).length;
  if (marks > 0) features.set(marks > 1 ? '~!!' : '~!', SURFACE);
  const asks = (original.match(/[?？]/gu) ?? []).length;
  if (asks > 0) features.set(asks > 1 ? '~??' : '~?', SURFACE);
  const capitals = (original.match(/\b[A-Z]{2,}\b/gu) ?? []).length;
  if (capitals >= 3) features.set('~CAPS', SURFACE);
  if (ANGRY_EMOJI.test(original)) features.set('~angry', 2 * CUE);
  if (SAD_EMOJI.test(original)) features.set('~sad', CUE);
  if (HAPPY_EMOJI.test(original)) features.set('~happy', CUE);
  if (!reading.hasHan && !reading.hasLatin) features.set('~wordless', CUE);
}
