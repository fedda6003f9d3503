import { Injectable } from '@nestjs/common';
import { AppError, type AgentRole } from '#kernel';
import { AuditLog, Database } from '#platform';
import { ConversationService, Mentions, type ConversationRecord } from '#conversation';
import { maySeeConversation, mayTakeOver } from '../access.js';
import { AvailabilityRepository } from './availability.repository.js';
import { OfferRepository, type OfferRow } from './offer.repository.js';
import { RoutingService } from './routing.service.js';

export interface ActingAgent {
  id: string;
  name: string;
  role: AgentRole;
}

/** What agents do with conversations: the transitions of libs/conversation together with offers and places. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly db: Database,
    private readonly conversations: ConversationService,
    private readonly mentions: Mentions,
    private readonly availability: AvailabilityRepository,
    private readonly offers: OfferRepository,
    private readonly routing: RoutingService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Takes a waiting conversation, offered or not. Any agent who is online may; who has it already gets it again (`repeated`).
   * Throws ALREADY_ASSIGNED with the agent who has it, NOT_QUEUED, NOT_ONLINE, CONVERSATION_NOT_FOUND.
   */
  async accept(
    conversationId: string,
    agent: ActingAgent,
  ): Promise<{ conversation: ConversationRecord; repeated: boolean }> {
    let others: OfferRow[] = [];
    const accepted = await this.conversations.accept(
      conversationId,
      { id: agent.id, name: agent.name },
      {
        inTransaction: async (tx) => {
          if (!(await this.availability.take(tx, agent.id))) throw new AppError('NOT_ONLINE');
          others = await this.offers.accepted(tx, conversationId, agent.id);
        },
      },
    );
    this.routing.announceWithdrawn(others);
    return accepted;
  }

  /** Does not want it now; it goes on to the next. Without an open offer nothing happens. */
  async decline(conversationId: string, agentId: string): Promise<void> {
    if (await this.offers.decline(this.db.manager, conversationId, agentId)) this.routing.wake();
  }

  /**
   * Gives a conversation to a colleague or to whoever has a skill: it goes to the queue, the colleague is asked first. A note for
   * whoever comes next is written before. Throws NOT_OWNER, AGENT_NOT_FOUND, AT_CAPACITY.
   */
  async transfer(
    conversationId: string,
    by: ActingAgent,
    to: { agentId?: string; skill?: string },
    note?: string,
  ): Promise<ConversationRecord> {
    const before = await this.owned(conversationId, by);
    if (to.agentId !== undefined) await this.assertHasRoom(to.agentId, before);
    if (note !== undefined) await this.conversations.addNote({ conversationId, agent: by, text: note });
    return this.conversations.transfer(conversationId, by, to, {
      inTransaction: async (tx, record) => {
        if (before.agentId !== null && before.agentId !== to.agentId) {
          await this.offers.passedOn(tx, conversationId, record.ownershipVersion, before.agentId);
        }
        if (before.agentId !== by.id) {
          await this.audit.record(tx, {
            actor: by,
            action: 'conversation.reassigned',
            subject: { type: 'conversation', id: conversationId },
            details: { from: before.agentId, ...(to.agentId ? { to: to.agentId } : { skill: to.skill }) },
          });
        }
      },
    });
  }

  /** The conversation, if this agent may act on it as its owner: throws NOT_OWNER, or CONVERSATION_NOT_FOUND. */
  async owned(conversationId: string, by: ActingAgent): Promise<ConversationRecord> {
    const conversation = await this.conversations.get(conversationId);
    const owner = conversation.status === 'assigned' && conversation.agentId === by.id;
    if (!owner && !(conversation.status === 'assigned' && mayTakeOver(by))) throw new AppError('NOT_OWNER');
    return conversation;
  }

  /** The conversation, if this agent may read it, or was called in one of its notes; a conversation one may not see does not exist. */
  async visible(conversationId: string, agent: ActingAgent): Promise<ConversationRecord> {
    const conversation = await this.conversations.get(conversationId);
    if (maySeeConversation(agent, conversation) || (await this.mentions.isCalled(agent.id, conversation.id)))
      return conversation;
    throw new AppError('CONVERSATION_NOT_FOUND');
  }

  private async assertHasRoom(agentId: string, conversation: ConversationRecord): Promise<void> {
    const agent = await this.availability.find(this.db.manager, agentId);
    if (!agent) throw new AppError('AGENT_NOT_FOUND');
    if (conversation.agentId === agentId) return;
    const open = (await this.conversations.openCounts(this.db.manager, [agentId])).get(agentId) ?? 0;
    if (open >= agent.capacity) throw new AppError('AT_CAPACITY', { agent: { id: agentId, name: agent.name } });
  }
}
