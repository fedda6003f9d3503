import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';
import { lexemesOf, type NewPassage } from '../ingest/passages.js';
import type { Slot } from './index-set.entity.js';

export interface EmbeddedPassage extends NewPassage {
  embedding: readonly number[];
}

/** What an article is found by. */
export interface IndexedPassages {
  articleId: string;
  locale: Locale;
  passages: readonly EmbeddedPassage[];
}

export const PASSAGE_TABLE: Readonly<Record<Slot, string>> = { a: 'knowledge_passage', b: 'knowledge_passage_b' };
/** The column of an article that says under which embedder its passages of that slot were made. */
export const INDEX_ID_COLUMN: Readonly<Record<Slot, string>> = { a: 'index_id', b: 'index_id_b' };

const SLOTS = ['a', 'b'] as const satisfies readonly Slot[];
/** Key of the advisory lock that writers of passages hold. */
const PASSAGE_LOCK = 7_305_621_915;

const LOCALES = [
  { locale: 'zh-CN', short: 'zh' },
  { locale: 'en', short: 'en' },
] as const;

/** pgvector indexes at most this many dimensions of single precision; longer vectors are searched exactly. */
const MOST_DIMENSIONS = 2_000;
/** Seven digits are what single precision holds. */
const DIGITS = 1e7;

@Injectable()
export class PassageRepository {
  /**
   * Replaces what articles are found by, in one slot; no passages take an article out of the search. All in a few statements, however
   * many articles.
   */
  async replace(tx: Tx, slot: Slot, indexId: string, articles: readonly IndexedPassages[]): Promise<void> {
    const ids = articles.map(({ articleId }) => articleId);
    await this.takeOut(tx, slot, ids);
    await sql(
      tx,
      `UPDATE knowledge_article a SET search = array_to_tsvector(string_to_array(t.lexemes, ' ')), ${INDEX_ID_COLUMN[slot]} = $3
       FROM unnest($1::uuid[], $2::text[]) AS t(id, lexemes) WHERE a.id = t.id`,
      [ids, articles.map(({ passages }) => lexemesOf(passages).join(' ')), indexId],
    );
    const rows = articles.flatMap(({ articleId, locale, passages }) =>
      passages.map((passage) => ({ ...passage, articleId, locale })),
    );
    if (rows.length === 0) return;
    const columns = 'article_id, ordinal, kind, locale, text, words, concepts, dimensions, embedding, digest';
    await sql(
      tx,
      // Both parts go by unique indexes alone: while a base grows, no other plan would stay a good one.
      `WITH passage AS (
         SELECT p.article_id, p.ordinal, p.kind, p.locale, p.text, p.words, p.concepts, p.dimensions, p.embedding::vector, md5(p.embedding)::uuid AS digest
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[])
           AS p(article_id, ordinal, kind, locale, text, words, concepts, dimensions, embedding)),
       first AS (
         INSERT INTO ${PASSAGE_TABLE[slot]} (${columns}) SELECT ${columns} FROM passage
         ON CONFLICT (locale, digest) WHERE NOT repeated DO NOTHING RETURNING article_id, ordinal)
       INSERT INTO ${PASSAGE_TABLE[slot]} (${columns}, repeated) SELECT ${columns}, true FROM passage
       WHERE (article_id, ordinal) NOT IN (SELECT article_id, ordinal FROM first)`,
      [
        rows.map((row) => row.articleId),
        rows.map((row) => row.ordinal),
        rows.map((row) => row.kind),
        rows.map((row) => row.locale),
        rows.map((row) => row.text),
        rows.map((row) => row.words),
        rows.map((row) => row.concepts),
        rows.map((row) => row.embedding.length),
        rows.map((row) => vectorText(row.embedding)),
      ],
    );
  }

  /** Takes articles out of both sets. */
  async remove(tx: Tx, articleIds: readonly string[]): Promise<void> {
    for (const slot of SLOTS) await this.takeOut(tx, slot, articleIds);
  }

  /** Marks that the articles have nothing in a slot: whoever fills it takes them (again). */
  async outdate(tx: Tx, slot: Slot, articleIds: readonly string[]): Promise<void> {
    await this.takeOut(tx, slot, articleIds);
    await sql(tx, `UPDATE knowledge_article SET ${INDEX_ID_COLUMN[slot]} = '' WHERE id = ANY($1::uuid[])`, [
      articleIds,
    ]);
  }

