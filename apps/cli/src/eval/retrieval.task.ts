import { type PartName, PARTS, ranksByParts } from './ablation.js';
import { bootstrap, round, share, wilson } from './figures.js';
import type { Hit } from '#knowledge';
import type { KnowledgeDesk } from './knowledge-desk.js';
import { type QueryRow, rightIds } from './knowledge-rows.js';

interface RankFigures {
  'recall@1': number;
  'recall@3': number;
  /** Mean of 1/rank of the first right article, 0 when none was found. */
  mrr: number;
  mrr_interval: [number, number];
  n: number;
  'recall@1_interval': [number, number];
  'recall@3_interval': [number, number];
}

export interface RetrievalFigures extends RankFigures {
  p50_ms: number;
  p95_ms: number;
  /** CPU time of the whole process per question, the database's thread included. */
  cpu_ms: number;
  hard: RankFigures;
  /** What each part of the search would make of the same candidates by itself. */
  parts: Record<PartName, RankFigures>;
}

/** How deep a ranking is looked at. */
const DEPTH = 200;

/** One question at a time, as a shopper without history would put it. Rows without a right article are skipped. */
export async function evalRetrieval(desk: KnowledgeDesk, rows: readonly QueryRow[]): Promise<RetrievalFigures> {
  const scored = rows.filter((row) => row.faq_id !== null);
  const ranks: { row: QueryRow; rank: number; parts: Record<PartName, number> }[] = [];
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (const row of scored) {
    const start = performance.now();
    const { hits } = await desk.knowledge.retrieve({ question: row.query, limit: DEPTH });
    times.push(performance.now() - start);
    const right = rightIds(row);
    const isRight = (hit: Hit): boolean => right.has(hit.article.key);
    ranks.push({ row, rank: hits.findIndex(isRight) + 1, parts: ranksByParts(hits, isRight) });
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const at = (part: number): number => round(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0);
  return {
    ...rankFigures(ranks.map(({ rank }) => rank)),
    p50_ms: at(0.5),
    p95_ms: at(0.95),
    cpu_ms: round((user + system) / 1_000 / Math.max(1, scored.length)),
    hard: rankFigures(ranks.filter(({ row }) => row.hard).map(({ rank }) => rank)),
    parts: Object.fromEntries(
      PARTS.map((part) => [part, rankFigures(ranks.map(({ parts }) => parts[part]))]),
    ) as RetrievalFigures['parts'],
  };
}

/** @param ranks counted from 1; 0 = not found */
export function rankFigures(ranks: readonly number[]): RankFigures {
  const first = ranks.filter((rank) => rank === 1).length;
  const third = ranks.filter((rank) => rank >= 1 && rank <= 3).length;
  return {
    'recall@1': share(first, ranks.length),
    'recall@3': share(third, ranks.length),
    mrr: meanReciprocal(ranks),
    mrr_interval: bootstrap(ranks, meanReciprocal),
    n: ranks.length,
    'recall@1_interval': wilson(first, ranks.length),
    'recall@3_interval': wilson(third, ranks.length),
  };
}

function meanReciprocal(ranks: readonly number[]): number {
  return share(
    ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0),
    ranks.length,
  );
}
