import { SystemClock } from '#kernel';
import { UnderstandingService } from '#understanding';
import { share, wilson } from './figures.js';
import { verdictOn } from './handoff.task.js';
import type { QueryRow } from './knowledge-rows.js';

export interface AlarmFigures {
  /** Share of plain questions that would have gone to a person. */
  false_alarms: number;
  false_alarms_interval: [number, number];
  n: number;
  /** Rows of articles that were left out. */
  left_out: number;
  /** Articles (or kinds of questions without one) with an alarm: how many of their rows, most first. */
  by_article: Record<string, { alarms: number; n: number }>;
}

/**
 * How often plain questions raise an alarm: each row as the first message of a conversation of its own.
 *
 * @param without articles whose questions rightly call for a person, such as a stolen card
 */
export async function evalAlarms(
  rows: readonly QueryRow[],
  without: ReadonlySet<string> = new Set(),
): Promise<AlarmFigures> {
  const service = new UnderstandingService(new SystemClock());
  const counted = rows.filter(({ faq_id }) => faq_id === null || !without.has(faq_id));
  const groups = new Map<string, { alarms: number; n: number }>();
  let alarms = 0;
  for (const { query, faq_id, kind } of counted) {
    const name = faq_id ?? kind ?? 'unnamed';
    const group = groups.get(name) ?? { alarms: 0, n: 0 };
    groups.set(name, group);
    group.n += 1;
    if (!verdictOn(service, query).decision) continue;
    group.alarms += 1;
    alarms += 1;
  }
  return {
    false_alarms: share(alarms, counted.length),
    false_alarms_interval: wilson(alarms, counted.length),
    n: counted.length,
    left_out: rows.length - counted.length,
    by_article: Object.fromEntries(
      [...groups].filter(([, group]) => group.alarms > 0).sort(([, a], [, b]) => b.alarms - a.alarms),
    ),
  };
}
