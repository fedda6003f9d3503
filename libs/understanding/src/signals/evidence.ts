import type { Signal } from '#kernel';
import type { Reading } from '../text/reading.js';

const LONGEST = 80;

/** The words of a place as the shopper wrote them, where normalising has not moved them; else as they were read. */
export function wordsAt(reading: Reading, start: number, end: number): string {
  const source = reading.original.length === reading.plain.length ? reading.original : reading.plain;
  const words = source.slice(start, end).trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}

/** One signal for each rule and topic: the surest. */
export function strongest(signals: readonly Signal[]): Signal[] {
  const best = new Map<string, Signal>();
  for (const signal of signals) {
    const key = `${signal.rule}:${signal.topic ?? ''}`;
    const other = best.get(key);
    if (!other || signal.score > other.score) best.set(key, signal);
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}
