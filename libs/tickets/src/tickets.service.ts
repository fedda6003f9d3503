import { Injectable } from '@nestjs/common';
import { Clock, newId, type ConversationChanged } from '#kernel';
import { Database, OnEvent } from '#platform';
import { TicketRepository, type TicketRow } from './ticket.repository.js';

const HOUR = 3_600_000;
/** The trade's deadlines: a complaint is answered within 24 h and closed within 48 h. */
const ANSWER_MS = 24 * HOUR;
const CLOSE_MS = 48 * HOUR;

/** Keeps what would otherwise be forgotten. */
@Injectable()
export class TicketsService {
  constructor(
    private readonly db: Database,
    private readonly tickets: TicketRepository,
    private readonly clock: Clock,
  ) {}

  /** A shopper who left the queue unanswered is owed a follow-up. */
  @OnEvent('conversation.changed', 'tickets.abandoned')
  async onChanged(change: ConversationChanged): Promise<void> {
    if (change.transition !== 'abandon') return;
    const at = this.clock.now();
    await this.tickets.insert(this.db.manager, {
      id: newId(),
      conversationId: change.conversation.id,
      cause: 'abandoned',
      status: 'open',
      severity: change.severity ?? 'normal',
      answerDueAt: new Date(at.getTime() + ANSWER_MS),
      closeDueAt: new Date(at.getTime() + CLOSE_MS),
      createdAt: at,
    });
  }

  ofConversation(conversationId: string): Promise<TicketRow[]> {
    return this.tickets.ofConversation(this.db.manager, conversationId);
  }
}
