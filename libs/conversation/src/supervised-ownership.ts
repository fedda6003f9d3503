import { Injectable } from '@nestjs/common';
import { AppError, type HandoffReason } from '#kernel';
import { FIRST_REPLY_MS } from './lifecycle.js';
import { Ownership, noAgent, type Change, type TransitionOptions } from './ownership.js';
import type { ActingAgent, ConversationRecord } from './records.js';

interface Person {
  id: string;
  name: string;
}

/**
 * What a supervisor may do over the owner's head, whoever the owner is: bot, queue or agent. Every change holds only for the version
 * that the supervisor has seen: of several who reach for a conversation at once, whatever they want, one gets it.
 */
@Injectable()
export class SupervisedOwnership {
  constructor(private readonly ownership: Ownership) {}

  /**
   * bot, queued or assigned → assigned to the supervisor. Who has it already gets it again (`repeated`). Throws FORBIDDEN for others,
   * OWNER_CHANGED, and TRANSITION_NOT_ALLOWED for what has ended.
   */
  async takeOver(
    id: string,
    by: ActingAgent,
    ownershipVersion: number,
    options: TransitionOptions = {},
  ): Promise<{ conversation: ConversationRecord; repeated: boolean }> {
    let repeated = false;
    const conversation = await this.ownership.change(
      id,
      (current, at) => {
        maySupervise(by);
        if (current.status === 'assigned' && current.agentId === by.id) {
          repeated = true;
          return 'nothing to do';
        }
        asSeen(current, ownershipVersion);
        return { transition: 'take_over', by, ...toAgent(current, by, by, at) };
      },
      options,
    );
    return { conversation, repeated };
  }

  /** bot, queued or assigned → assigned to an agent. Throws as `takeOver`; for who has it already nothing happens. */
  assign(
    id: string,
    by: ActingAgent,
    to: Person,
    ownershipVersion: number,
    options: TransitionOptions = {},
  ): Promise<ConversationRecord> {
    return this.ownership.change(
      id,
      (current, at) => {
        maySupervise(by);
        if (current.status === 'assigned' && current.agentId === to.id) return 'nothing to do';
        asSeen(current, ownershipVersion);
        return { transition: 'reassign', by, ...toAgent(current, to, by, at) };
      },
      options,
    );
  }

  /** bot, queued or assigned → queued, for whoever has a skill. Throws as `takeOver`. */
  requeue(
    id: string,
    by: ActingAgent,
    skill: string,
    ownershipVersion: number,
    options: TransitionOptions = {},
  ): Promise<ConversationRecord> {
    return this.ownership.change(
      id,
      (current, at) => {
        maySupervise(by);
        asSeen(current, ownershipVersion);
        const waits = current.status === 'queued';
        return {
          transition: 'requeue',
          by,
          notice: { kind: current.status === 'bot' ? 'handoff' : 'transferred' },
          set: {
            ...noAgent,
            ...fromBot(current, by, at),
            preferredAgentId: null,
            skill,
            queuedAt: waits ? current.queuedAt : at,
            waitingSince: waits ? current.waitingSince : at,
            queueRank: waits ? current.queueRank : 0,
          },
        };
      },
      options,
    );
  }
}

function toAgent(current: ConversationRecord, to: Person, by: Person, at: Date): Pick<Change, 'notice' | 'set'> {
  return {
    notice: { kind: current.status === 'assigned' ? 'reassigned' : 'assigned', values: { name: to.name } },
    set: {
      ...fromBot(current, by, at),
      agentId: to.id,
      agentName: to.name,
      assignedAt: at,
      preferredAgentId: to.id,
      queueRank: 1,
    },
  };
}

/** What the bot had comes into people's hands: it has a reason, and the wait for a person's first words begins. */
function fromBot(current: ConversationRecord, by: Person, at: Date): Readonly<Record<string, unknown>> {
  if (current.status !== 'bot') return {};
  const reason: HandoffReason = { rule: 'supervisor', evidence: by.name, score: 1 };
  return {
    severity: current.severity ?? 'normal',
    handoffReasons: [...current.handoffReasons, reason],
    answeredSeq: current.lastShopperSeq,
    handedOffAt: at,
    waitingSince: at,
    queuedAt: at,
    queueRank: 1,
    firstReplyAt: null,
    firstReplyDueAt: new Date(at.getTime() + FIRST_REPLY_MS),
  };
}

function maySupervise(by: ActingAgent): void {
  if (by.role !== 'supervisor' && by.role !== 'admin') throw new AppError('FORBIDDEN');
}

function asSeen(current: ConversationRecord, ownershipVersion: number): void {
  if (current.ownershipVersion === ownershipVersion) return;
  const agent = current.agentId === null ? {} : { agent: { id: current.agentId, name: current.agentName } };
  throw new AppError('OWNER_CHANGED', { status: current.status, ...agent });
}
