import { Injectable } from '@nestjs/common';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { newId } from '#kernel';
import { EmbeddingModel } from '#llm';
import { Database, Outbox, TransactionRunner } from '#platform';
import { ArticleRepository, type ArticleRow, type ArticleStamp } from '../articles/article.repository.js';
import { StoreRepository } from '../stores/store.repository.js';
import { type ArticleSource, contentHash, type ImportProblem } from './article-source.js';
import { cleanMarkdown, plainText } from './markdown.js';
import { parseCsvArticles, parseMarkdownArticle } from './parse.js';
import { parseStores } from './parse-stores.js';
import { FEATURES_VERSION, passagesOf } from './passages.js';

export interface ImportReport {
  added: number;
  changed: number;
  /** Left as they were: not even embedded again. */
  unchanged: number;
  /** Same content, embedded again because the embedder or the text features are of another version. */
  reindexed: number;
  removed: number;
  problems: ImportProblem[];
}

export interface ImportOptions {
  /** Called after each batch that has been committed; an import that breaks off goes on from there when it is repeated. */
  onProgress?: (done: number, total: number) => void;
}

interface Task {
  source: ArticleSource;
  hash: string;
  stamp?: ArticleStamp;
}

const BATCH = 32;
/** So many new articles at once are worth building the vector indexes anew. */
const BULK = 100;
/** Questions for measuring lie beside the articles and are not articles. */
const NOT_ARTICLES = new Set(['eval', 'corpus', 'node_modules']);

