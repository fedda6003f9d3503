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
  closedAt: Date | null;
  closedBy: string | null;
}

export type NewTicket = Omit<TicketRow, 'status' | 'closedAt' | 'closedBy'>;

@Injectable()
export class TicketRepository {
  /** One per conversation and cause, however often the event comes. */
  async insert(tx: Tx, t: NewTicket): Promise<void> {
    await sql(
      tx,
      `INSERT INTO ticket (id, conversation_id, cause, status, severity, answer_due_at, close_due_at, created_at)
       VALUES ($1,$2,$3,'open',$4,$5,$6,$7) ON CONFLICT (conversation_id, cause) DO NOTHING`,
      [t.id, t.conversationId, t.cause, t.severity, t.answerDueAt, t.closeDueAt, t.createdAt],
    );
  }

  ofConversation(tx: Tx, conversationId: string): Promise<TicketRow[]> {
    return sql<TicketRow>(
      tx,
      `SELECT id, conversation_id AS "conversationId", cause, status, severity, answer_due_at AS "answerDueAt",
         close_due_at AS "closeDueAt", created_at AS "createdAt", closed_at AS "closedAt", closed_by AS "closedBy"
       FROM ticket WHERE conversation_id = $1 ORDER BY id`,
      [conversationId],
    );
  }

  /** What is open of a conversation; closing again changes nothing. */
  async close(tx: Tx, conversationId: string, by: string | null, at: Date): Promise<void> {
    await sql(
      tx,
      `UPDATE ticket SET status = 'closed', closed_at = $2, closed_by = $3 WHERE conversation_id = $1 AND status = 'open'`,
      [conversationId, at, by],
    );
  }
}
