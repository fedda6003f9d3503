import type { KnowledgeAnswer } from '#knowledge';
import { bootstrap, round, share, wilson } from './figures.js';
import type { KnowledgeDesk } from './knowledge-desk.js';
import { type QueryRow, rightIds } from './knowledge-rows.js';

interface OutcomeFigures {
  n: number;
  in_scope: number;
  out_of_scope: number;
  /** In scope, answered or clarified; both parts of it. */
  coverage: number;
  answered: number;
  clarified: number;
  /** Of the clarified in scope: a right article is among the suggestions. */
  clarified_right: number;
  /** Of all answers, those of questions out of scope included: no right article is cited. */
  wrong_of_answered: number;
  /** Out of scope, abstained. */
  oos_recall: number;
  coverage_interval: [number, number];
  wrong_of_answered_interval: [number, number];
  oos_recall_interval: [number, number];
}

export interface OosFigures extends OutcomeFigures {
  kinds: Record<string, OutcomeFigures>;
  /** Over all thresholds: chance that a question in scope gets a higher confidence than one out of scope. */
  auroc: number;
  auroc_interval: [number, number];
  /** Out of scope below the confidence that lets 95 % of the questions in scope through. */
  oos_recall_at_95: number;
  oos_recall_at_95_interval: [number, number];
  /** How sure the desk was of its first article, in tenths, against how often that article was right. */
  reliability: { said: number; right: number; n: number }[];
  /** Mean distance between the two, weighted by the questions. */
  calibration_error: number;
  calibration_error_interval: [number, number];
  /** The same for reading: one line for each tenth, `#` for what was right, `|` at what was said. */
  diagram: string[];
}

interface Judged {
  row: QueryRow;
  answer: KnowledgeAnswer;
  /** A right article is cited, or is among the suggestions. */
  right: boolean;
  /** Probability, as the desk sees it, that the first article found is right; and whether it is. */
  certainty: number;
  firstRight: boolean;
}

const LET_THROUGH = 0.95;
const BINS = 10;
/** Of a diagram's bar, in characters. */
const WIDTH = 40;

/** One question at a time with the shipped thresholds. `kind` groups the figures (up to its first colon) and is not seen by the desk. */
export async function evalOos(desk: KnowledgeDesk, rows: readonly QueryRow[]): Promise<OosFigures> {
  const judged: Judged[] = [];
  for (const row of rows) {
    const answer = await desk.knowledge.ask({ question: row.query });
    const { hits, certainty } = await desk.knowledge.retrieve({ question: row.query, limit: 1 });
    const firstRight = rightIds(row).has(hits[0]?.article.key ?? '');
    judged.push({ row, answer, right: await isRight(desk, row, answer), certainty, firstRight });
  }
  return {
    ...figures(judged),
    kinds: byKind(judged),
    auroc: apartness(judged, auroc),
    auroc_interval: bootstrap(judged, (drawn) => apartness(drawn, auroc)),
    oos_recall_at_95: apartness(judged, recallAt),
    oos_recall_at_95_interval: bootstrap(judged, (drawn) => apartness(drawn, recallAt)),
    ...reliabilityOf(judged),
  };
}

/** A figure of the confidences in and out of scope. */
function apartness(judged: readonly Judged[], figure: (inScope: number[], outOfScope: number[]) => number): number {
  const of = (known: boolean): number[] =>
    judged.filter(({ row }) => (row.faq_id !== null) === known).map(({ answer }) => answer.confidence);
  return figure(of(true), of(false));
}

type Reliability = Pick<OosFigures, 'reliability' | 'calibration_error' | 'calibration_error_interval' | 'diagram'>;

function reliabilityOf(judged: readonly Judged[]): Reliability {
  const reliability = binsOf(judged);
  return {
    reliability,
    calibration_error: calibrationError(judged),
    calibration_error_interval: bootstrap(judged, calibrationError),
    diagram: diagramOf(reliability),
  };
}

