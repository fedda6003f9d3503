import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { AppError, type CaseFile, type ConversationChanged, type Locale, type WireNote } from '#kernel';
import { OnEvent, Realtime, rooms, type SignedInAgent } from '#platform';
import { ConversationService, toWireItem } from '#conversation';
import { SupervisionService } from '#handoff';
import { AgentRooms } from './agent-rooms.js';
import { CaseFiles } from './case-files.js';
import { Readers, type Reader } from './readers.js';

/** What supervisors' events mean: reading along, whispering, taking over, reassigning. Whoever is none gets FORBIDDEN. */
@Injectable()
export class SupervisorDesk {
  constructor(
    private readonly supervision: SupervisionService,
    private readonly conversations: ConversationService,
    private readonly rooms: AgentRooms,
    private readonly readers: Readers,
    private readonly cases: CaseFiles,
    private readonly realtime: Realtime,
  ) {}

  /** Begins or ends reading along; who reads a conversation hears it as its owner does. One's own there is nothing to read along in. */
  async readAlong(
    socket: Socket,
    agent: SignedInAgent,
    conversationId: string,
    active: boolean,
  ): Promise<{ readers: Reader[] }> {
    if (!active) return { readers: await this.leave(socket, conversationId) };
    if (this.readers.isReading(socket, conversationId))
      return { readers: await this.readers.start(socket, conversationId) };
    const conversation = await this.supervision.readAlong(conversationId, agent);
    await this.rooms.follow(socket, [conversation.id]);
    return { readers: await this.readers.start(socket, conversation.id) };
  }

  whisper(agent: SignedInAgent, conversationId: string, text: string): Promise<WireNote> {
    return this.supervision.whisper(conversationId, agent, text);
  }

  async takeOver(
    socket: Socket,
    agent: SignedInAgent,
    conversationId: string,
    ownershipVersion: number | undefined,
    locale: Locale,
  ): Promise<CaseFile> {
    await this.supervision.takeOver(conversationId, agent, ownershipVersion);
    await this.rooms.follow(socket, [conversationId]);
    this.rooms.owned(conversationId, agent.id);
    this.readers.stopAll(agent.id, conversationId);
    return this.cases.read(conversationId, locale);
  }

  async reassign(
    agent: SignedInAgent,
    conversationId: string,
    to: { agentId?: string; skill?: string },
    options: { note?: string; ownershipVersion?: number },
  ): Promise<object> {
    if (to.agentId !== undefined && to.skill !== undefined) {
      throw new AppError('VALIDATION_FAILED', {
        reason: { 'zh-CN': 'to：agentId 和 skill 只能二选一', en: 'to: agentId or skill, not both' },
      });
    }
    const conversation = await this.supervision.reassign(conversationId, agent, to, options);
    if (conversation.agentId !== null) {
      this.rooms.owned(conversationId, conversation.agentId);
      this.readers.stopAll(conversation.agentId, conversationId);
    }
    return {};
  }

  /** Whoever has lost it to a supervisor's hand, or got it from one, hears so at once. */
  @OnEvent('conversation.changed', 'agents.supervised')
  async onChanged({
    by,
    previousAgentId,
    conversation: { id, agent, ownershipVersion },
  }: ConversationChanged): Promise<void> {
    if (!by) return;
    if (previousAgentId !== undefined && previousAgentId !== by.id) {
      const taken = { conversationId: id, by, ...(agent ? { to: agent } : {}) };
      this.realtime.toAgents(rooms.agent(previousAgentId)).emit('conversation.taken', taken);
    }
    if (agent && agent.id !== by.id) {
      const now = await this.conversations.get(id);
      if (now.ownershipVersion === ownershipVersion)
        this.realtime.toAgents(rooms.agent(agent.id)).emit('conversation.given', { conversation: toWireItem(now), by });
    }
  }

  private async leave(socket: Socket, conversationId: string): Promise<Reader[]> {
    const { status } = await this.conversations.get(conversationId);
    const readers = await this.readers.stop(socket, conversationId);
    // What people have, supervisors go on hearing for their lists; the bot's conversations only while they read along.
    if (status === 'bot' || status === 'resolved') await this.rooms.leave(socket, conversationId);
    return readers;
  }
}
