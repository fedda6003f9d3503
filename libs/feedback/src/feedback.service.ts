import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform';
import { ConversationService, cleanText } from '#conversation';
import { CsatRepository } from './csat.repository.js';

/** What shoppers say of the service. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly db: Database,
    private readonly csat: CsatRepository,
    private readonly conversations: ConversationService,
    private readonly clock: Clock,
  ) {}

  /** Stores the score of a conversation, 1..5; a second one replaces the first. Throws CONVERSATION_NOT_FOUND. */
  async submitCsat(input: { conversationId: string; score: number; comment?: string | null }): Promise<void> {
    const conversation = await this.conversations.get(input.conversationId);
    const comment = cleanText(input.comment ?? '');
    await this.csat.save(this.db.manager, {
      conversationId: conversation.id,
      score: input.score,
      comment: comment === '' ? null : comment,
      agentId: conversation.agentId ?? (conversation.resolvedBy === 'agent' ? conversation.preferredAgentId : null),
      at: this.clock.now(),
    });
  }
}
