import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

@Injectable()
export class AnswerFeedbackRepository {
  /** A later opinion without a comment keeps the comment that was given. */
  async save(
    tx: Tx,
    row: { messageId: string; conversationId: string; helpful: boolean; comment: string | null; at: Date },
  ): Promise<void> {
    await sql(
      tx,
      `INSERT INTO answer_feedback AS f (message_id, conversation_id, helpful, comment, created_at) VALUES ($1,$2,$3,$4,$5)
       ON CONFLICT (message_id) DO UPDATE SET helpful = excluded.helpful, comment = coalesce(excluded.comment, f.comment),
         created_at = excluded.created_at`,
      [row.messageId, row.conversationId, row.helpful, row.comment, row.at],
    );
  }
}
