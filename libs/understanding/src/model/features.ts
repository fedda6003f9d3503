import { conceptsOf, tokenise } from '#llm';
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

/**
 * The features of a message for the linear model: character n-grams (Chinese), words and pairs of words (English), cues and pairs of
 * cues, denied cues, retail concepts, and what the surface shows (length, marks, capitals, emoji).
 */
export function featuresOf(reading: Reading): Map<string, number> {
  const features = new Map<string, number>();
  const grams = gramsOf(reading);
  const mass = GRAM_MASS / Math.sqrt(Math.max(15, grams.length));
  for (const gram of grams) features.set(gram, mass);
  addCues(reading, features);
  for (const concept of conceptsOf(reading.plain)) features.set(`#${concept}`, CONCEPT);
  addSurface(reading, features);
  return features;
}

function gramsOf(reading: Reading): string[] {
  const grams = new Set<string>();
  const bare = `^${reading.plain.replace(/\d+/gu, '0').replace(BARE, ' ').trim()}$`;
  if (reading.hasHan) {
    const chars = Array.from(bare);
    for (let size = 1; size <= 3; size += 1) {
      for (let i = 0; i + size <= chars.length; i += 1) grams.add(`g${chars.slice(i, i + size).join('')}`);
    }
  }
  const words = tokenise(reading.plain);
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
