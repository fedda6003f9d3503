import { Injectable } from '@nestjs/common';
import { Clock, type WireMessage } from '#kernel';
import { Database, TransactionRunner, type Tx } from '#platform';
import { ConversationService, cleanText } from '#conversation';
import { AnswerFeedbackRepository } from './answer-feedback.repository.js';
import { CsatRepository } from './csat.repository.js';

/** What shoppers say of the service. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly answers: AnswerFeedbackRepository,
    private readonly csat: CsatRepository,
    private readonly conversations: ConversationService,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores the score of a conversation, 1..5; a second one replaces the first. Throws CONVERSATION_NOT_FOUND.
   *
   * @param tx what it is part of
   */
  async submitCsat(
    input: { conversationId: string; score: number; comment?: string | null },
    tx: Tx = this.db.manager,
  ): Promise<void> {
    const conversation = await this.conversations.get(input.conversationId, tx);
    const comment = cleanText(input.comment ?? '');
    await this.csat.save(tx, {
      conversationId: conversation.id,
      score: input.score,
      comment: comment === '' ? null : comment,
      agentId: conversation.agentId ?? (conversation.resolvedBy === 'agent' ? conversation.preferredAgentId : null),
      at: this.clock.now(),
    });
  }

  /**
   * Stores whether an answer of the bot helped; the last word counts. It stands on the message too, where the handoff policy finds
   * answers that did not help.
   */
  async rateAnswer(
    message: Pick<WireMessage, 'id' | 'conversationId'>,
    input: { helpful: boolean; comment?: string | null },
  ): Promise<void> {
    const comment = cleanText(input.comment ?? '');
    await this.transactions.run(async (tx) => {
      await this.answers.save(tx, {
        messageId: message.id,
        conversationId: message.conversationId,
        helpful: input.helpful,
        comment: comment === '' ? null : comment,
        at: this.clock.now(),
      });
      await this.conversations.markHelpful(tx, message.id, input.helpful);
    });
  }
}
