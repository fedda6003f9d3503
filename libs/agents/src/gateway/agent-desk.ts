import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import {
  AppError,
  type AgentServerEvents,
  type AgentStatus,
  type CaseFile,
  type Locale,
  type WireConversationItem,
  type WireMessage,
  type WireNote,
} from '#kernel';
import { AuditLog, type SignedInAgent, type Tx } from '#platform';
import { AttachmentsService } from '#attachments';
import { ConversationService } from '#conversation';
import { AssignmentService, AvailabilityService, RoutingService, mayTakeOver } from '#handoff';
import { AgentAccounts } from '../accounts/agent-accounts.js';
import type { Authenticated } from '../auth/auth.service.js';
import { AgentRooms } from './agent-rooms.js';
import { CaseFiles } from './case-files.js';
import { Readers } from './readers.js';

const PAGE = 200;
/** More than any agent can have; of a supervisor's reading along, more than anybody can read. */
const FOLLOWED = 200;

/** What an agent's events mean. Payloads come validated; every method's result is the acknowledgement. */
@Injectable()
export class AgentDesk {
  constructor(
    private readonly conversations: ConversationService,
    private readonly assignments: AssignmentService,
    private readonly availability: AvailabilityService,
    private readonly routing: RoutingService,
    private readonly rooms: AgentRooms,
    private readonly cases: CaseFiles,
    private readonly readers: Readers,
    private readonly audit: AuditLog,
    private readonly attachments: AttachmentsService,
    private readonly accounts: AgentAccounts,
  ) {}

  /** Begins or renews the lease, enters the rooms, says what is going on, and repeats offers that stand. */
  async arrive(socket: Socket, who: Authenticated): Promise<void> {
    const { agent } = who;
    await this.rooms.arrive(socket, who);
    const { status, capacity } = await this.availability.connected(agent);
    const own = await this.conversations.list({ status: 'assigned', agentId: agent.id, limit: FOLLOWED });
    const followed = mayTakeOver(agent) ? await this.conversations.list({ status: 'assigned', limit: FOLLOWED }) : own;
    await this.rooms.follow(
      socket,
      [...own.conversations, ...followed.conversations].map((c) => c.id),
    );
    const ready: Parameters<AgentServerEvents['ready']>[0] = {
      agent: { id: agent.id, email: agent.email, name: agent.name, role: agent.role, skills: agent.skills },
      status,
      capacity,
      conversations: own.conversations,
      queue: await this.conversations.queue(),
    };
    socket.emit('ready', ready);
    await this.routing.repeatOffers(agent.id);
  }

  async setPresence(
    agent: SignedInAgent,
    to: { status: AgentStatus; capacity?: number },
  ): Promise<{ status: AgentStatus; capacity: number }> {
    const { status, capacity } = await this.availability.set(agent.id, to);
    return { status, capacity };
  }

  async accept(socket: Socket, agent: SignedInAgent, conversationId: string, locale: Locale): Promise<CaseFile> {
    await this.assignments.accept(conversationId, agent);
    // First the room, then the reading: nothing said in between is missed. The agent's other sockets, maybe elsewhere, follow.
    await this.rooms.follow(socket, [conversationId]);
    this.rooms.owned(conversationId, agent.id);
    this.readers.stopAll(agent.id, conversationId);
    return this.cases.read(conversationId, locale);
  }

  async decline(agent: SignedInAgent, conversationId: string): Promise<object> {
    await this.assignments.decline(conversationId, agent.id);
    return {};
  }

  async transfer(
    agent: SignedInAgent,
    conversationId: string,
    to: { agentId?: string; skill?: string },
    note?: string,
  ): Promise<object> {
    if (to.agentId !== undefined && to.skill !== undefined) {
      throw new AppError('VALIDATION_FAILED', { reason: 'to: agentId or skill, not both' });
    }
    await this.assignments.transfer(conversationId, agent, to, note);
    return {};
  }

  async giveBack(agent: SignedInAgent, conversationId: string): Promise<object> {
    const { agentId } = await this.assignments.owned(conversationId, agent);
    await this.conversations.returnToBot(conversationId, agent, {
      inTransaction: (tx) => this.overHead(tx, 'conversation.returned', conversationId, agent, agentId),
    });
    this.rooms.returned(conversationId);
    return {};
  }

  async resolve(agent: SignedInAgent, conversationId: string, outcome?: string): Promise<object> {
    const { agentId } = await this.assignments.owned(conversationId, agent);
    await this.conversations.resolveByAgent(conversationId, agent, outcome, {
      inTransaction: (tx) => this.overHead(tx, 'conversation.resolved', conversationId, agent, agentId),
    });
    return {};
  }

  async send(
    agent: SignedInAgent,
    message: { conversationId: string; clientId: string; text?: string; attachmentIds?: string[] },
  ): Promise<{ message: WireMessage }> {
    const { conversationId, clientId, text, attachmentIds } = message;
    const enclosed = await this.attachments.enclose({ kind: 'agent', id: agent.id }, attachmentIds);
    const sent = await this.conversations.appendAgentMessage({
      conversationId,
      agent,
      clientId,
      text: text ?? '',
      enclosed,
    });
    return { message: sent };
  }

  /** `called`: ids of colleagues the note calls. Throws AGENT_NOT_FOUND for who is none. */
  async addNote(
    agent: SignedInAgent,
    { conversationId, text, mentions: called = [] }: { conversationId: string; text: string; mentions?: string[] },
  ): Promise<{ note: WireNote }> {
    await this.assignments.visible(conversationId, agent);
    const mentions = await Promise.all(called.map((id) => this.colleague(id)));
    return { note: await this.conversations.addNote({ conversationId, agent, text, mentions }) };
  }

  private async colleague(id: string): Promise<{ id: string; name: string }> {
    const { name, disabledAt } = await this.accounts.get(id);
    if (disabledAt !== null) throw new AppError('AGENT_NOT_FOUND');
    return { id, name };
  }

  async queue(): Promise<{ conversations: WireConversationItem[] }> {
    return { conversations: await this.conversations.queue() };
  }

  async sync(
    socket: Socket,
    agent: SignedInAgent,
    conversationId: string,
    afterSeq: number,
    limit = PAGE,
  ): Promise<{ messages: WireMessage[]; hasMore: boolean }> {
    const conversation = await this.assignments.visible(conversationId, agent);
    // Only these two: a colleague who looks at a waiting case must not go on listening when it has an owner. What the bot has, a
    // supervisor hears by reading along, which the log knows of.
    const follows = conversation.agentId === agent.id || (mayTakeOver(agent) && conversation.status === 'assigned');
    if (follows) await this.rooms.follow(socket, [conversationId]);
    return this.conversations.messages(conversationId, afterSeq, limit);
  }

  /** What a supervisor does to a colleague's conversation is written down. */
  private async overHead(
    tx: Tx,
    action: 'conversation.returned' | 'conversation.resolved',
    conversationId: string,
    agent: SignedInAgent,
    owner: string | null,
  ): Promise<void> {
    if (owner === agent.id) return;
    const subject = { type: 'conversation', id: conversationId } as const;
    await this.audit.record(tx, { actor: agent, action, subject, details: { from: owner } });
  }

  async typing(socket: Socket, agent: SignedInAgent, conversationId: string, active: boolean): Promise<object> {
    const conversation = await this.conversations.get(conversationId);
    if (conversation.status !== 'assigned' || conversation.agentId !== agent.id) throw new AppError('NOT_OWNER');
    this.rooms.typing(socket, conversation.shopperId, { conversationId, active });
    return {};
  }
}
