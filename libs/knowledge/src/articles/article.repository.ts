import { Injectable } from '@nestjs/common';
import { toSql } from 'pgvector';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';
import type { NewPassage } from '../ingest/passages.js';
import { lexemesOf } from '../ingest/passages.js';
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
  indexId: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What the importer must know of an article to tell whether there is anything to do. */
export type ArticleStamp = Pick<
  Article,
  'id' | 'key' | 'locale' | 'contentHash' | 'version' | 'status' | 'indexId' | 'file'
>;

/** All that is written of an article; `version` is the one it gets. */
export type ArticleRow = Omit<Article, 'createdAt' | 'updatedAt'>;

export interface EmbeddedPassage extends NewPassage {
  embedding: number[];
}

const FIELDS = `id, key, locale, title, questions, body, text, tags, stores, valid_from::text AS "validFrom", valid_to::text AS "validTo",
  owner, source, url, file, version, status, content_hash AS "contentHash", index_id AS "indexId",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

export interface ArticleFilter {
  locale?: Locale;
  status?: ArticleStatus;
  query?: string;
  limit: number;
  offset: number;
}

/** One per usual size of vectors and language, as the migration makes them; embedders of other sizes are searched exactly. */
const VECTOR_INDEXES = [256, 512, 768, 1024, 1536].flatMap((dimensions) =>
  [
    { locale: 'zh-CN', short: 'zh' },
    { locale: 'en', short: 'en' },
  ].map(({ locale, short }) => ({ name: `knowledge_passage_hnsw_${short}_${dimensions}`, locale, dimensions })),
);

@Injectable()
export class ArticleRepository {
  stamps(tx: Tx): Promise<ArticleStamp[]> {
    return sql(
      tx,
      'SELECT id, key, locale, version, status, file, content_hash AS "contentHash", index_id AS "indexId" FROM knowledge_article',
    );
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

  /** Published articles whose passages were made under another embedder or feature version than `indexId`. */
  stale(tx: Tx, indexId: string, limit: number): Promise<Article[]> {
    return sql<Article>(
      tx,
      `SELECT ${FIELDS} FROM knowledge_article WHERE status = 'published' AND index_id <> $1 ORDER BY id LIMIT $2`,
      [indexId, limit],
    );
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
         source, url, file, version, status, content_hash, index_id)
       SELECT id, key, locale, title, ARRAY(SELECT jsonb_array_elements_text(questions)), body, text,
         ARRAY(SELECT jsonb_array_elements_text(tags)), ARRAY(SELECT jsonb_array_elements_text(stores)),
         "validFrom", "validTo", owner, source, url, file, version, status, "contentHash", "indexId"
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, key text, locale text, title text, questions jsonb, body text, text text,
         tags jsonb, stores jsonb, "validFrom" date, "validTo" date, owner text, source text, url text, file text, version int,
         status text, "contentHash" text, "indexId" text)
       ON CONFLICT (id) DO UPDATE SET title = excluded.title, questions = excluded.questions, body = excluded.body,
         text = excluded.text, tags = excluded.tags, stores = excluded.stores, valid_from = excluded.valid_from,
         valid_to = excluded.valid_to, owner = excluded.owner, source = excluded.source, url = excluded.url, file = excluded.file,
         version = excluded.version, status = excluded.status, content_hash = excluded.content_hash, index_id = excluded.index_id,
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

  /** Replaces what an article is found by; none takes it out of the search. */
  async index(tx: Tx, articleId: string, locale: Locale, passages: readonly EmbeddedPassage[]): Promise<void> {
    await sql(tx, 'DELETE FROM knowledge_passage WHERE article_id = $1', [articleId]);
    await sql(tx, 'UPDATE knowledge_article SET search = array_to_tsvector($2::text[]) WHERE id = $1', [
      articleId,
      lexemesOf(passages),
    ]);
    if (passages.length === 0) return;
    await sql(
      tx,
      `INSERT INTO knowledge_passage (article_id, ordinal, kind, locale, text, words, concepts, dimensions, embedding)
       SELECT $1, p.ordinal, p.kind, $2, p.text, p.words, p.concepts, vector_dims(p.embedding::vector), p.embedding::vector
       FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         AS p(ordinal, kind, text, words, concepts, embedding)`,
      [
        articleId,
        locale,
        passages.map((p) => p.ordinal),
        passages.map((p) => p.kind),
        passages.map((p) => p.text),
        passages.map((p) => p.words),
        passages.map((p) => p.concepts),
        passages.map((p) => String(toSql(p.embedding))),
      ],
    );
  }

  /** Takes articles out of use; their history stays. */
  async archive(tx: Tx, ids: readonly string[]): Promise<void> {
    await sql(
      tx,
      `UPDATE knowledge_article SET status = 'archived', search = NULL, updated_at = clock_timestamp() WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    await sql(tx, 'DELETE FROM knowledge_passage WHERE article_id = ANY($1::uuid[])', [ids]);
  }

  /**
   * After many writes, what a server's autovacuum would do in time and nobody does on the embedded database: entries that wait in the
   * word index's pending list are sorted in, and the planner learns how the columns are spread that every search filters by. Without
   * it each word of a question would be looked up by reading all articles.
   */
  /**
   * Before a first, bulk import: drops the vector indexes of a base without passages, since building one over all of them takes a third
   * of the time of inserting one by one, and finds as well. False: there are passages, the indexes stay. `buildIndexes` brings them back.
   */
  async dropEmptyIndexes(tx: Tx): Promise<boolean> {
    await sql(tx, 'LOCK TABLE knowledge_passage IN EXCLUSIVE MODE');
    if ((await sql(tx, 'SELECT 1 FROM knowledge_passage LIMIT 1')).length > 0) return false;
    for (const { name } of VECTOR_INDEXES) await sql(tx, `DROP INDEX IF EXISTS ${name}`);
    return true;
  }

  /** Builds the vector indexes that are missing; nothing to do where none is, which is the rule. */
  async buildIndexes(tx: Tx): Promise<void> {
    for (const { name, locale, dimensions } of VECTOR_INDEXES)
      await sql(
        tx,
        `CREATE INDEX IF NOT EXISTS ${name} ON knowledge_passage USING hnsw ((embedding::vector(${dimensions})) vector_cosine_ops)
         WHERE locale = '${locale}' AND dimensions = ${dimensions}`,
      );
  }

  async tidyIndexes(tx: Tx): Promise<void> {
    await sql(tx, `SELECT gin_clean_pending_list('knowledge_article_search')`);
    await sql(tx, 'ANALYZE knowledge_article (locale, status)');
    await sql(tx, 'ANALYZE knowledge_passage (locale, dimensions)');
  }

  /** Number of articles that can be found, and in how many of them each lexeme occurs, per locale. */
  async corpus(tx: Tx, locale: Locale): Promise<{ articles: number; frequency: Map<string, number> }> {
    const from = `FROM knowledge_article WHERE status = 'published' AND locale = '${locale === 'en' ? 'en' : 'zh-CN'}'`;
    const [count] = await sql<{ n: number }>(tx, `SELECT count(*)::int AS n ${from}`);
    const words = await sql<{ word: string; ndoc: number }>(tx, 'SELECT word, ndoc FROM ts_stat($1)', [
      `SELECT search ${from} AND search IS NOT NULL`,
    ]);
    return { articles: count?.n ?? 0, frequency: new Map(words.map((row) => [row.word, row.ndoc])) };
  }
}
