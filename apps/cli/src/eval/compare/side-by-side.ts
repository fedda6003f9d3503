import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Comparison } from './comparison.js';
import { compareRetrieval } from './retrieval.compare.js';
import { UnderstandingComparison } from './understanding.compare.js';

/** Measures one pair; gets full paths of its files. */
interface Pairing {
  files: Record<string, string>;
  measure: (files: Record<string, string>) => Promise<Comparison[]>;
}

const RETRIEVAL: readonly Pairing[] = [
  ['retail_zh_kb', 'retail_zh_queries'],
  ['faq_kb_zh', 'faq_retrieval_zh'],
  ['faq_kb_en_banking77', 'faq_retrieval_en_banking77'],
  ['faq_kb_en', 'faq_retrieval_en'],
].map(([kb = '', queries = '']) => ({
  files: { kb: `${kb}.jsonl`, queries: `${queries}.jsonl` },
  measure: ({ kb: articles = '', queries: rows = '' }) => compareRetrieval(queries, articles, rows),
}));

/** The project's own labelled messages, those training does not see. */
const OWN = 'own messages';

function understanding(folder: string): Pairing[] {
  const comparison = new UnderstandingComparison(folder);
  return [
    { files: {}, measure: () => comparison.messages(OWN) },
    {
      files: { rows: 'sentiment_zh_asap_sample.jsonl' },
      measure: ({ rows = '' }) => comparison.sentiment('sentiment_zh_asap_sample', rows),
    },
    ...['retail_zh_handoff', 'retail_en_handoff', 'handoff_en'].map((set) => ({
      files: { rows: `${set}.jsonl` },
      measure: ({ rows = '' }: Record<string, string>) => comparison.handoff(set, rows),
    })),
  ];
}

/**
 * The desk beside its peers on the sets in a folder. Sets that are not there are left out and told to `missing`.
 *
 * @param messages folder of the project's own labelled messages, which teach the peer, too
 * @throws Error beginning with `file:line:` for a row that cannot be read
 */
export async function sideBySide(
  folder: string,
  messages: string,
  missing: (file: string) => void,
): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const { files, measure } of [...RETRIEVAL, ...understanding(messages)]) {
    const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(folder, file)]));
    const absent = await firstAbsent(Object.values(paths));
    if (absent === undefined) found.push(...(await measure(paths)));
    else missing(absent);
  }
  return found;
}

/** As a table in Markdown. */
export function toTable(comparisons: readonly Comparison[]): string {
  const lines = comparisons.map(
    ({ task, set, figure, n, desk, peer, by }) =>
      `| ${task} | ${set} | ${figure} | ${n} | ${desk.toFixed(3)} | ${peer.toFixed(3)} | ${by} |`,
  );
  return [
    '| task | set | figure | rows | desk | peer | by |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

async function firstAbsent(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths)
    try {
      await access(path);
    } catch {
      return path;
    }
  return undefined;
}
