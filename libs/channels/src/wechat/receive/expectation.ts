import { menuLine } from '../send/plain-text.js';

/** What was asked of a user last that can be answered with a number. Epoch milliseconds. */
export type Expectation =
  | { kind: 'survey'; conversationId: string; until: number; tapsOnly?: true }
  | { kind: 'choice'; options: string[]; until: number };

export const SURVEY_MS = 24 * 3_600_000;
export const CHOICE_MS = 3_600_000;
const HIGHEST_SCORE = 5;

/** Menu ids, numbers all: what they stand for shows in the first digit. */
export const surveyId = (score: number): string => String(100 + score);
export const choiceId = (index: number): string => String(201 + index);

/**
 * What a text or a tap on a menu means. `survey`: a score; `text`: these words instead of the number; undefined: just what it says.
 */
export function meaningOf(
  expects: Expectation | null,
  said: { text: string; menuId?: string },
  now: number,
): { kind: 'survey'; conversationId: string; score: number } | { kind: 'text'; text: string } | undefined {
  if (!expects || expects.until < now) return undefined;
  if (expects.kind === 'survey' && expects.tapsOnly && said.menuId === undefined) return undefined;
  const number = said.menuId === undefined ? bareNumber(said.text) : menuNumber(said.menuId, expects.kind);
  if (number === undefined) return undefined;
  if (expects.kind === 'survey')
    return number <= HIGHEST_SCORE
      ? { kind: 'survey', conversationId: expects.conversationId, score: number }
      : undefined;
  const text = expects.options[number - 1];
  // A line of an earlier menu has the same id: its own words count.
  if (said.menuId !== undefined && (text === undefined || said.text !== menuLine(text))) return undefined;
  return text === undefined ? undefined : { kind: 'text', text };
}

function bareNumber(text: string): number | undefined {
  const digits = /^\s*([1-9１-９])\s*[.。、分号]?\s*$/.exec(text.normalize('NFKC'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function menuNumber(id: string, kind: Expectation['kind']): number | undefined {
  const base = kind === 'survey' ? 100 : 200;
  const number = /^\d{3}$/.test(id) ? Number(id) - base : 0;
  return number >= 1 && number <= 99 ? number : undefined;
}
