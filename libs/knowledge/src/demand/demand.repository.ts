import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';

/** Answers given by one article to shoppers of one language in one hour of the day. */
export interface DemandCount {
  articleKey: string;
  locale: Locale;
  hour: number;
  count: number;
}

export interface AskedQuestion {
  articleId: string;
  title: string;
}

/** In two weeks a season, a sale or a storm is forgotten by half. */
const HALF_LIFE_S = 14 * 24 * 3600;
/** A neighbouring hour and the other language say half as much. */
const NEAR = 0.5;

/** The exponent is bounded: a power too small for a float would be an error. */
const faded = (since: string, until: string): string =>
  `power(0.5, least(200, greatest(0, extract(epoch FROM ${until} - ${since})) / ${HALF_LIFE_S}.0))`;

@Injectable()
export class DemandRepository {
  async add(tx: Tx, counts: readonly DemandCount[], at: Date): Promise<void> {
    if (counts.length === 0) return;
    await sql(
      tx,
      `INSERT INTO question_demand AS d (article_key, locale, hour, weight, updated_at)
       SELECT c."articleKey", c.locale, c.hour, c.count, $2
       FROM jsonb_to_recordset($1::jsonb) AS c("articleKey" text, locale text, hour int, count int)
       ORDER BY 1, 2, 3
       ON CONFLICT (article_key, locale, hour) DO UPDATE SET
         weight = d.weight * ${faded('d.updated_at', 'excluded.updated_at')} + excluded.weight,
         updated_at = greatest(d.updated_at, excluded.updated_at)`,
      [JSON.stringify(counts), at],
    );
  }

  /**
   * The published articles in `locale` most asked for around this hour, first the most. Articles of one store count only for a shopper
   * of that store.
   */
  most(
    tx: Tx,
    where: { locale: Locale; hour: number; storeId: string | null; at: Date; limit: number },
  ): Promise<AskedQuestion[]> {
    return sql<AskedQuestion>(
      tx,
      `SELECT a.id AS "articleId", a.title
       FROM (SELECT d.article_key,
                    sum(d.weight * ${faded('d.updated_at', '$4::timestamptz')}
                        * CASE WHEN d.hour = $2 THEN 1 ELSE ${NEAR} END
                        * CASE WHEN d.locale = $1 THEN 1 ELSE ${NEAR} END) AS asked
             FROM question_demand d WHERE d.hour IN ($2, ($2 + 1) % 24, ($2 + 23) % 24) GROUP BY d.article_key) ranked
       JOIN knowledge_article a ON a.key = ranked.article_key AND a.locale = $1 AND a.status = 'published'
        AND (a.valid_from IS NULL OR a.valid_from <= $4::date) AND (a.valid_to IS NULL OR a.valid_to >= $4::date)
        AND (a.stores = '{}' OR $3 = ANY (a.stores))
       ORDER BY ranked.asked DESC, a.key LIMIT $5`,
      [where.locale, where.hour, where.storeId, where.at, where.limit],
    );
  }
}
