import type { CueSource } from './cue.js';
import { DANGER_ZH } from './danger.zh.js';
import { CUES_EN } from './handover.en.js';
import { INTENT_CUES_EN } from './intents.en.js';
import { INTENT_CUES_ZH } from './intents.zh.js';
import { MOOD_ZH } from './mood.zh.js';
import { POLARITY_EN, POLARITY_ZH } from './polarity.js';
import { QUESTIONS_ZH } from './questions.zh.js';
import { REDRESS_ZH } from './redress.zh.js';
import { TURNS_EN, TURNS_ZH } from './turns.js';

export interface CueHit {
  name: string;
  start: number;
  end: number;
}

interface CompiledCue {
  name: string;
  pattern: RegExp;
}

function compile(sources: readonly CueSource[]): CompiledCue[] {
  return sources.map(({ name, words }) => ({ name, pattern: new RegExp(words.join('|'), 'gu') }));
}

const CHINESE = compile([
  ...REDRESS_ZH,
  ...TURNS_ZH,
  ...MOOD_ZH,
  ...DANGER_ZH,
  ...QUESTIONS_ZH,
  ...POLARITY_ZH,
  ...INTENT_CUES_ZH,
]);
const ENGLISH = compile([...CUES_EN, ...TURNS_EN, ...POLARITY_EN, ...INTENT_CUES_EN]);
/** What plain questions rarely hold: reproach, temper, danger, a wish for a person. */
const NOT_OF_CALLS: ReadonlySet<string> = new Set(['praise', 'mild', 'world', 'ask_what', 'calm_ask', 'person', 'get']);
export const CALL_CUES: ReadonlySet<string> = new Set(
  [...REDRESS_ZH, ...TURNS_ZH, ...MOOD_ZH, ...DANGER_ZH]
    .map(({ name }) => name)
    .concat('bad_word', 'so_much_for', 'they_said', 'was_done', 'swear', 'shouting')
    .filter((name) => !NOT_OF_CALLS.has(name)),
);
const HAN = /\p{Script=Han}/u;
const LATIN_WORD = /[a-z]{2,}/u;

/** Every cue in a normalised text, with its place. Texts in both languages get both lists. */
export function findCues(text: string): CueHit[] {
  const hits: CueHit[] = [];
  if (HAN.test(text)) collect(CHINESE, text, hits);
  if (LATIN_WORD.test(text)) collect(ENGLISH, text, hits);
  return hits;
}

function collect(cues: readonly CompiledCue[], text: string, hits: CueHit[]): void {
  for (const { name, pattern } of cues) {
    for (const match of text.matchAll(pattern)) {
      if (match[0].length > 0) hits.push({ name, start: match.index, end: match.index + match[0].length });
    }
  }
}
