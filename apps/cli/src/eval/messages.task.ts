import { SystemClock } from '#kernel';
import { isHeldOut, readMessages, UnderstandingService, type LabelledMessage } from '#understanding';
import { share, wilson } from './figures.js';
import { evalHandoff, type HandoffFigures } from './handoff.task.js';
import { evalSentiment, type SentimentFigures } from './sentiment.task.js';

export interface LabelFigures {
  accuracy: number;
  accuracy_interval: [number, number];
  n: number;
  /** By label: rows that have it, the share of them that was said to have it, and the share of what was said that is right. */
  labels: Record<string, { n: number; recall: number; precision: number }>;
}

export interface MessageFigures {
  n: number;
  handoff: { zh: HandoffFigures; en: HandoffFigures };
  sentiment: SentimentFigures;
  intent: LabelFigures;
  act: LabelFigures;
}

/**
 * The project's own labelled messages, those that training never sees (see isHeldOut).
 *
 * @throws Error naming file and line of a broken line
 */
export async function evalMessages(folder: string): Promise<MessageFigures> {
  const rows = readMessages(folder).filter(({ text }) => isHeldOut(text));
  const service = new UnderstandingService(new SystemClock());
  const said = rows.map((row) => service.understand(row.text));
  const inLanguage = (zh: boolean): LabelledMessage[] => rows.filter(({ text }) => /\p{Script=Han}/u.test(text) === zh);
  return {
    n: rows.length,
    handoff: { zh: await evalHandoff(inLanguage(true)), en: await evalHandoff(inLanguage(false)) },
    sentiment: await evalSentiment(rows.map(({ text, sentiment }) => ({ text, label: sentiment }))),
    intent: figuresOf(
      rows.map(({ intent }) => intent),
      said.map(({ intent }) => intent.label),
    ),
    act: figuresOf(
      rows.map(({ act }) => act),
      said.map(({ act }) => act),
    ),
  };
}

function figuresOf(meant: readonly string[], said: readonly string[]): LabelFigures {
  const right = meant.filter((label, i) => label === said[i]);
  const labels: LabelFigures['labels'] = {};
  for (const label of [...new Set(meant)].sort()) {
    const n = meant.filter((one) => one === label).length;
    const hits = right.filter((one) => one === label).length;
    const named = said.filter((one) => one === label).length;
    labels[label] = { n, recall: share(hits, n), precision: share(hits, named) };
  }
  return {
    accuracy: share(right.length, meant.length),
    accuracy_interval: wilson(right.length, meant.length),
    n: meant.length,
    labels,
  };
}