  async isEmpty(tx: Tx, slot: Slot): Promise<boolean> {
    return (await sql(tx, `SELECT 1 FROM ${PASSAGE_TABLE[slot]} LIMIT 1`)).length === 0;
  }

  /** Throws a whole set away, with its vector indexes. Quick, however large it is; waits for questions that are reading it. */
  async clear(tx: Tx, slot: Slot): Promise<void> {
    await sql(tx, `TRUNCATE ${PASSAGE_TABLE[slot]}`);
    await this.dropIndexes(tx, slot);
  }

  /** Many passages are indexed in a third of the time when the vector indexes come after them. */
  async dropIndexes(tx: Tx, slot: Slot): Promise<void> {
    for (const name of await this.indexes(tx, slot, false)) await sql(tx, `DROP INDEX IF EXISTS ${name}`);
  }

  /**
   * The statements that make the vector indexes a slot lacks for vectors of this length; none, which is the rule, when it has them.
   * One that broke off half-made is made again.
   *
   * @param concurrently lets others write meanwhile; the statements then have to run outside a transaction
   */
  async missingIndexes(tx: Tx, slot: Slot, dimensions: number, concurrently: boolean): Promise<string[]> {
    if (dimensions > MOST_DIMENSIONS) return [];
    const whole = new Set(await this.indexes(tx, slot, true));
    const how = concurrently ? 'CONCURRENTLY ' : '';
    return LOCALES.flatMap(({ locale, short }) => {
      const name = `${PASSAGE_TABLE[slot]}_hnsw_${short}_${dimensions}`;
      if (whole.has(name)) return [];
      return [
        `DROP INDEX IF EXISTS ${name}`,
        `CREATE INDEX ${how}${name} ON ${PASSAGE_TABLE[slot]} USING hnsw ((embedding::vector(${dimensions})) vector_cosine_ops)
         WHERE locale = '${locale}' AND dimensions = ${dimensions} AND NOT repeated`,
      ];
    });
  }

  /**
   * After many writes, what a server's autovacuum would do in time and nobody does on the embedded database: entries that wait in the
   * word index's pending list are sorted in, and the planner learns how the columns are spread that every search filters by. Without
   * it each word of a question would be looked up by reading all articles.
   */
  async tidy(tx: Tx, slot: Slot): Promise<void> {
    await sql(tx, `SELECT gin_clean_pending_list('knowledge_article_search')`);
    await sql(tx, 'ANALYZE knowledge_article (locale, status)');
    await sql(tx, `ANALYZE ${PASSAGE_TABLE[slot]} (locale, dimensions, digest, repeated)`);
  }

  /**
   * Where the passage that stands in the vector index for its equals goes, one of these takes its place. Writers of passages wait for each
   * other from here on until their transactions end: somebody who counts on a passage that goes would be found by no vector.
   */
  private async takeOut(tx: Tx, slot: Slot, articleIds: readonly string[]): Promise<void> {
    const table = PASSAGE_TABLE[slot];
    await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [PASSAGE_LOCK]);
    await sql(
      tx,
      `WITH gone AS (DELETE FROM ${table} WHERE article_id = ANY($1::uuid[]) RETURNING locale, digest, repeated),
       heir AS (
         SELECT h.article_id, h.ordinal FROM gone CROSS JOIN LATERAL (
           SELECT article_id, ordinal FROM ${table} p
           WHERE p.locale = gone.locale AND p.digest = gone.digest AND p.repeated AND p.article_id <> ALL($1::uuid[]) LIMIT 1) h
         WHERE NOT gone.repeated)
       UPDATE ${table} p SET repeated = false FROM heir WHERE p.article_id = heir.article_id AND p.ordinal = heir.ordinal`,
      [articleIds],
    );
  }

  private async indexes(tx: Tx, slot: Slot, wholeOnly: boolean): Promise<string[]> {
    const rows = await sql<{ name: string }>(
      tx,
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
       WHERE i.indrelid = $1::regclass AND am.amname = 'hnsw' AND (i.indisvalid OR NOT $2::boolean)`,
      [PASSAGE_TABLE[slot], wholeOnly],
    );
    return rows.map(({ name }) => name);
  }
}

/** As pgvector reads it. */
export function vectorText(vector: readonly number[]): string {
  return `[${vector.map((value) => Math.round(value * DIGITS) / DIGITS).join()}]`;
}
