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

  /** A shopper who left the queue unanswered is owed a follow-up, until an agent has settled the matter after all. */
  @OnEvent('conversation.changed', 'tickets.abandoned')
  async onChanged(change: ConversationChanged): Promise<void> {
    const at = this.clock.now();
    if (change.transition === 'resolve_by_agent')
      return this.tickets.close(this.db.manager, change.conversation.id, change.conversation.agent?.id ?? null, at);
    if (change.transition !== 'abandon') return;
    await this.tickets.insert(this.db.manager, {
      id: newId(),
      conversationId: change.conversation.id,
      cause: 'abandoned',
      severity: change.severity ?? 'normal',
      answerDueAt: new Date(at.getTime() + ANSWER_MS),
      closeDueAt: new Date(at.getTime() + CLOSE_MS),
      createdAt: at,
    });
  }

  /** The shopper was called back, or the matter settled itself. */
  close(conversationId: string, by: { id: string }): Promise<void> {
    return this.tickets.close(this.db.manager, conversationId, by.id, this.clock.now());
  }

  ofConversation(conversationId: string): Promise<TicketRow[]> {
    return this.tickets.ofConversation(this.db.manager, conversationId);
  }
}
