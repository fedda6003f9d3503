import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { EmbeddingModel, ModelError } from '#llm';
import { AppConfig, Database, Log, Metrics, OnEvent, Outbox, TransactionRunner } from '#platform';
import { ArticleRepository } from '../articles/article.repository.js';
import { ArticleIndexer, otherSlot } from './article-indexer.js';
import { Embedders } from './embedders.js';
import { embedderIdOf, newIndexId, spaceOf, spaceOfIndex } from './index-id.js';
import { IndexMaintenance } from './index-maintenance.js';
import { IndexSetRepository, type IndexState } from './index-set.repository.js';
import { PassageRepository } from './passage.repository.js';

export interface ReindexStatus {
  /** Embedder and version of the text features that questions are answered with now. */
  serving: string;
  /** What this process would index with. */
  own: string;
  /** The set that is being made; absent when none is. */
  next?: { indexId: string; done: number; total: number; since: string };
  published: number;
}

/** Where the next step goes on; undefined: nothing is left to do. */
type Place = { after?: string; delayMs?: number } | undefined;

const KEY = 'knowledge-reindex';
/** The one backend of the embedded database is held only for moments; a server has others. */
const BATCH = { embedded: 8, server: 64 };
/** Questions that were under way when another set began to serve still read the former one. */
const GRACE_MS = 60_000;
/** Before a provider that does not serve is asked again. */
const PROVIDER_MS = 30_000;
/** The embedder is kept for the time after this release, but not while the desk starts. */
const KEEP_AFTER_MS = 60_000;

/**
 * Changes the embedder without a pause. Another set of passages is filled beside the one that serves, batch by batch, each a job of the
 * outbox: a process that dies loses one batch, and another one goes on. When the new set is complete one row is changed, and from then
 * on every question is embedded by the new embedder and looked up among its vectors; the former set is emptied a minute later.
 * Whatever editors change meanwhile is written to both.
 */
