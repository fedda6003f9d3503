import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { sql, type Tx } from '#platform';

export interface WrittenBriefing {
  conversationId: string;
  ownershipVersion: number;
  locale: Locale;
  summary: string;
  suggestedReply: string;
}

@Injectable()
export class BriefingRepository {
  /** Keeps the latest handing over's; an older one that comes late changes nothing. */
  async save(tx: Tx, b: WrittenBriefing): Promise<void> {
    await sql(
      tx,
      `INSERT INTO handoff_briefing (conversation_id, ownership_version, locale, summary, suggested_reply) VALUES ($1,$2,$3,$4,$5)
       ON CONFLICT (conversation_id) DO UPDATE SET ownership_version = excluded.ownership_version, locale = excluded.locale,
         summary = excluded.summary, suggested_reply = excluded.suggested_reply, created_at = now()
       WHERE handoff_briefing.ownership_version < excluded.ownership_version`,
      [b.conversationId, b.ownershipVersion, b.locale, b.summary, b.suggestedReply],
    );
  }

  async find(tx: Tx, conversationId: string): Promise<WrittenBriefing | undefined> {
    const rows = await sql<WrittenBriefing>(
      tx,
      `SELECT conversation_id AS "conversationId", ownership_version AS "ownershipVersion", locale, summary,
         suggested_reply AS "suggestedReply" FROM handoff_briefing WHERE conversation_id = $1`,
      [conversationId],
    );
    return rows[0];
  }
}
