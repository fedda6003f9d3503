import { Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { BuiltinEmbeddings, EmbeddingModel } from '#llm';
import { Database, TransactionRunner, type Tx } from '#platform';
import type { ArticleRow } from '../articles/article.repository.js';
import { passagesOf } from '../ingest/passages.js';
import { Embedders } from './embedders.js';
import { newIndexId, spaceOf } from './index-id.js';
import type { Slot } from './index-set.entity.js';
import { IndexSetRepository, type IndexState } from './index-set.repository.js';
import { type IndexedPassages, PassageRepository } from './passage.repository.js';

type Indexable = Pick<ArticleRow, 'id' | 'locale' | 'title' | 'questions' | 'text' | 'status'>;

/** What is written of articles, for one set. */
interface Part {
  slot: Slot;
  indexId: string;
  articles: IndexedPassages[];
}

/** Articles with their vectors, ready to be written. */
export interface Prepared {
  state: IndexState;
  parts: Part[];
  /** Sets that have to take these articles later, since their embedder is not to be had here. */
  behind: Slot[];
}

/** The sets changed between the embedding and the writing: the work has to be done again. */
class SetsChanged extends Error {}

/** Articles that are read and embedded in one go; between two, whoever else waits for the thread has a turn. */
const AT_ONCE = 4;
const TRIES = 5;

export const otherSlot = (slot: Slot): Slot => (slot === 'a' ? 'b' : 'a');

/** Keeps what articles are found by: in the set that serves and, while another embedder's set is being made, in that one as well. */
@Injectable()
export class ArticleIndexer {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly sets: IndexSetRepository,
    private readonly passages: PassageRepository,
    private readonly embedders: Embedders,
    private readonly own: EmbeddingModel,
  ) {}

  /**
   * Embeds articles, then runs `write` and the indexing of those it returns the ids of in one transaction. Repeated as a whole when
   * another set has begun to serve in between, so `write` must have no effect but on `tx`.
   */
  async save<T>(
    rows: readonly Indexable[],
    write: (tx: Tx) => Promise<{ written: readonly string[]; result: T }>,
  ): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      const prepared = await this.prepare(rows);
      try {
        return await this.transactions.run(async (tx) => {
          await this.hold(tx, prepared.state);
          const { written, result } = await write(tx);
          await this.index(tx, prepared, new Set(written));
          return result;
        });
      } catch (error) {
        if (!(error instanceof SetsChanged) || tried >= TRIES) throw error;
      }
    }
  }

  /** Embeds articles for one set. */
  async embed(rows: readonly Indexable[], model: EmbeddingModel): Promise<IndexedPassages[]> {
    // A provider is asked as seldom as possible.
    const step = model instanceof BuiltinEmbeddings ? AT_ONCE : rows.length;
    const embedded: IndexedPassages[] = [];
    for (let at = 0; at < rows.length; at += step) {
      const articles = rows
        .slice(at, at + step)
        .map((row) => ({ ...row, passages: row.status === 'published' ? passagesOf(row) : [] }));
      const vectors = await model.embedDocuments(articles.flatMap(({ passages }) => passages.map(({ text }) => text)));
      let next = 0;
      for (const { id, locale, passages } of articles)
        embedded.push({
          articleId: id,
          locale,
          passages: passages.map((passage) => ({ ...passage, embedding: vectors[next++] ?? [] })),
        });
      await setImmediate();
    }
    return embedded;
  }

  private async prepare(rows: readonly Indexable[]): Promise<Prepared> {
    const state = await this.adopted();
    const serving = await this.embedders.of(state.indexId);
    const articles = await this.embed(rows, serving ?? this.own);
    const indexId = serving ? state.indexId : spaceOf(this.own);
    const prepared: Prepared = { state, parts: [{ slot: state.slot, indexId, articles }], behind: [] };
    if (state.nextIndexId === null) return prepared;
    const next = await this.embedders.of(state.nextIndexId);
    const slot = otherSlot(state.slot);
    if (next) prepared.parts.push({ slot, indexId: state.nextIndexId, articles: await this.embed(rows, next) });
    else prepared.behind.push(slot);
    return prepared;
  }

  /** An empty base belongs to whoever writes to it first. */
  private async adopted(): Promise<IndexState> {
    const state = await this.sets.state(this.db.manager);
    if (state.indexId !== '') return state;
    return this.transactions.run(async (tx) => {
      if ((await this.sets.state(tx, 'update')).indexId === '') await this.sets.adopt(tx, newIndexId(this.own));
      return this.sets.state(tx);
    });
  }

  /** Holds a switch off until the transaction ends. */
  private async hold(tx: Tx, state: IndexState): Promise<void> {
    const now = await this.sets.state(tx, 'share');
    if (now.slot !== state.slot || now.indexId !== state.indexId || now.nextIndexId !== state.nextIndexId)
      throw new SetsChanged('another set of passages has begun to serve');
  }

  private async index(tx: Tx, { parts, behind }: Prepared, written: ReadonlySet<string>): Promise<void> {
    for (const { slot, indexId, articles } of parts)
      await this.passages.replace(
        tx,
        slot,
        indexId,
        articles.filter(({ articleId }) => written.has(articleId)),
      );
    for (const slot of behind) await this.passages.outdate(tx, slot, [...written]);
  }
}
