import MiniSearch from 'minisearch';
import { tokenise } from '#llm';
import { type EvalArticles, withKnowledge } from '../knowledge-desk.js';
import { kbRow, type KbRow, queryRow, rightIds } from '../knowledge-rows.js';
import { evalRetrieval, rankFigures } from '../retrieval.task.js';
import { readRows } from '../rows.js';
import type { Comparison } from './comparison.js';

const PEER = 'MiniSearch 7, same tokenizer';

/** Retrieval by the desk and by MiniSearch, which gets the desk's tokenizer and the same fields: title, other wordings, text. */
export async function compareRetrieval(set: string, articles: string, queries: string): Promise<Comparison[]> {
  const kb = await readRows(articles, kbRow);
  const rows = (await readRows(queries, queryRow)).filter((row) => row.faq_id !== null);
  const desk = await withKnowledge(kb satisfies EvalArticles, (open) => evalRetrieval(open, rows));
  const index = miniSearch(kb);
  const ranks = rows.map((row) => {
    const right = rightIds(row);
    return index.search(row.query).findIndex(({ id }) => right.has(String(id))) + 1;
  });
  const peer = rankFigures(ranks);
  return (['recall@1', 'recall@3'] as const).map((figure) => ({
    task: 'retrieval',
    set,
    figure,
    n: rows.length,
    desk: desk[figure],
    peer: peer[figure],
    by: PEER,
  }));
}

/** With its usual settings: BM25+ over all fields, any word counts. */
export function miniSearch(kb: readonly KbRow[]): MiniSearch {
  const index = new MiniSearch({
    idField: 'id',
    fields: ['title', 'wordings', 'text'],
    tokenize: tokenise,
    processTerm: (term) => term,
  });
  index.addAll(
    kb.map((row) => ({
      id: row.faq_id,
      title: row.question,
      wordings: row.variants.join('\n'),
      text: row.answer ?? '',
    })),
  );
  return index;
}
