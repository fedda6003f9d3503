import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

export interface TicketRow {
  id: string;
  conversationId: string;
  cause: 'abandoned';
  status: 'open' | 'closed';
  severity: string;
  answerDueAt: Date;
  closeDueAt: Date;
  createdAt: Date;
}

@Injectable()
export class TicketRepository {
  /** One per conversation and cause, however often the event comes. */
  async insert(tx: Tx, t: TicketRow): Promise<void> {
    await sql(
      tx,
      `INSERT INTO ticket (id, conversation_id, cause, status, severity, answer_due_at, close_due_at, created_at)
       VALUES ($1,$2,$3,$4,$5,$6,$7,$8) ON CONFLICT (conversation_id, cause) DO NOTHING`,
      [t.id, t.conversationId, t.cause, t.status, t.severity, t.answerDueAt, t.closeDueAt, t.createdAt],
    );
  }

  ofConversation(tx: Tx, conversationId: string): Promise<TicketRow[]> {
    return sql<TicketRow>(
      tx,
      `SELECT id, conversation_id AS "conversationId", cause, status, severity, answer_due_at AS "answerDueAt",
         close_due_at AS "closeDueAt", created_at AS "createdAt" FROM ticket WHERE conversation_id = $1 ORDER BY id`,
      [conversationId],
    );
  }
}
