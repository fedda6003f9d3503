import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

@Injectable()
export class CsatRepository {
  async save(
    tx: Tx,
    row: { conversationId: string; score: number; comment: string | null; agentId: string | null; at: Date },
  ): Promise<void> {
    await sql(
      tx,
      `INSERT INTO csat_response (conversation_id, score, comment, agent_id, created_at) VALUES ($1,$2,$3,$4,$5)
       ON CONFLICT (conversation_id) DO UPDATE SET score = excluded.score, comment = excluded.comment, created_at = excluded.created_at`,
      [row.conversationId, row.score, row.comment, row.agentId, row.at],
    );
  }
}
