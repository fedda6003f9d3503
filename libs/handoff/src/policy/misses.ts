import { shorten } from './emotion.js';
import type { PastTurn, PolicyInput, Trigger } from './input.js';
import { likeness, somethingNew } from './likeness.js';

/** The assistant does not get further: misses in a row, or the same question again after an answer to it. */
export function misses(input: PolicyInput): Trigger[] {
  const asked = input.messages.filter(({ understanding }) => understanding.act === 'question');
  const last = asked[asked.length - 1];
  if (!last) return [];
  return [...inARow(input, last.seq, last.text), ...repeated(input, last.seq, asked.map(({ text }) => text).join(' '))];
}

function inARow({ history, answer, settings }: PolicyInput, seq: number, text: string): Trigger[] {
  if (answer?.outcome !== 'abstained') return [];
  // Greetings, fragments and the like neither count nor break the row; a clarification is neither a miss nor an answer.
  const counted = history.filter(({ act, outcome }) => act === 'question' && outcome !== 'none');
  let row = 1;
  for (const turn of [...counted].reverse()) {
    // An answer that did not help is a miss in the shopper's eyes.
    if (turn.outcome === 'abstained' || turn.unhelpful) row += 1;
    else if (turn.outcome === 'answered') break;
  }
  return row >= settings.missesInARow ? [{ rule: 'missed', evidence: shorten(text), score: 1, seq }] : [];
}

function repeated({ history, answer, settings }: PolicyInput, seq: number, text: string): Trigger[] {
  const recent = history.slice(-settings.repeatWithinTurns);
  const before = recent.find((turn) => isSameQuestion(turn, text, answer?.articleIds, settings.repeatLikeness));
  return before
    ? [{ rule: 'asked_again', evidence: shorten(text), score: Math.min(1, likeness(before.text, text)), seq }]
    : [];
}

/** Another question about the same article is not the same question; nor is one that brings something new (a number, a store, a day). */
function isSameQuestion(turn: PastTurn, text: string, articleIds: string[] | undefined, threshold: number): boolean {
  if (turn.act !== 'question' || turn.outcome !== 'answered') return false;
  if (somethingNew(turn.text, text)) return false;
  if (articleIds?.length && turn.articleIds.length && !articleIds.some((id) => turn.articleIds.includes(id)))
    return false;
  return likeness(turn.text, text) >= threshold;
}