/** Brings articles in, from a folder or as rows. Idempotent: what has not changed is neither written nor embedded. */
@Injectable()
export class KnowledgeImporter {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly articles: ArticleRepository,
    private readonly stores: StoreRepository,
    private readonly embeddings: EmbeddingModel,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Makes the knowledge base what the folder says: Markdown and CSV files at any depth, and `stores.yaml`. Articles that came from a
   * file and stand in none any more are archived; those of a file that cannot be read now stay as they were.
   */
  async importFolder(folder: string, options: ImportOptions = {}): Promise<ImportReport> {
    const sources: ArticleSource[] = [];
    const problems: ImportProblem[] = [];
    for (const path of await filesBelow(folder)) {
      const file = relative(folder, path).split(sep).join('/');
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        problems.push({ file, line: 1, message: `the file cannot be read (${error.code ?? error.message})` });
        return undefined;
      });
      if (text === undefined) continue;
      if (file === 'stores.yaml') {
        const parsed = parseStores(text, file);
        problems.push(...parsed.problems);
        if (parsed.problems.length === 0)
          await this.transactions.run((tx) => this.stores.replaceAll(tx, parsed.stores));
      } else {
        const parsed = file.endsWith('.csv') ? parseCsvArticles(text, file) : parseMarkdownArticle(text, file);
        sources.push(...parsed.articles);
        problems.push(...parsed.problems);
      }
    }
    return this.load(sources, problems, true, options);
  }

  /** Adds or renews the given articles and leaves all others alone. */
  importArticles(sources: readonly ArticleSource[], options: ImportOptions = {}): Promise<ImportReport> {
    return this.load(sources, [], false, options);
  }

  /**
   * Indexes anew, batch by batch, what was indexed by another embedder or another version of it. Meanwhile every article can be found:
   * by its words until its turn, by its vectors after it, which are only ever compared with vectors of the same embedder.
   *
   * @returns how many articles were renewed
   */
  async renew(): Promise<number> {
    const indexId = indexIdOf(this.embeddings);
    let renewed = 0;
    for (;;) {
      const stale = await this.articles.stale(this.db.manager, indexId, BATCH);
      if (stale.length === 0) break;
      const written = await this.writeBatch(stale.map((article): ArticleRow => ({ ...article, indexId })));
      renewed += written;
      // Every one of them was changed by somebody else, who has indexed it.
      if (written === 0) break;
    }
    if (renewed > 0)
      await this.transactions.run(async (tx) => {
        await this.articles.tidyIndexes(tx);
        await this.outbox.publish(tx, 'knowledge.changed', {});
      });
    return renewed;
  }

  private async load(
    sources: readonly ArticleSource[],
    problems: ImportProblem[],
    complete: boolean,
    options: ImportOptions,
  ): Promise<ImportReport> {
    const report: ImportReport = { added: 0, changed: 0, unchanged: 0, reindexed: 0, removed: 0, problems };
    const stamps = await this.articles.stamps(this.db.manager);
    const known = new Map(stamps.map((stamp) => [`${stamp.locale}/${stamp.key}`, stamp]));
    const seen = new Map<string, ArticleSource>();
    const tasks: Task[] = [];
    for (const source of sources) {
      const name = `${source.locale}/${source.key}`;
      const first = seen.get(name);
      if (first) {
        const message = `there is already an article ${source.key} (${source.locale}) in ${first.file ?? 'this import'}`;
        problems.push({ file: source.file ?? '', line: 1, message });
        continue;
      }
      seen.set(name, source);
      const task: Task = { source, hash: contentHash(source), stamp: known.get(name) };
      if (this.isCurrent(task)) report.unchanged += 1;
      else tasks.push(task);
    }
    if (tasks.length > BULK && stamps.length === 0)
      await this.transactions.run((tx) => this.articles.dropEmptyIndexes(tx));
    for (let at = 0; at < tasks.length; at += BATCH) {
      await this.loadBatch(tasks.slice(at, at + BATCH), report);
      options.onProgress?.(Math.min(at + BATCH, tasks.length), tasks.length);
    }
    // Always, so that an import that broke off leaves no base without them.
    await this.transactions.run((tx) => this.articles.buildIndexes(tx));
    if (complete) report.removed = await this.removeAbsent(stamps, seen, problems);
    if (report.added + report.changed + report.reindexed + report.removed > 0)
      await this.transactions.run(async (tx) => {
        await this.articles.tidyIndexes(tx);
        await this.outbox.publish(tx, 'knowledge.changed', {});
      });
    return report;
  }

  private isCurrent({ stamp, hash, source }: Task): boolean {
    return (
      stamp?.status === 'published' &&
      stamp.contentHash === hash &&
      stamp.indexId === indexIdOf(this.embeddings) &&
      stamp.file === source.file
    );
  }

  private async loadBatch(tasks: readonly Task[], report: ImportReport): Promise<void> {
    await this.writeBatch(tasks.map((task) => this.toRow(task)));
    for (const { stamp, hash } of tasks) {
      if (!stamp) report.added += 1;
      else if (stamp.contentHash === hash && stamp.status === 'published') report.reindexed += 1;
      else report.changed += 1;
    }
  }

  /** @returns how many were written; the others were changed by somebody else in the meantime */
  private async writeBatch(rows: readonly ArticleRow[]): Promise<number> {
    const passages = rows.map((row) => passagesOf(row));
    // Embedding may ask a server: before the transaction, never in it.
    const vectors = await this.embeddings.embedDocuments(passages.flat().map((passage) => passage.text));
    return this.transactions.run(async (tx) => {
      const written = new Set(await this.articles.write(tx, rows, null));
      let at = 0;
      for (const [i, row] of rows.entries()) {
        const own = (passages[i] ?? []).map((passage) => ({ ...passage, embedding: vectors[at++] ?? [] }));
        if (written.has(row.id)) await this.articles.index(tx, row.id, row.locale, own);
      }
      return written.size;
    });
  }

  private toRow({ source, hash, stamp }: Task): ArticleRow {
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
      indexId: indexIdOf(this.embeddings),
    };
  }

  private async removeAbsent(
    stamps: readonly ArticleStamp[],
    seen: ReadonlyMap<string, ArticleSource>,
    problems: readonly ImportProblem[],
  ): Promise<number> {
    const broken = new Set(problems.map((problem) => problem.file));
    const gone = stamps.filter(
      (stamp) =>
        stamp.status === 'published' &&
        stamp.file !== null &&
        !broken.has(stamp.file) &&
        !seen.has(`${stamp.locale}/${stamp.key}`),
    );
    if (gone.length > 0)
      await this.transactions.run((tx) =>
        this.articles.archive(
          tx,
          gone.map((stamp) => stamp.id),
        ),
      );
    return gone.length;
  }
}

/** Under which embedder and version of the text features passages are made now. */
export function indexIdOf(embeddings: EmbeddingModel): string {
  return `${embeddings.id}/${FEATURES_VERSION}`;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) {
      if (!NOT_ARTICLES.has(entry.name)) found.push(...(await filesBelow(path)));
    } else if (/\.(?:md|csv)$/u.test(entry.name) || entry.name === 'stores.yaml') found.push(path);
  }
  return found;
}
