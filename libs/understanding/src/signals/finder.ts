import type { Signal } from '#kernel';
import { isDenied } from '../text/negation.js';
import type { Reading } from '../text/reading.js';
import { wordsAt } from './evidence.js';
import type { SignalRule } from './rule.js';
import { RULES_EN } from './rules.en.js';
import { RULES_ZH } from './rules.zh.js';

/** Signals that words alone establish: found in a clause, not denied there, not in another sense. */
export function findSignals(reading: Reading): Signal[] {
  const signals: Signal[] = [];
  if (reading.hasHan) collect(reading, RULES_ZH, signals);
  if (reading.hasLatin) collect(reading, RULES_EN, signals);
  return signals;
}

function collect(reading: Reading, rules: readonly SignalRule[], signals: Signal[]): void {
  for (const clause of reading.clauses) {
    for (const { rule, topic, score, pattern, unless } of rules) {
      for (const match of clause.text.matchAll(pattern)) {
        if (!match[0] || unless?.test(clause.text)) continue;
        const start = clause.start + match.index;
        const end = start + match[0].length;
        if (isDenied(reading.plain, clause, start, end)) continue;
        signals.push({ rule, ...(topic && { topic }), evidence: wordsAt(reading, start, end), score });
      }
    }
  }
}
