import { SystemClock, type MoodLabel } from '#kernel';
import { UnderstandingService } from '#understanding';
import { bootstrap, f1, round, share, wilson } from './figures.js';
import { type RawRow, textField } from './rows.js';

const LABELS: readonly MoodLabel[] = ['positive', 'neutral', 'negative'];

export interface SentimentRow {
  text: string;
  label: MoodLabel;
}

export interface SentimentFigures {
  accuracy: number;
  /** Mean over the labels that occur in the file. */
  macro_f1: number;
  f1_negative: number;
  n: number;
  accuracy_interval: [number, number];
  macro_f1_interval: [number, number];
  /** By label: how many rows have it, how many were said to have it, and the F1. */
  labels: Partial<Record<MoodLabel, { n: number; said: number; f1: number }>>;
}

/** Gives a row its type. @throws Error that names what is wrong with it */
export function sentimentRow(row: RawRow): SentimentRow {
  const label = LABELS.find((known) => known === row.label);
  if (!label) throw new Error('"label" must be positive, neutral or negative');
  return { text: textField(row, 'text'), label };
}

/** What a row says, and what was said of it. */
interface Judged {
  label: MoodLabel;
  said: string;
}

/** Each row by itself, through the very code that serves shoppers. */
export async function evalSentiment(rows: readonly SentimentRow[]): Promise<SentimentFigures> {
  const service = new UnderstandingService(new SystemClock());
  const judged = rows.map((row): Judged => ({ label: row.label, said: service.understand(row.text).sentiment.label }));
  const labels = byLabel(judged);
  const right = judged.filter((row) => row.label === row.said).length;
  return {
    accuracy: share(right, rows.length),
    macro_f1: macroF1(judged),
    f1_negative: labels.negative?.f1 ?? 0,
    n: rows.length,
    accuracy_interval: wilson(right, rows.length),
    macro_f1_interval: bootstrap(judged, macroF1),
    labels,
  };
}

function byLabel(judged: readonly Judged[]): SentimentFigures['labels'] {
  const labels: SentimentFigures['labels'] = {};
  for (const label of LABELS) {
    const meant = judged.filter((row) => row.label === label).length;
    if (meant === 0) continue;
    const said = judged.filter((row) => row.said === label).length;
    const right = judged.filter((row) => row.label === label && row.said === label).length;
    labels[label] = { n: meant, said, f1: f1(right, said, meant) };
  }
  return labels;
}

/** Mean of the F1 of the labels that occur. */
export function macroF1(judged: readonly Judged[]): number {
  const scores = Object.values(byLabel(judged)).map((figure) => figure.f1);
  return scores.length === 0 ? 0 : round(scores.reduce((a, b) => a + b, 0) / scores.length);
}
