import type { Signal } from '#kernel';
import { normalise } from '#llm';
import { isDenied } from '../text/negation.js';
import type { Reading } from '../text/reading.js';
import { wordsAt } from './evidence.js';

/** Words the merchant has added: they mean what the rule says, in either language, unless the shopper denies them. */
export interface MerchantRule {
  /** Shown to agents as the reason. */
  name: string;
  /** Looked for as they stand, after normalising; Latin words only as whole words. */
  words: readonly string[];
  /** What the words stand for; a rule of the merchant's own when missing. */
  means?: 'complaint' | 'human_request' | 'anger' | 'risk' | 'merchant_rule';
}

const MERCHANT_SCORE = 0.95;

export function findMerchantSignals(reading: Reading, rules: readonly MerchantRule[]): Signal[] {
  const signals: Signal[] = [];
  for (const { name, words, means = 'merchant_rule' } of rules) {
    for (const word of words) {
      const plain = normalise(word);
      if (!plain) continue;
      for (const { start, end } of placesOf(reading.plain, plain)) {
        const clause = reading.clauses.find((it) => it.start <= start && start < it.end);
        if (clause && isDenied(reading.plain, clause, start, end)) continue;
        signals.push({
          rule: means,
          ...((means === 'merchant_rule' || means === 'risk') && { topic: name }),
          evidence: wordsAt(reading, start, end),
          score: MERCHANT_SCORE,
        });
      }
    }
  }
  return signals;
}

function placesOf(text: string, word: string): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  const latin = /^[a-z0-9]/u.test(word);
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
    const end = start + word.length;
    const whole = !/[a-z0-9]/u.test(text.charAt(start - 1)) && !/[a-z0-9]/u.test(text.charAt(end));
    if (!latin || whole) places.push({ start, end });
  }
  return places;
}
