import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';
import type { NoteRow } from './records.js';

@Injectable()
export class MentionRepository {
  async add(tx: Tx, note: { conversationId: string; noteSeq: number; createdAt: string }, agentIds: string[]) {
    await sql(
      tx,
      `INSERT INTO note_mention (agent_id, conversation_id, note_seq, created_at)
       SELECT agent_id, $2, $3, $4 FROM unnest($1::uuid[]) AS t(agent_id) ON CONFLICT DO NOTHING`,
      [agentIds, note.conversationId, note.noteSeq, note.createdAt],
    );
  }

  async has(tx: Tx, agentId: string, conversationId: string): Promise<boolean> {
    const rows = await sql<{ one: number }>(
      tx,
      'SELECT 1 AS one FROM note_mention WHERE agent_id = $1 AND conversation_id = $2 LIMIT 1',
      [agentId, conversationId],
    );
    return rows.length > 0;
  }

  /** Those not seen first, then the latest. */
  of(tx: Tx, agentId: string, limit: number): Promise<(NoteRow & { seenAt: Date | null })[]> {
    return sql(
      tx,
      `SELECT n.id, n.conversation_id AS "conversationId", n.note_seq AS "noteSeq", n.after_seq AS "afterSeq",
         n.author_id AS "authorId", n.author_name AS "authorName", n.text, n.whisper, n.mentions, n.created_at AS "createdAt",
         m.seen_at AS "seenAt"
       FROM note_mention m JOIN note n ON n.conversation_id = m.conversation_id AND n.note_seq = m.note_seq
       WHERE m.agent_id = $1 ORDER BY (m.seen_at IS NULL) DESC, m.created_at DESC LIMIT $2`,
      [agentId, limit],
    );
  }

  async seen(tx: Tx, agentId: string, conversationId: string, at: Date): Promise<void> {
    await sql(
      tx,
      'UPDATE note_mention SET seen_at = $3 WHERE agent_id = $1 AND conversation_id = $2 AND seen_at IS NULL',
      [agentId, conversationId, at],
    );
  }
}
