import type { PolicyInput, Trigger } from './input.js';

/** Negative emotion: anger by its level now, or a mood that has fallen over the last turns. */
export function emotion(input: PolicyInput): Trigger[] {
  return [...byLevel(input), ...byTrend(input)];
}

function byLevel({ messages, settings }: PolicyInput): Trigger[] {
  return messages
    .filter(({ understanding }) => understanding.sentiment.anger >= settings.angerLevel)
    .map(({ seq, text, understanding }) => ({
      rule: 'anger',
      evidence: understanding.signals.find(({ rule }) => rule === 'anger')?.evidence ?? shorten(text),
      score: understanding.sentiment.anger,
      seq,
    }));
}

function byTrend({ messages, history, settings }: PolicyInput): Trigger[] {
  const last = messages[messages.length - 1];
  if (!last) return [];
  const now = Math.min(...messages.map(({ understanding }) => understanding.sentiment.score));
  const before = history.slice(-(settings.trendTurns - 1)).map(({ sentiment }) => sentiment);
  if (before.length < settings.trendTurns - 1) return [];
  const moods = [...before, now];
  const first = moods[0] ?? 0;
  const falling = moods.every((mood, i) => i === 0 || mood <= (moods[i - 1] ?? 0) + 0.05);
  if (!falling || now > settings.trendFloor || first - now < settings.trendDrop) return [];
  const worst = messages.reduce(
    (a, b) => (b.understanding.sentiment.score < a.understanding.sentiment.score ? b : a),
    last,
  );
  return [{ rule: 'falling_mood', evidence: shorten(worst.text), score: Math.min(1, -now), seq: worst.seq }];
}

export function shorten(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  const chars = Array.from(plain);
  return chars.length > 80 ? `${chars.slice(0, 79).join('')}…` : plain;
}
