import { Injectable } from '@nestjs/common';
import type { AuthorKind, PageContext } from '#kernel';
import { sql, type Tx } from '#platform';

export interface SearchRow {
  conversationId: string;
  /** 0: the conversation itself. */
  seq: number;
  /** A tsvector literal. */
  terms: string;
}

export interface FoundMessage {
  conversationId: string;
  seq: number;
  authorKind: AuthorKind;
  authorName: string | null;
  text: string;
  createdAt: Date;
}

@Injectable()
export class SearchRepository {
  async put(tx: Tx, rows: readonly SearchRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql(
      tx,
      `INSERT INTO message_search (conversation_id, seq, terms)
       SELECT t.id, t.seq, t.terms::tsvector FROM unnest($1::uuid[], $2::int[], $3::text[]) AS t(id, seq, terms)
       ON CONFLICT (conversation_id, seq) DO UPDATE SET terms = excluded.terms`,
      [rows.map((r) => r.conversationId), rows.map((r) => r.seq), rows.map((r) => r.terms)],
    );
  }

  async remove(tx: Tx, conversationIds: readonly string[]): Promise<void> {
    await sql(tx, 'DELETE FROM message_search WHERE conversation_id = ANY($1::uuid[])', [[...conversationIds]]);
  }

  /** Conversations without a row of their own in the index, by id after `after`. */
  unindexed(tx: Tx, after: string | undefined, limit: number): Promise<{ id: string; shopperName: string | null }[]> {
    return sql(
      tx,
      `SELECT c.id, c.shopper_name AS "shopperName" FROM conversation c
       WHERE ($1::uuid IS NULL OR c.id > $1)
         AND NOT EXISTS (SELECT 1 FROM message_search s WHERE s.conversation_id = c.id AND s.seq = 0)
       ORDER BY c.id LIMIT $2`,
      [after ?? null, limit],
    );
  }

  messagesOf(
    tx: Tx,
    conversationId: string,
  ): Promise<{ seq: number; authorKind: AuthorKind; text: string; context: PageContext | null }[]> {
    return sql(
      tx,
      `SELECT seq, author_kind AS "authorKind", text, context FROM message WHERE conversation_id = $1 ORDER BY seq`,
      [conversationId],
    );
  }

  /** The last messages in which any of the terms stands, at most `each` per conversation. */
  found(tx: Tx, conversationIds: readonly string[], anyTerm: string, each: number): Promise<FoundMessage[]> {
    return sql<FoundMessage>(
      tx,
      `SELECT m.conversation_id AS "conversationId", m.seq, m.author_kind AS "authorKind", m.author_name AS "authorName", m.text,
         m.created_at AS "createdAt"
       FROM unnest($1::uuid[]) AS page(id)
       CROSS JOIN LATERAL (
         SELECT s.seq FROM message_search s WHERE s.conversation_id = page.id AND s.seq > 0 AND s.terms @@ $2::tsquery
         ORDER BY s.seq DESC LIMIT $3) AS hit
       JOIN message m ON m.conversation_id = page.id AND m.seq = hit.seq
       ORDER BY m.conversation_id, m.seq`,
      [[...conversationIds], anyTerm, each],
    );
  }
}
