import { readFileSync } from 'node:fs';
import type { Corpus } from './corpus.js';
import { type Evidence, EVIDENCE_NAMES, gather, type IndexedArticle, type Query } from './evidence.js';
import { explain, type Explained, EXPLAINED_NAMES } from './explained.js';
import { compareMeanings, type MeaningEvidence, MEANING_NAMES, type QueryMeaning } from './meaning.js';
import { Committee, type NetParts } from './net.js';

/** Made by `npm run train:retrieval`; lies beside the code and is copied with it by the build. */
const FILE = new URL('./ranking.model', import.meta.url);

/** What is known of one candidate, in words and in meaning. */
export interface CandidateEvidence {
  words: Evidence;
  meaning: MeaningEvidence;
  explained: Explained;
}

/** A question and its candidates as numbers. */
export interface Field {
  /** One row per candidate: each piece of evidence, and how far it lies behind the best candidate's; then the question's own figures. */
  rows: Float32Array[];
  /** The best of each piece of evidence and its lead, and the question's own figures: what tells whether there is an answer at all. */
  whole: Float32Array;
}

/** What the nets say of a field. */
export interface Judgement {
  /** One per candidate; comparable within one question. */
  scores: number[];
  /** Logarithm of the odds, in the same unit, that none of them is right. */
  none: number;
}

/** Each by several nets. */
export interface RankingParts {
  candidate: NetParts[];
  none: NetParts[];
  first: NetParts[];
  among: NetParts[];
  /** Brings what `first` and `among` say to what was found to be so on a real shop. */
  firstScale: Scale;
  amongScale: Scale;
}

/** Platt's: a straight line on the logit. */
export interface Scale {
  slope: number;
  shift: number;
}

export const AS_SAID: Readonly<Scale> = { slope: 1, shift: 0 };

const NAMES = [...EVIDENCE_NAMES, ...MEANING_NAMES, ...EXPLAINED_NAMES];
/** Beyond this a longer question makes nothing surer. */
const ENOUGH = 6;
const STRONG = 3;
const OFFERED = 3;

/** All that is known of these articles and a question, in their order. */
export function evidenceOf(
  query: Query,
  meaning: QueryMeaning,
  articles: readonly IndexedArticle[],
  corpus: Corpus,
): CandidateEvidence[] {
  const near = compareMeanings(
    meaning,
    articles.map((article) => article.meaning),
  );
  return near.flatMap((found, i) => {
    const article = articles[i];
    if (!article) return [];
    return [{ words: gather(query, article, corpus), meaning: found, explained: explain(query, meaning, article) }];
  });
}

export function fieldOf(query: Query, meaning: QueryMeaning, candidates: readonly CandidateEvidence[]): Field {
  const evidence = candidates.map(({ words, meaning: near, explained }) => [
    ...EVIDENCE_NAMES.map((name) => words[name]),
    ...MEANING_NAMES.map((name) => near[name]),
    ...EXPLAINED_NAMES.map((name) => explained[name]),
  ]);
  const best = NAMES.map((_, i) => evidence.reduce((most, row) => Math.max(most, row[i] ?? 0), -1));
  const second = NAMES.map((_, i) => secondOf(evidence, i));
  const nearest = candidates.reduce((most, { meaning: near }) => Math.max(most, near.whole), 0);
  const asked = questionFigures(query, meaning, nearest);
  return {
    rows: evidence.map((row) =>
      Float32Array.from([...row.flatMap((value, i) => [value, value - (best[i] ?? 0)]), ...asked]),
    ),
    whole: Float32Array.from([
      ...best.flatMap((value, i) => [value, value - Math.max(0, second[i] ?? 0)]),
      ...asked,
      Math.log(Math.max(1, candidates.length)) / 5,
    ]),
  };
}

function questionFigures(
  query: Query,
  { known, strength, placing, strayness }: QueryMeaning,
  nearest: number,
): number[] {
  return [
    placing.certainty,
    placing.nearness,
    placing.nearness - nearest,
    placing.elsewhere,
    strayness,
    strayness - nearest,
    known,
    Math.min(STRONG, strength) / STRONG,
    Math.min(ENOUGH, query.words + query.concepts) / ENOUGH,
  ];
}

function secondOf(evidence: readonly number[][], i: number): number {
  let [most, next] = [-1, -1];
  for (const row of evidence) {
    const value = row[i] ?? 0;
    if (value > most) [most, next] = [value, most];
    else if (value > next) next = value;
  }
  return next;
}

/** How sure one can be of the order that was found. */
export interface Sureness {
  /** Probability, 0..1, that the first candidate is right. */
  first: number;
  /** Probability, 0..1, that a right one is among the first three. */
  among: number;
}

/** Weighs the evidence. One model for every shop and language, trained on the project's own questions; see the README. */
export class RankingModel {
  private readonly candidate: Committee;
  private readonly none: Committee;
  private readonly first: Committee;
  private readonly among: Committee;

  constructor(private readonly parts: RankingParts) {
    this.candidate = Committee.of(parts.candidate);
    this.none = Committee.of(parts.none);
    this.first = Committee.of(parts.first);
    this.among = Committee.of(parts.among);
  }

  /** The shipped one. @throws Error when its file is missing or damaged */
  static load(): RankingModel {
    return new RankingModel(JSON.parse(readFileSync(FILE, 'utf8')) as RankingParts);
  }

  toParts(): RankingParts {
    return this.parts;
  }

  judge({ rows, whole }: Field): Judgement {
    return { scores: rows.map((row) => this.candidate.output(row)), none: this.none.output(whole) };
  }

  sureness(field: Field, judgement: Judgement): Sureness {
    const logits = this.surenessLogits(field, judgement);
    return {
      first: scaled(logits.first, this.parts.firstScale),
      among: scaled(logits.among, this.parts.amongScale),
    };
  }

  /** As the nets say it, before it is scaled. */
  surenessLogits(field: Field, judgement: Judgement): Sureness {
    const figures = surenessFigures(field, judgement);
    return { first: this.first.output(figures), among: this.among.output(figures) };
  }
}

/** What the sureness is worked out from: the judgement, the best candidate's row, the whole. */
export function surenessFigures({ rows, whole }: Field, { scores, none }: Judgement): Float32Array {
  const order = orderOf(scores);
  const best = order[0] ?? 0;
  const most = scores[best] ?? 0;
  const shares = order.map((i) => Math.exp((scores[i] ?? 0) - most));
  const sum = shares.reduce((a, b) => a + b, 0);
  const nothing = 1 / (1 + sum * Math.exp(most - none));
  const lead = order.length > 1 ? most - (scores[order[1] ?? 0] ?? 0) : 0;
  return Float32Array.from([
    Math.log(nothing + 1e-6) / 3,
    Math.log(1 - nothing + 1e-6) / 3,
    most / 5,
    lead / 3,
    1 / sum,
    shares.slice(0, OFFERED).reduce((a, b) => a + b, 0) / sum,
    ...(rows[best] ?? []),
    ...whole,
  ]);
}

/** Places of the candidates, best first. */
export function orderOf(scores: readonly number[]): number[] {
  return scores.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}

function scaled(logit: number, { slope, shift }: Scale): number {
  return 1 / (1 + Math.exp(-(slope * logit + shift)));
}
