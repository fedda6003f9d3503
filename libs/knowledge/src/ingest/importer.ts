import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { Database, Outbox, TransactionRunner } from '#platform';
import { ArticleRepository, type ArticleRow, type ArticleStamp } from '../articles/article.repository.js';
import { ArticleIndexer } from '../indexing/article-indexer.js';
import { IndexMaintenance } from '../indexing/index-maintenance.js';
import { PassageRepository } from '../indexing/passage.repository.js';
import { StoreRepository } from '../stores/store.repository.js';
import { type ArticleSource, contentHash, type ImportProblem } from './article-source.js';
import { namedOnce, nameOf, readFolder } from './folder.js';
import { cleanMarkdown, plainText } from './markdown.js';

export interface ImportReport {
  added: number;
  changed: number;
  /** Left as they were: not even embedded again. */
  unchanged: number;
  removed: number;
  problems: ImportProblem[];
}

export interface ImportOptions {
  /**
   * Articles that are done, of all. Called after each batch that has been committed; an import that breaks off goes on from there when
   * it is repeated.
   */
  onProgress?: (done: number, total: number) => void;
}

interface Task {
  source: ArticleSource;
  hash: string;
  stamp?: ArticleStamp;
}

/** Articles that are written in one transaction. */
const BATCH = 64;
/** Articles of which it is looked up at a time whether there is anything to do: whole batches. */
const CHUNK = 16 * BATCH;
/** So many new articles at once are worth building the vector indexes anew. */
const BULK = 100;

/** Brings articles in, from a folder or as rows. Idempotent: what has not changed is neither written nor embedded. */
@Injectable()
export class KnowledgeImporter {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly articles: ArticleRepository,
    private readonly passages: PassageRepository,
    private readonly stores: StoreRepository,
    private readonly indexer: ArticleIndexer,
    private readonly indexes: IndexMaintenance,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Makes the knowledge base what the folder says: Markdown and CSV files at any depth, and `stores.yaml`. Articles that came from a
   * file and stand in none any more are archived; those of a file that cannot be read now stay as they were.
   */
  async importFolder(folder: string, options: ImportOptions = {}): Promise<ImportReport> {
    const { articles, problems, stores } = await readFolder(folder);
    if (stores) await this.transactions.run((tx) => this.stores.replaceAll(tx, stores));
    return this.load(articles, problems, true, options);
  }

  /** Adds or renews the given articles and leaves all others alone. */
  importArticles(sources: readonly ArticleSource[], options: ImportOptions = {}): Promise<ImportReport> {
    return this.load(sources, [], false, options);
  }

  private async load(
    sources: readonly ArticleSource[],
    problems: ImportProblem[],
    complete: boolean,
    options: ImportOptions,
  ): Promise<ImportReport> {
    const report: ImportReport = { added: 0, changed: 0, unchanged: 0, removed: 0, problems };
    const named = namedOnce(sources, problems);
    if (named.length > BULK) await this.indexes.dropEmpty();
    for (let at = 0; at < named.length; at += CHUNK)
      await this.loadChunk(named.slice(at, at + CHUNK), report, (done) =>
        options.onProgress?.(at + done, named.length),
      );
    // Always, so that an import that broke off leaves no base without them.
    await this.indexes.build();
    if (complete) report.removed = await this.removeAbsent(named, problems);
    if (report.added + report.changed + report.removed > 0) {
      await this.indexes.tidy();
      await this.transactions.run((tx) => this.outbox.publish(tx, 'knowledge.changed', {}));
    }
    return report;
  }

  private async loadChunk(
    sources: readonly ArticleSource[],
    report: ImportReport,
    onProgress: (done: number) => void,
  ): Promise<void> {
    const stamps = await this.articles.stamps(this.db.manager, sources);
    const known = new Map(stamps.map((stamp) => [nameOf(stamp), stamp]));
    const tasks = sources
      .map((source): Task => ({ source, hash: contentHash(source), stamp: known.get(nameOf(source)) }))
      .filter((task) => !isCurrent(task));
    const unchanged = sources.length - tasks.length;
    report.unchanged += unchanged;
    if (tasks.length === 0) return onProgress(unchanged);
    for (let at = 0; at < tasks.length; at += BATCH) {
      const batch = tasks.slice(at, at + BATCH);
      const rows = batch.map(toRow);
      await this.indexer.save(rows, async (tx) => ({
        // What is missing of them was changed by somebody else in the meantime.
        written: await this.articles.write(tx, rows, null),
        result: undefined,
      }));
      for (const { stamp } of batch) report[stamp ? 'changed' : 'added'] += 1;
      onProgress(unchanged + at + batch.length);
    }
  }

  private async removeAbsent(named: readonly ArticleSource[], problems: readonly ImportProblem[]): Promise<number> {
    const broken = [...new Set(problems.map((problem) => problem.file))];
    const gone = await this.articles.absent(this.db.manager, named, broken);
    if (gone.length > 0)
      await this.transactions.run(async (tx) => {
        await this.articles.archive(tx, gone);
        await this.passages.remove(tx, gone);
      });
    return gone.length;
  }
}

function isCurrent({ stamp, hash, source }: Task): boolean {
  return stamp?.status === 'published' && stamp.contentHash === hash && stamp.file === source.file;
}

function toRow({ source, hash, stamp }: Task): ArticleRow {
  const body = cleanMarkdown(source.body);
  const same = stamp?.contentHash === hash;
  return {
    ...source,
    id: stamp?.id ?? newId(),
    body,
    text: plainText(body),
    version: stamp ? stamp.version + (same ? 0 : 1) : 1,
    status: 'published',
    contentHash: hash,
  };
}
