import { Injectable } from '@nestjs/common';
import { AppError, type WireNote } from '#kernel';
import { AuditLog, Database, TransactionRunner, type Tx } from '#platform';
import { ConversationService, SupervisedOwnership, type ConversationRecord } from '#conversation';
import { mayTakeOver } from '../access.js';
import type { ActingAgent } from '../routing/assignment.service.js';
import { AvailabilityRepository } from '../routing/availability.repository.js';
import { OfferRepository, type OfferRow } from '../routing/offer.repository.js';
import { RoutingService } from '../routing/routing.service.js';

/**
 * What supervisors do with others' conversations; each is written to the audit log in the transaction that does it. Everything throws
 * FORBIDDEN for whoever is no supervisor or administrator, and CONVERSATION_NOT_FOUND.
 */
@Injectable()
export class SupervisionService {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly conversations: ConversationService,
    private readonly ownership: SupervisedOwnership,
    private readonly availability: AvailabilityRepository,
    private readonly offers: OfferRepository,
    private readonly routing: RoutingService,
    private readonly audit: AuditLog,
  ) {}

  /** Begins to read along in a conversation that is somebody else's. */
  async readAlong(conversationId: string, by: ActingAgent): Promise<ConversationRecord> {
    const conversation = await this.supervised(conversationId, by);
    await this.transactions.run((tx) => this.record(tx, by, 'conversation.read_along', conversation));
    return conversation;
  }

  /** A word into the owner's ear; the shopper never hears of it. Throws NOT_ASSIGNED, TEXT_EMPTY, TEXT_TOO_LONG. */
  async whisper(conversationId: string, by: ActingAgent, text: string): Promise<WireNote> {
    await this.supervised(conversationId, by);
    return this.conversations.addNote({ conversationId, agent: by, text, whisper: true }, async (tx, note, owner) => {
      await this.audit.record(tx, {
        actor: by,
        action: 'conversation.whispered',
        subject: { type: 'conversation', id: conversationId },
        details: { noteId: note.id, to: owner },
      });
    });
  }

  /**
   * Takes a conversation from whoever has it: bot, queue or agent. A supervisor need not be online for it (that is for offers), only
   * connected. Throws OWNER_CHANGED when it is no longer of `ownershipVersion` (none given: as it is when the call arrives),
   * NOT_ONLINE, TRANSITION_NOT_ALLOWED.
   */
  async takeOver(conversationId: string, by: ActingAgent, ownershipVersion?: number): Promise<ConversationRecord> {
    const before = await this.supervised(conversationId, by);
    let others: OfferRow[] = [];
    const { conversation } = await this.ownership.takeOver(
      conversationId,
      by,
      ownershipVersion ?? before.ownershipVersion,
      {
        inTransaction: async (tx, record) => {
          if (!(await this.availability.takeConnected(tx, by.id))) throw new AppError('NOT_ONLINE');
          others = await this.offers.accepted(tx, conversationId, by.id);
          await this.record(tx, by, 'conversation.taken_over', before, { version: record.ownershipVersion });
        },
      },
    );
    this.routing.announceWithdrawn(others);
    return conversation;
  }

  /**
   * Gives a conversation, whoever has it, to an agent who is online and has room, or to the queue for whoever has a skill. The note
   * is stored with it or not at all. Throws OWNER_CHANGED as `takeOver`, AGENT_NOT_FOUND, AGENT_NOT_ONLINE, AT_CAPACITY,
   * TRANSITION_NOT_ALLOWED.
   */
  async reassign(
    conversationId: string,
    by: ActingAgent,
    to: { agentId?: string; skill?: string },
    options: { note?: string; ownershipVersion?: number } = {},
  ): Promise<ConversationRecord> {
    const before = await this.supervised(conversationId, by);
    const version = options.ownershipVersion ?? before.ownershipVersion;
    let others: OfferRow[] = [];
    const inTransaction = async (tx: Tx, record: ConversationRecord): Promise<void> => {
      if (record.agentId === null) await this.passOn(tx, before, record);
      else {
        await this.giveTo(tx, record.agentId);
        others = await this.offers.accepted(tx, conversationId, record.agentId);
      }
      if (options.note !== undefined)
        await this.conversations.storeNote(tx, { conversationId, agent: by, text: options.note });
      const target = record.agentId === null ? { skill: record.skill } : { to: record.agentId };
      await this.record(tx, by, 'conversation.reassigned', before, { ...target, version: record.ownershipVersion });
    };
    const conversation =
      to.agentId === undefined
        ? await this.ownership.requeue(conversationId, by, to.skill ?? 'general', version, { inTransaction })
        : await this.ownership.assign(conversationId, by, await this.colleague(to.agentId), version, { inTransaction });
    this.routing.announceWithdrawn(others);
    return conversation;
  }

  private async supervised(conversationId: string, by: ActingAgent): Promise<ConversationRecord> {
    if (!mayTakeOver(by)) throw new AppError('FORBIDDEN');
    return this.conversations.get(conversationId);
  }

  private async colleague(agentId: string): Promise<{ id: string; name: string }> {
    const agent = await this.availability.find(this.db.manager, agentId);
    if (!agent) throw new AppError('AGENT_NOT_FOUND');
    return { id: agentId, name: agent.name };
  }

  /** Takes one of the agent's places; the conversation already counts among those the agent has. */
  private async giveTo(tx: Tx, agentId: string): Promise<void> {
    const agent = await this.availability.lockOnline(tx, agentId);
    if (!agent) {
      const there = await this.availability.find(tx, agentId);
      throw new AppError('AGENT_NOT_ONLINE', { name: there?.name ?? '' });
    }
    const open = (await this.conversations.openCounts(tx, [agentId])).get(agentId) ?? 0;
    if (open > agent.capacity) throw new AppError('AT_CAPACITY', { agent: { id: agentId, name: agent.name } });
    await this.availability.take(tx, agentId);
  }

  /** Whoever lost it is not asked for it at once. */
  private async passOn(tx: Tx, before: ConversationRecord, after: ConversationRecord): Promise<void> {
    if (before.agentId !== null) await this.offers.passedOn(tx, after.id, after.ownershipVersion, before.agentId);
  }

  private record(
    tx: Tx,
    by: ActingAgent,
    action: 'conversation.read_along' | 'conversation.taken_over' | 'conversation.reassigned',
    before: ConversationRecord,
    details: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    return this.audit.record(tx, {
      actor: by,
      action,
      subject: { type: 'conversation', id: before.id },
      details: { from: before.agentId ?? before.status, ...details },
    });
  }
}