@Injectable()
export class Reindexer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private keeping?: NodeJS.Timeout;
  private readonly batch: number;

  constructor(
    private readonly config: AppConfig,
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly sets: IndexSetRepository,
    private readonly passages: PassageRepository,
    private readonly articles: ArticleRepository,
    private readonly indexer: ArticleIndexer,
    private readonly indexes: IndexMaintenance,
    private readonly embedders: Embedders,
    private readonly own: EmbeddingModel,
    private readonly outbox: Outbox,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {
    this.batch = config.embedded ? BATCH.embedded : BATCH.server;
  }

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.keeping = setTimeout(() => {
      this.embedders
        .keepOwn()
        .catch((error: unknown) => this.log.warn({ error }, 'the embedder could not be kept for the next release'));
    }, KEEP_AFTER_MS);
    this.keeping.unref();
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.keeping);
  }

  async status(): Promise<ReindexStatus> {
    const state = await this.sets.state(this.db.manager);
    const published = await this.articles.published(this.db.manager);
    const { nextIndexId: indexId, nextDone: done, nextTotal: total, nextSince } = state;
    return {
      serving: state.indexId,
      own: spaceOf(this.own),
      published,
      ...(indexId !== null && nextSince ? { next: { indexId, done, total, since: nextSince.toISOString() } } : {}),
    };
  }

  /**
   * Begins to index everything with this process's embedder, unless that is what serves already, or goes on with it. The work is done
   * in the background, here or in another process.
   *
   * @param anew also when its vectors serve already
   */
  async begin(anew = false): Promise<void> {
    const own = spaceOf(this.own);
    await this.transactions.run(async (tx) => {
      const state = await this.sets.state(tx, 'update');
      if (state.nextIndexId !== null && spaceOfIndex(state.nextIndexId) === own)
        return this.outbox.publish(tx, 'knowledge.reindex', {}, { key: KEY });
      if (spaceOfIndex(state.indexId) === own && !anew) {
        // A release was taken back while the next one's set was being made.
        if (state.nextIndexId !== null) await this.sets.abandon(tx);
        return;
      }
      const indexId = newIndexId(this.own);
      const published = await this.articles.published(tx);
      if (published === 0) return this.sets.adopt(tx, indexId);
      await this.passages.clear(tx, otherSlot(state.slot));
      await this.sets.begin(tx, indexId, published);
      await this.outbox.publish(tx, 'knowledge.reindex', {}, { key: KEY });
      this.log.info({ articles: published, from: state.indexId, to: indexId }, 'articles are indexed anew');
    });
  }

  @OnEvent('knowledge.reindex', 'knowledge.reindex')
  async onDue({ after }: { after?: string }): Promise<void> {
    const next = await this.step(after).catch((error: unknown): Place => {
      if (!(error instanceof ModelError)) throw error;
      this.log.warn({ reason: error.reason }, 'articles could not be embedded; tried again soon');
      return { after, delayMs: PROVIDER_MS };
    });
    if (!next) return;
    const { delayMs = 0, ...place } = next;
    await this.transactions.run((tx) => this.outbox.publish(tx, 'knowledge.reindex', place, { key: KEY, delayMs }));
  }

  /** Does it all here and now, as far as the switch: for a command in a process without jobs. */
  async run(onProgress: (done: number, total: number) => void): Promise<void> {
    let place: Place = {};
    for (;;) {
      const { nextIndexId, nextDone, nextTotal } = await this.sets.state(this.db.manager);
      if (!place || nextIndexId === null) return;
      onProgress(nextDone, nextTotal);
      place = await this.step(place.after);
    }
  }

  private async step(after: string | undefined): Promise<Place> {
    const state = await this.sets.state(this.db.manager);
    const { nextIndexId } = state;
    if (nextIndexId === null) return this.tidyUp(state);
    const embedder = await this.embedders.of(nextIndexId);
    // A release that was taken back before its set was complete: the next start decides what is made instead.
    if (!embedder) return undefined;
    const slot = otherSlot(state.slot);
    if (after === undefined) await this.embedders.keepOwn();
    // The one backend of the embedded database would be held for long by an index over everything: there it grows with the set.
    if (this.config.embedded) await this.indexes.buildFor(slot, embedder.dimensions);
    const rows = await this.articles.stale(this.db.manager, slot, nextIndexId, after, this.batch);
    if (rows.length === 0) return after === undefined ? this.finish(state, embedder) : {};
    const indexed = await this.indexer.embed(rows, embedder);
    await this.transactions.run(async (tx) => {
      const now = await this.sets.state(tx, 'share');
      if (now.nextIndexId !== nextIndexId) return;
      // What an editor has changed since it was read is in both sets already.
      const unchanged = new Set(await this.articles.lockUnchanged(tx, rows));
      const taken = indexed.filter(({ articleId }) => unchanged.has(articleId));
      await this.passages.replace(tx, slot, nextIndexId, taken);
      await this.sets.progress(tx, taken.length);
    });
    this.metrics.reindexed.set(Math.min(1, (state.nextDone + rows.length) / Math.max(1, state.nextTotal)));
    return { after: rows.at(-1)?.id };
  }

  /** Builds the indexes, takes what editors changed in the meantime, and switches. */
  private async finish(state: IndexState, { dimensions }: EmbeddingModel): Promise<Place> {
    const slot = otherSlot(state.slot);
    await this.indexes.buildFor(slot, dimensions);
    const switched = await this.transactions.run(async (tx) => {
      const now = await this.sets.state(tx, 'update');
      const { nextIndexId } = now;
      if (nextIndexId === null || nextIndexId !== state.nextIndexId) return true;
      const left = await this.articles.stale(tx, slot, nextIndexId, undefined, 1);
      if (left.length > 0) return false;
      await this.passages.tidy(tx, slot);
      await this.sets.switchOver(tx);
      await this.outbox.publish(tx, 'knowledge.changed', {});
      await this.outbox.publish(tx, 'knowledge.reindex', {}, { key: KEY, delayMs: GRACE_MS });
      return true;
    });
    if (!switched) return {};
    this.metrics.reindexed.set(1);
    this.log.info({ serving: state.nextIndexId }, 'all articles are indexed anew');
    return undefined;
  }

  /** Empties the former set once nobody reads it any more. */
  private async tidyUp({ switchedMs }: IndexState): Promise<Place> {
    if (switchedMs === null) return undefined;
    if (switchedMs < GRACE_MS) return { delayMs: GRACE_MS - switchedMs };
    await this.transactions.run(async (tx) => {
      const now = await this.sets.state(tx, 'update');
      if (now.switchedMs === null || now.nextIndexId !== null) return;
      await this.passages.clear(tx, otherSlot(now.slot));
      await this.sets.emptied(tx);
      await this.sets.forgetEmbeddersBut(tx, [embedderIdOf(now.indexId), this.own.id]);
    });
    this.embedders.forget();
    return undefined;
  }
}
