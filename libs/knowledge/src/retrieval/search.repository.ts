import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';
import type { PassageKind } from '../articles/passage.entity.js';
import type { Slot } from '../indexing/index-set.entity.js';
import { INDEX_ID_COLUMN, PASSAGE_TABLE, vectorText } from '../indexing/passage.repository.js';

/** The two languages as literals: the partial indexes of the vectors are chosen by them, which a parameter could not do. */
const LOCALE_LITERAL: Readonly<Record<Locale, string>> = { 'zh-CN': `'zh-CN'`, en: `'en'` };

export interface CandidateQuery {
  locale: Locale;
  /** Null: the embedder does not serve now, only words are looked up. */
  vector: readonly number[] | null;
  /** Lexemes worth looking up, with their weights. */
  terms: readonly string[];
  weights: readonly number[];
  /** ISO day in the shop's time zone: only articles that hold on it. */
  today: string;
  limit: number;
  /** The set of passages whose vectors `vector` can be compared with; those of other sets are not looked at. */
  slot: Slot;
  indexId: string;
}

export interface Candidate {
  id: string;
  version: number;
  /** Cosine distance of its nearest passage, 0..2; null when only words found it. */
  distance: number | null;
  /** When anything last changed among all articles: tells whether figures kept in memory still hold. */
  changed: string;
  /** The set that serves now. If it is not the one that was asked, another one has begun to serve. */
  serving: string;
}

export interface SearchArticle {
  id: string;
  key: string;
  locale: Locale;
  version: number;
  title: string;
  text: string;
  stores: string[];
  tags: string[];
  url: string | null;
}

export interface SearchPassage {
  articleId: string;
  ordinal: number;
  kind: PassageKind;
  text: string;
  words: string;
  concepts: string;
}

/** Articles beside the first one that a sentence points to when it stands in many: more would take the place of other sentences. */
const EQUALS = 31;

const QUOTE = /['\\]/gu;

@Injectable()
export class SearchRepository {
  /** Articles that may answer, found by meaning and by words in one round trip; in no particular order. */
  candidates(tx: Tx, query: CandidateQuery): Promise<Candidate[]> {
    const dimensions = query.vector?.length ?? 1;
    if (!Number.isInteger(dimensions) || dimensions < 1) throw new Error('a query vector without dimensions');
    const vector = `embedding::vector(${dimensions}) <=> $1::vector(${dimensions})`;
    const locale = LOCALE_LITERAL[query.locale];
    const passages = PASSAGE_TABLE[query.slot];
    return sql<Candidate>(
      tx,
      // Each vector stands in its index once; the nearest ones bring along the articles that have the same. Nothing is sorted: the order of
      // the index is kept, so that no more is read than the limit takes.
      `WITH nearest AS (
         SELECT equal.article_id, single.distance
         FROM (SELECT article_id, digest, ${vector} AS distance FROM ${passages}
               WHERE locale = ${locale} AND dimensions = ${dimensions} AND NOT repeated ORDER BY ${vector} LIMIT $2) single
         CROSS JOIN LATERAL (
           SELECT single.article_id
           UNION ALL
           (SELECT p.article_id FROM ${passages} p
            WHERE p.locale = ${locale} AND p.digest = single.digest AND p.repeated LIMIT ${EQUALS})) equal
         ORDER BY distance LIMIT $2),
       near AS (
         SELECT article_id AS id, min(distance) AS distance
         FROM nearest JOIN knowledge_article a ON a.id = article_id AND a.${INDEX_ID_COLUMN[query.slot]} = $8
         WHERE $7::boolean GROUP BY article_id),
       worded AS (
         SELECT a.id FROM unnest($3::text[], $4::float4[]) AS term(lexeme, weight)
         JOIN knowledge_article a ON a.search @@ term.lexeme::tsquery AND a.locale = ${locale}
         GROUP BY a.id ORDER BY sum(term.weight) DESC, a.id LIMIT $5)
       SELECT a.id, a.version, near.distance::float8 AS distance,
         (SELECT max(updated_at)::text FROM knowledge_article) AS changed, (SELECT slot || index_id FROM knowledge_index) AS serving
       FROM (SELECT id FROM near UNION SELECT id FROM worded) found
       JOIN knowledge_article a ON a.id = found.id
       LEFT JOIN near ON near.id = a.id
       WHERE a.status = 'published' AND (a.valid_from IS NULL OR a.valid_from <= $6::date)
         AND (a.valid_to IS NULL OR a.valid_to >= $6::date)`,
      [
        query.vector ? vectorText(query.vector) : null,
        query.limit * 2,
        query.terms.map((term) => `'${term.replace(QUOTE, '$&$&')}'`),
        query.weights,
        query.limit,
        query.today,
        query.vector !== null,
        query.indexId,
      ],
    );
  }

  articles(tx: Tx, ids: readonly string[]): Promise<SearchArticle[]> {
    return sql(
      tx,
      'SELECT id, key, locale, version, title, text, stores, tags, url FROM knowledge_article WHERE id = ANY($1::uuid[])',
      [ids],
    );
  }

  passages(tx: Tx, ids: readonly string[]): Promise<SearchPassage[]> {
    return sql(
      tx,
      // Only the table that serves is read.
      `SELECT * FROM (
         SELECT article_id AS "articleId", ordinal, kind, text, words, concepts FROM knowledge_passage
         WHERE article_id = ANY($1::uuid[]) AND (SELECT slot FROM knowledge_index) = 'a'
         UNION ALL
         SELECT article_id, ordinal, kind, text, words, concepts FROM knowledge_passage_b
         WHERE article_id = ANY($1::uuid[]) AND (SELECT slot FROM knowledge_index) = 'b') passage
       ORDER BY "articleId", ordinal`,
      [ids],
    );
  }

  /** The same articles in another language, by key. */
  twins(tx: Tx, ids: readonly string[], locale: Locale): Promise<{ of: string; id: string }[]> {
    return sql(
      tx,
      `SELECT a.id AS "of", twin.id FROM knowledge_article a
       JOIN knowledge_article twin ON twin.key = a.key AND twin.locale = $2 AND twin.status = 'published'
       WHERE a.id = ANY($1::uuid[]) AND a.locale <> $2`,
      [ids, locale],
    );
  }

  /** When anything last changed among the articles; null when there are none. */
  async changed(tx: Tx): Promise<string | null> {
    const rows = await sql<{ changed: string | null }>(
      tx,
      'SELECT max(updated_at)::text AS changed FROM knowledge_article',
    );
    return rows[0]?.changed ?? null;
  }
}
