import type { Signal, Understanding } from '#kernel';
import { findCues } from './cues/index.js';
import type { Reading } from './text/reading.js';
import type { Judgement } from './model/judgement.js';

const HEATED: Readonly<Record<string, number>> = {
  fury: 0.2,
  swear: 0.3,
  trash: 0.15,
  never_again: 0.15,
  shouting: 0.1,
};
const UPSET: ReadonlySet<string> = new Set<Signal['rule']>(['anger', 'complaint', 'risk', 'bot_failure']);
const HEAT_ALONE = 0.4;
const ANGRY_EMOJI = /[😡🤬😠👿💢🖕]/gu;

/** Mood from the model's judgement; anger also from what the surface shows, and only when the mood is not a good one. */
export function sentimentOf(
  reading: Reading,
  judged: Judgement,
  signals: readonly Signal[],
  quiet: boolean,
): Understanding['sentiment'] {
  const positive = judged.sentiment.get('positive') ?? 0;
  const signalled = signals.reduce(
    (top, { rule, score }) => (rule === 'human_request' || rule === 'merchant_rule' ? top : Math.max(top, score)),
    0,
  );
  const shown = angryEmoji(reading) > 0 ? 0.7 : 0;
  const negative = Math.max(judged.sentiment.get('negative') ?? 0, 0.9 * signalled, shown);
  const score = clamp(positive * (1 - 0.9 * signalled) - negative, -1, 1);
  const neutral = 1 - Math.min(1, positive + negative);
  const label =
    quiet && negative < 0.8 && positive < 0.5
      ? 'neutral'
      : negative >= Math.max(positive, neutral)
        ? 'negative'
        : positive > neutral
          ? 'positive'
          : 'neutral';
  return {
    label,
    score: round(label === 'neutral' ? score / 2 : score),
    anger: label === 'negative' ? angerOf(reading, judged, signals) : 0,
  };
}

function angerOf(reading: Reading, judged: Judgement, signals: readonly Signal[]): number {
  const of = (kind: 'anger' | 'complaint' | 'bot_failure'): number => judged.kind.get(kind) ?? 0;
  let anger = of('anger') * 0.8 + of('complaint') * 0.45 + of('bot_failure') * 0.4;
  for (const { rule, score } of signals) {
    if (rule === 'anger') anger = Math.max(anger, 0.8 * score);
    if (rule === 'complaint' || rule === 'risk') anger = Math.max(anger, 0.45 * score);
  }
  for (const name of new Set(findCues(reading.plain).map((hit) => hit.name))) anger += HEATED[name] ?? 0;
  // Strong words alone, as in "where is my damn parcel", are no quarrel with us: they stay below what hands over.
  if (!signals.some(({ rule }) => UPSET.has(rule))) anger = Math.min(anger, HEAT_ALONE);
  anger += Math.min(0.65, 0.35 * angryEmoji(reading));
  if ((reading.original.match(/\b[A-Z]{2,}\b/gu) ?? []).length >= 3) anger += 0.1;
  return round(clamp(anger, 0, 1));
}

/** How many angry faces; one may be a joke, two are none. */
function angryEmoji(reading: Reading): number {
  return reading.original.match(ANGRY_EMOJI)?.length ?? 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
