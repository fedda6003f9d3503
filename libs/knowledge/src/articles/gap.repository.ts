import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';

export interface Gap {
  id: string;
  locale: Locale;
  question: string;
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
}

@Injectable()
export class GapRepository {
  /** One more time that this was asked in vain. */
  async count(tx: Tx, gap: { id: string; locale: Locale; question: string; normalised: string }): Promise<void> {
    await sql(
      tx,
      `INSERT INTO knowledge_gap AS g (id, locale, question, normalised) VALUES ($1, $2, $3, $4)
       ON CONFLICT (locale, normalised) DO UPDATE SET count = g.count + 1, last_seen_at = now()`,
      [gap.id, gap.locale, gap.question, gap.normalised],
    );
  }

  /** The most frequent first. */
  list(tx: Tx, limit: number): Promise<Gap[]> {
    return sql(
      tx,
      `SELECT id, locale, question, count, first_seen_at AS "firstSeenAt", last_seen_at AS "lastSeenAt" FROM knowledge_gap
       ORDER BY count DESC, last_seen_at DESC LIMIT $1`,
      [limit],
    );
  }
}
