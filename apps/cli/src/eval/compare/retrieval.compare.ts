import MiniSearch from 'minisearch';
import { tokenise } from '#llm';
import { articlesOf, withKnowledge } from '../knowledge-desk.js';
import { type KbRow, type QueryRow, readKbRows, readQueryRows, rightIds } from '../knowledge-rows.js';
import { evalRetrieval, rankFigures } from '../retrieval.task.js';
import type { Comparison } from './comparison.js';
import { NLP, NlpPeer } from './nlp-peer.js';

const MINISEARCH = 'MiniSearch 7, same tokenizer';
const INTENTS = `${NLP}, an intent per article`;

/**
 * Retrieval by the desk, by MiniSearch, which gets the desk's tokenizer and the same fields (title, other wordings, text), and by nlp.js,
 * to which each article is an intent with its title and other wordings as examples.
 */
export async function compareRetrieval(set: string, articles: string, queries: string): Promise<Comparison[]> {
  const kb = await readKbRows(articles);
  const known = articlesOf(articles, kb);
  const rows = (await readQueryRows(queries, known.known)).filter((row) => row.faq_id !== null);
  const desk = await withKnowledge(known, (open) => evalRetrieval(open, rows));
  const rankings = [
    { by: MINISEARCH, rank: await rankWith(rows, searchedBy(kb)) },
    { by: INTENTS, rank: await rankWith(rows, await recognisedBy(kb)) },
  ];
  return rankings.flatMap(({ by, rank }) =>
    (['recall@1', 'recall@3'] as const).map((figure) => ({
      task: 'retrieval',
      set,
      figure,
      n: rows.length,
      desk: desk[figure],
      peer: rank[figure],
      by,
    })),
  );
}

/** Ids of articles for a question, the best first. */
type Finder = (question: string) => Promise<string[]>;

async function rankWith(rows: readonly QueryRow[], find: Finder): Promise<ReturnType<typeof rankFigures>> {
  const ranks: number[] = [];
  for (const row of rows) {
    const right = rightIds(row);
    ranks.push((await find(row.query)).findIndex((id) => right.has(id)) + 1);
  }
  return rankFigures(ranks);
}

function searchedBy(kb: readonly KbRow[]): Finder {
  const index = miniSearch(kb);
  return (question) => Promise.resolve(index.search(question).map(({ id }) => String(id)));
}

async function recognisedBy(kb: readonly KbRow[]): Promise<Finder> {
  const peer = await NlpPeer.trainedOn(
    kb.flatMap(({ faq_id, question, variants }) => [question, ...variants].map((text) => ({ text, label: faq_id }))),
  );
  return (question) => peer.rank(question);
}

/** With its usual settings: BM25+ over all fields, any word counts. */
function miniSearch(kb: readonly KbRow[]): MiniSearch {
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
