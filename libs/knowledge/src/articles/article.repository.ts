import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';
import type { Slot } from '../indexing/index-set.entity.js';
import { INDEX_ID_COLUMN } from '../indexing/passage.repository.js';
import type { ArticleStatus } from './article.entity.js';

/** An article as it is read and shown. */
export interface Article {
  id: string;
  key: string;
  locale: Locale;
  title: string;
  questions: string[];
  body: string;
  text: string;
  tags: string[];
  stores: string[];
  validFrom: string | null;
  validTo: string | null;
  owner: string | null;
  source: string | null;
  url: string | null;
  file: string | null;
  version: number;
  status: ArticleStatus;
  contentHash: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What the importer must know of an article to tell whether there is anything to do. */
export type ArticleStamp = Pick<Article, 'id' | 'key' | 'locale' | 'contentHash' | 'version' | 'status' | 'file'>;

/** All that is written of an article; `version` is the one it gets. */
export type ArticleRow = Omit<Article, 'createdAt' | 'updatedAt'>;

const FIELDS = `id, key, locale, title, questions, body, text, tags, stores, valid_from::text AS "validFrom", valid_to::text AS "validTo",
  owner, source, url, file, version, status, content_hash AS "contentHash",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** How rare words are among the articles of a language. */
export interface CorpusFigures {
  articles: number;
  /** In how many articles each lexeme occurs; an estimate where the base is large. */
  frequency: Map<string, number>;
  /** In how many articles a lexeme that was not met may occur: 0 where all were counted. */
  others: number;
}

/** Articles whose lexemes are counted. */
const COUNTED = 10_000;
const LEXEMES = 100_000;

export interface ArticleFilter {
  locale?: Locale;
  status?: ArticleStatus;
  query?: string;
  limit: number;
  offset: number;
}

@Injectable()
export class ArticleRepository {
  /** Of the articles with these names, as far as there are any. */
  stamps(tx: Tx, names: readonly Pick<Article, 'key' | 'locale'>[]): Promise<ArticleStamp[]> {
    return sql(
      tx,
      `SELECT a.id, a.key, a.locale, a.version, a.status, a.file, a.content_hash AS "contentHash"
       FROM unnest($1::text[], $2::text[]) AS n(key, locale) JOIN knowledge_article a USING (key, locale)`,
      [names.map(({ key }) => key), names.map(({ locale }) => locale)],
    );
  }

  /** Published articles that came from a file and are neither named here nor from one of these files. */
  async absent(tx: Tx, names: readonly Pick<Article, 'key' | 'locale'>[], files: readonly string[]): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT a.id FROM knowledge_article a LEFT JOIN unnest($1::text[], $2::text[]) AS n(key, locale) USING (key, locale)
       WHERE n.key IS NULL AND a.status = 'published' AND a.file IS NOT NULL AND a.file <> ALL($3::text[])`,
      [names.map(({ key }) => key), names.map(({ locale }) => locale), files],
    );
    return rows.map(({ id }) => id);
  }

  async get(tx: Tx, id: string): Promise<Article | undefined> {
    return (await sql<Article>(tx, `SELECT ${FIELDS} FROM knowledge_article WHERE id = $1`, [id]))[0];
  }

  async byKey(tx: Tx, key: string, locale: Locale): Promise<Article | undefined> {
    const rows = await sql<Article>(tx, `SELECT ${FIELDS} FROM knowledge_article WHERE key = $1 AND locale = $2`, [
      key,
      locale,
    ]);
    return rows[0];
  }

  list(tx: Tx, filter: ArticleFilter): Promise<Article[]> {
    return sql<Article>(
      tx,
      `SELECT ${FIELDS} FROM knowledge_article
       WHERE ($1::text IS NULL OR locale = $1) AND ($2::text IS NULL OR status = $2)
         AND ($3::text IS NULL OR strpos(lower(title), lower($3)) > 0 OR strpos(key, lower($3)) > 0)
       ORDER BY key, locale LIMIT $4 OFFSET $5`,
      [filter.locale ?? null, filter.status ?? null, filter.query ?? null, filter.limit, filter.offset],
    );
  }

  /** Published articles that have no passages of this embedder in this slot, by id, behind `after`. */
  stale(tx: Tx, slot: Slot, indexId: string, after: string | undefined, limit: number): Promise<Article[]> {
    return sql<Article>(
      tx,
      `SELECT ${FIELDS} FROM knowledge_article
       WHERE status = 'published' AND ${INDEX_ID_COLUMN[slot]} <> $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [indexId, after ?? null, limit],
    );
  }

  /** Locks those of these articles that are still in the version in which they were read. */
  async lockUnchanged(tx: Tx, articles: readonly Pick<Article, 'id' | 'version'>[]): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT a.id FROM knowledge_article a JOIN unnest($1::uuid[], $2::int[]) AS t(id, version) USING (id, version)
       WHERE a.status = 'published' ORDER BY a.id FOR NO KEY UPDATE OF a`,
      [articles.map(({ id }) => id), articles.map(({ version }) => version)],
    );
    return rows.map(({ id }) => id);
  }

  /** How many articles are published. */
  async published(tx: Tx): Promise<number> {
    const rows = await sql<{ n: number }>(
      tx,
      `SELECT count(*)::int AS n FROM knowledge_article WHERE status = 'published'`,
    );
    return rows[0]?.n ?? 0;
  }

  versions(tx: Tx, articleId: string): Promise<{ version: number; title: string; body: string; createdAt: Date }[]> {
    return sql(
      tx,
      `SELECT version, title, body, created_at AS "createdAt" FROM knowledge_article_version WHERE article_id = $1 ORDER BY version DESC`,
      [articleId],
    );
  }

  /**
   * Writes articles, new or changed, with their history. An article that exists is only overwritten when its version is still
   * `version - 1`, or equal (an unchanged article that is indexed anew).
   *
   * @returns the ids written; a missing one was changed by somebody else in the meantime
   */
  async write(tx: Tx, rows: readonly ArticleRow[], writtenBy: string | null): Promise<string[]> {
    const written = await sql<{ id: string }>(
      tx,
      `INSERT INTO knowledge_article AS a (id, key, locale, title, questions, body, text, tags, stores, valid_from, valid_to, owner,
         source, url, file, version, status, content_hash)
       SELECT id, key, locale, title, ARRAY(SELECT jsonb_array_elements_text(questions)), body, text,
         ARRAY(SELECT jsonb_array_elements_text(tags)), ARRAY(SELECT jsonb_array_elements_text(stores)),
         "validFrom", "validTo", owner, source, url, file, version, status, "contentHash"
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, key text, locale text, title text, questions jsonb, body text, text text,
         tags jsonb, stores jsonb, "validFrom" date, "validTo" date, owner text, source text, url text, file text, version int,
         status text, "contentHash" text)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, questions = excluded.questions, body = excluded.body,
         text = excluded.text, tags = excluded.tags, stores = excluded.stores, valid_from = excluded.valid_from,
         valid_to = excluded.valid_to, owner = excluded.owner, source = excluded.source, url = excluded.url, file = excluded.file,
         version = excluded.version, status = excluded.status, content_hash = excluded.content_hash,
         updated_at = clock_timestamp()
       WHERE a.version IN (excluded.version, excluded.version - 1)
       RETURNING id`,
      [JSON.stringify(rows)],
    );
    await sql(
      tx,
      `INSERT INTO knowledge_article_version (article_id, version, title, questions, body, content_hash, written_by)
       SELECT id, version, title, questions, body, content_hash, $2 FROM knowledge_article WHERE id = ANY($1::uuid[])
       ON CONFLICT (article_id, version) DO NOTHING`,
      [written.map((row) => row.id), writtenBy],
    );
    return written.map((row) => row.id);
  }

  /** Takes articles out of use; their history stays. Their passages are the caller's to remove. */
  async archive(tx: Tx, ids: readonly string[]): Promise<void> {
    await sql(
      tx,
      `UPDATE knowledge_article SET status = 'archived', search = NULL, index_id = '', index_id_b = '', updated_at = clock_timestamp()
       WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  /**
   * Number of articles that can be found, and in how many of them each lexeme occurs, per locale. Of a large base a sample is counted,
   * and only the most frequent lexemes are given: neither the time nor the memory this takes grows with the base.
   */
  async corpus(tx: Tx, locale: Locale): Promise<CorpusFigures> {
    const where = `status = 'published' AND locale = '${locale === 'en' ? 'en' : 'zh-CN'}'`;
    const [count] = await sql<{ n: number }>(tx, `SELECT count(*)::int AS n FROM knowledge_article WHERE ${where}`);
    const articles = count?.n ?? 0;
    const share = Math.min(1, COUNTED / Math.max(1, articles));
    // Repeatable: the same articles each time, so that figures change with the articles only.
    const sample = share < 1 ? `TABLESAMPLE BERNOULLI (${100 * share}) REPEATABLE (1)` : '';
    const words = await sql<{ word: string; ndoc: number }>(
      tx,
      'SELECT word, ndoc FROM ts_stat($1) ORDER BY ndoc DESC LIMIT $2',
      [`SELECT search FROM knowledge_article ${sample} WHERE ${where} AND search IS NOT NULL`, LEXEMES],
    );
    return {
      articles,
      frequency: new Map(words.map((row) => [row.word, row.ndoc / share])),
      others: share < 1 || words.length === LEXEMES ? Math.max(1, 0.5 / share) : 0,
    };
  }
}