function binsOf(judged: readonly Judged[]): OosFigures['reliability'] {
  return Array.from({ length: BINS }, (_, bin) => {
    const own = judged.filter(({ certainty }) => Math.min(BINS - 1, Math.floor(certainty * BINS)) === bin);
    const said = own.reduce((sum, { certainty }) => sum + certainty, 0);
    const right = own.filter(({ firstRight }) => firstRight).length;
    return { said: share(said, own.length), right: share(right, own.length), n: own.length };
  }).filter(({ n }) => n > 0);
}

function calibrationError(judged: readonly Judged[]): number {
  const apart = binsOf(judged).reduce((sum, { said, right, n }) => sum + n * Math.abs(said - right), 0);
  return share(apart, judged.length);
}

function diagramOf(reliability: OosFigures['reliability']): string[] {
  return reliability.map(({ said, right, n }) => {
    const bar = [...'#'.repeat(Math.round(right * WIDTH)).padEnd(WIDTH + 1)];
    bar[Math.round(said * WIDTH)] = '|';
    return `${said.toFixed(2)} ${bar.join('')} ${right.toFixed(2)} (${n})`;
  });
}

async function isRight(desk: KnowledgeDesk, row: QueryRow, answer: KnowledgeAnswer): Promise<boolean> {
  const right = rightIds(row);
  if (answer.citations.some(({ key }) => key !== undefined && right.has(key))) return true;
  if (answer.outcome !== 'clarify') return false;
  const keys = await desk.knowledge.keysOf(answer.suggestions.map(({ articleId }) => articleId));
  return keys.some((key) => right.has(key));
}

function figures(judged: readonly Judged[]): OutcomeFigures {
  const inScope = judged.filter(({ row }) => row.faq_id !== null);
  const outOfScope = judged.filter(({ row }) => row.faq_id === null);
  const all = judged.filter(({ answer }) => answer.outcome === 'answered');
  const answered = inScope.filter(({ answer }) => answer.outcome === 'answered').length;
  const clarified = inScope.filter(({ answer }) => answer.outcome === 'clarify');
  const wrong = all.filter(({ right }) => !right).length;
  const abstained = outOfScope.filter(({ answer }) => answer.outcome === 'abstained').length;
  const covered = answered + clarified.length;
  return {
    n: judged.length,
    in_scope: inScope.length,
    out_of_scope: outOfScope.length,
    coverage: share(covered, inScope.length),
    answered: share(answered, inScope.length),
    clarified: share(clarified.length, inScope.length),
    clarified_right: share(clarified.filter(({ right }) => right).length, clarified.length),
    wrong_of_answered: share(wrong, all.length),
    oos_recall: share(abstained, outOfScope.length),
    coverage_interval: wilson(covered, inScope.length),
    wrong_of_answered_interval: wilson(wrong, all.length),
    oos_recall_interval: wilson(abstained, outOfScope.length),
  };
}

function byKind(judged: readonly Judged[]): Record<string, OutcomeFigures> {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) {
    const kind = one.row.kind?.split(':')[0];
    if (kind !== undefined) groups.set(kind, [...(groups.get(kind) ?? []), one]);
  }
  return Object.fromEntries([...groups].map(([kind, group]) => [kind, figures(group)]));
}

/** Mann-Whitney's U, ties counted half; 0 when one side is empty. */
function auroc(inScope: readonly number[], outOfScope: readonly number[]): number {
  if (inScope.length === 0 || outOfScope.length === 0) return 0;
  const sorted = [...outOfScope].sort((a, b) => a - b);
  const below = (value: number, orEqual: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = sorted[middle] ?? 0;
      if (other < value || (orEqual && other === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const won = inScope.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0);
  return round(won / (inScope.length * outOfScope.length));
}

function recallAt(inScope: readonly number[], outOfScope: readonly number[]): number {
  const sorted = [...inScope].sort((a, b) => a - b);
  const threshold = sorted[Math.floor(sorted.length * (1 - LET_THROUGH))] ?? 0;
  return share(outOfScope.filter((value) => value < threshold).length, outOfScope.length);
}
