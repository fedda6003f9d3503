import { Injectable } from '@nestjs/common';
import {
  AppError,
  Clock,
  type ConversationChanged,
  type ConversationStatus,
  type HandoffReason,
  type MoodLabel,
  type NoticeKind,
  type Severity,
  type TransitionName,
} from '#kernel';
import { Metrics, Outbox, TransactionRunner, type Tx } from '#platform';
import { MessageAppender } from './append.js';
import { ConversationRepository, type NewConversation } from './conversation.repository.js';
import { FIRST_REPLY_MS, LIFECYCLE } from './lifecycle.js';
import { noticeText } from './notices.js';
import { toWireConversation, type ActingAgent, type ConversationRecord } from './records.js';

export interface TransitionOptions {
  /** Further work in the same transaction, with the conversation as it now is. */
  inTransaction?: (tx: Tx, conversation: ConversationRecord) => Promise<void>;
}

export interface HandOff {
  conversationId: string;
  /** When set: only if the conversation is still of this version. */
  ownershipVersion?: number;
  reasons: HandoffReason[];
  severity: Severity;
  skill: string;
  /** Nobody is there to take it now: the notice says so. */
  offline: boolean;
  /** What the notice says instead of our own words. */
  notice?: string;
  /** When people are back, for a desk that is closed: the first reply is due after that. */
  opensAt?: Date;
  mood?: MoodLabel;
}

/** A change of owner: which transition, what the shopper reads, and the columns it sets. */
export interface Change {
  transition: Exclude<TransitionName, 'open'>;
  notice?: { kind: NoticeKind; values?: Readonly<Record<string, string>>; text?: string };
  set: Readonly<Record<string, unknown>>;
  /** The supervisor who does it over the owner's head. */
  by?: { id: string; name: string };
}

export type Decide = (current: ConversationRecord, at: Date) => Change | 'nothing to do';

/**
 * Every change of owner: the row is locked, the transition checked against the lifecycle, the version raised, and the notice that the
 * shopper reads stored in the same transaction.
 */
@Injectable()
export class Ownership {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly conversations: ConversationRepository,
    private readonly appender: MessageAppender,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async open(tx: Tx, fresh: NewConversation): Promise<ConversationRecord | undefined> {
    const opened = await this.conversations.open(tx, fresh);
    if (opened) await this.announce(tx, opened, 'open', 'bot');
    return opened;
  }

  /** A message after the end: back to the agent's queue, or to the bot when the bot had ended it or it is only thanks. */
  async reopen(tx: Tx, latest: ConversationRecord, onlyThanks: boolean, at: Date): Promise<ConversationRecord> {
    const toBot = latest.resolvedBy !== 'agent' || onlyThanks;
    const queue = {
      queuedAt: at,
      waitingSince: at,
      queueRank: 1,
      handedOffAt: at,
      firstReplyAt: null,
      firstReplyDueAt: new Date(at.getTime() + FIRST_REPLY_MS),
    };
    return this.apply(tx, latest, at, {
      transition: toBot ? 'reopen_to_bot' : 'reopen_to_queue',
      ...(toBot ? {} : { notice: { kind: 'handoff' } }),
      set: { resolvedAt: null, ...(toBot ? {} : queue) },
    });
  }

  /** bot → queued, with the reasons. Undefined when the bot no longer owns it or, with a version given, it is another one. */
  async handOff(request: HandOff, options: TransitionOptions = {}): Promise<ConversationRecord | undefined> {
    let refused = false;
    const conversation = await this.change(
      request.conversationId,
      (current, at) => {
        if (
          current.status !== 'bot' ||
          (request.ownershipVersion ?? current.ownershipVersion) !== current.ownershipVersion
        ) {
          refused = true;
          return 'nothing to do';
        }
        return {
          transition: 'hand_off',
          notice: { kind: request.offline ? 'handoff_offline' : 'handoff', text: request.notice },
          set: {
            severity: request.severity,
            skill: request.skill,
            handoffReasons: request.reasons,
            mood: request.mood ?? current.mood,
            queuedAt: at,
            waitingSince: at,
            queueRank: 1,
            answeredSeq: current.lastShopperSeq,
            handedOffAt: at,
            firstReplyAt: null,
            firstReplyDueAt: new Date(Math.max(at.getTime(), request.opensAt?.getTime() ?? 0) + FIRST_REPLY_MS),
          },
        };
      },
      options,
    );
    if (refused) return undefined;
    this.metrics.handoffs.inc({ rule: request.reasons[0]?.rule ?? 'none', severity: request.severity });
    return conversation;
  }

  /** queued → assigned. The first of several wins; a repeat by the winner is fine; the others hear who has it. */
  async accept(
    id: string,
    agent: { id: string; name: string },
    options: TransitionOptions = {},
  ): Promise<{ conversation: ConversationRecord; repeated: boolean }> {
    let repeated = false;
    const conversation = await this.change(
      id,
      (current, at) => {
        if (current.status === 'assigned') {
          if (current.agentId !== agent.id)
            throw new AppError('ALREADY_ASSIGNED', { agent: { id: current.agentId, name: current.agentName } });
          repeated = true;
          return 'nothing to do';
        }
        if (current.status !== 'queued') throw new AppError('NOT_QUEUED');
        return {
          transition: 'accept',
          notice: { kind: 'assigned', values: { name: agent.name } },
          set: { agentId: agent.id, agentName: agent.name, assignedAt: at, preferredAgentId: agent.id, queueRank: 1 },
        };
      },
      options,
    );
    return { conversation, repeated };
  }

  /** assigned → queued, for a colleague or a skill. */
  transfer(
    id: string,
    by: ActingAgent,
    to: { agentId?: string; skill?: string },
    options: TransitionOptions = {},
  ): Promise<ConversationRecord> {
    return this.change(
      id,
      (current, at) => {
        mayAct(current, by);
        return {
          transition: 'transfer',
          notice: { kind: 'transferred' },
          set: {
            ...noAgent,
            preferredAgentId: to.agentId ?? null,
            skill: to.skill ?? current.skill,
            queuedAt: at,
            waitingSince: at,
            queueRank: 0,
          },
        };
      },
      options,
    );
  }

  /** assigned → queued at the front, when the agent's lease has run out. Nothing happens when it is no longer this agent's. */
  agentLost(id: string, agentId: string, options: TransitionOptions = {}): Promise<ConversationRecord> {
    return this.change(
      id,
      (current, at) =>
        current.status !== 'assigned' || current.agentId !== agentId
          ? 'nothing to do'
          : {
              transition: 'agent_lost',
              notice: { kind: 'agent_lost' },
              set: {
                ...noAgent,
                preferredAgentId: null,
                queuedAt: at,
                waitingSince: current.waitingSince ?? at,
                queueRank: 0,
              },
            },
      options,
    );
  }

  /** assigned → bot. What the shopper has said so far counts as dealt with by the agent. */
  returnToBot(id: string, by: ActingAgent, options: TransitionOptions = {}): Promise<ConversationRecord> {
    return this.change(
      id,
      (current) => {
        mayAct(current, by);
        return {
          transition: 'return_to_bot',
          notice: { kind: 'returned' },
          set: { ...noAgent, ...noWait, answeredSeq: current.lastShopperSeq },
        };
      },
      options,
    );
  }

  /** queued → bot, at the shopper's own wish. A critical case stays: CRITICAL_STAYS. */
  withdraw(id: string, options: TransitionOptions = {}): Promise<ConversationRecord> {
    return this.change(
      id,
      (current) => {
        if (current.status === 'bot') return 'nothing to do';
        if (current.status !== 'queued') throw new AppError('NOT_QUEUED');
        if (current.severity === 'critical') throw new AppError('CRITICAL_STAYS');
        return {
          transition: 'withdraw',
          notice: { kind: 'withdrawn' },
          set: { ...noWait, severity: null, handoffReasons: [], handedOffAt: null },
        };
      },
      options,
    );
  }

  /** assigned → resolved. */
  resolveByAgent(
    id: string,
    by: ActingAgent,
    outcome: string | undefined,
    options: TransitionOptions = {},
  ): Promise<ConversationRecord> {
    return this.change(
      id,
      (current, at) => {
        mayAct(current, by);
        return {
          transition: 'resolve_by_agent',
          notice: { kind: 'resolved' },
          set: {
            ...noAgent,
            ...noWait,
            preferredAgentId: current.agentId,
            resolvedAt: at,
            resolvedBy: 'agent',
            outcome: outcome ?? null,
            answeredSeq: current.lastShopperSeq,
          },
        };
      },
      options,
    );
  }

  /** bot → resolved, only while nothing waits for an answer. `idle` says so to the shopper; a farewell needs no notice. */
  resolveByBot(id: string, why: 'idle' | 'farewell', idleBefore?: Date): Promise<ConversationRecord> {
    return this.change(id, (current, at) => {
      if (current.status !== 'bot' || current.answeredSeq < current.lastShopperSeq) return 'nothing to do';
      if (idleBefore && current.lastActivityAt >= idleBefore) return 'nothing to do';
      return {
        transition: 'resolve_by_bot',
        ...(why === 'idle' ? { notice: { kind: 'resolved_idle' as const } } : {}),
        set: { resolvedAt: at, resolvedBy: 'bot', outcome: why },
      };
    });
  }

  /** queued → resolved, when the shopper has long gone. */
  abandon(id: string, idleBefore: Date): Promise<ConversationRecord> {
    return this.change(id, (current, at) =>
      current.status !== 'queued' || current.lastActivityAt >= idleBefore
        ? 'nothing to do'
        : {
            transition: 'abandon',
            notice: { kind: 'abandoned' },
            set: {
              ...noWait,
              resolvedAt: at,
              resolvedBy: 'abandoned',
              outcome: 'abandoned',
              answeredSeq: current.lastShopperSeq,
            },
          },
    );
  }

  /**
   * Locks the conversation and does what `decide` makes of it as it now is. Throws CONVERSATION_NOT_FOUND, TRANSITION_NOT_ALLOWED and
   * whatever `decide` throws.
   */
  async change(id: string, decide: Decide, options: TransitionOptions = {}): Promise<ConversationRecord> {
    return this.transactions.run(async (tx) => {
      const current = await this.conversations.lock(tx, id);
      if (!current) throw new AppError('CONVERSATION_NOT_FOUND');
      const at = this.clock.now();
      const change = decide(current, at);
      if (change === 'nothing to do') return current;
      const changed = await this.apply(tx, current, at, change);
      await options.inTransaction?.(tx, changed);
      return changed;
    });
  }

  private async apply(tx: Tx, current: ConversationRecord, at: Date, change: Change): Promise<ConversationRecord> {
    if (!LIFECYCLE.can(change.transition, current.status))
      throw new AppError('TRANSITION_NOT_ALLOWED', { from: current.status });
    const { notice } = change;
    const text = notice?.text ?? (notice && noticeText(notice.kind, current.locale, notice.values));
    const changed = await this.conversations.update(tx, current.id, {
      ...change.set,
      status: LIFECYCLE.to(change.transition),
      ownershipVersion: current.ownershipVersion + 1,
      turnLeaseId: null,
      turnLeaseUntil: null,
      updatedAt: at,
      // The list shows what somebody said: a notice is the same in every conversation.
      ...(text === undefined ? {} : { lastSeq: current.lastSeq + 1 }),
    });
    if (notice && text !== undefined) {
      await this.appender.append(tx, changed, { authorKind: 'system', text, notice: notice.kind }, at);
    }
    const previous = {
      ...(current.agentId ? { previousAgentId: current.agentId } : {}),
      ...(change.by ? { by: personOf(change.by) } : {}),
    };
    await this.announce(tx, changed, change.transition, current.status, previous);
    // What was said while nobody answered waits for the bot now.
    if (changed.status === 'bot' && changed.lastShopperSeq > changed.answeredSeq) {
      const { id: conversationId, lastShopperSeq: seq } = changed;
      await this.outbox.publish(tx, 'message.received', { conversationId, seq }, { key: conversationId });
    }
    return changed;
  }

  private async announce(
    tx: Tx,
    c: ConversationRecord,
    transition: TransitionName,
    from: ConversationStatus,
    other: Pick<ConversationChanged, 'previousAgentId' | 'by'> = {},
  ): Promise<void> {
    const payload: ConversationChanged = {
      conversation: toWireConversation(c),
      shopperId: c.shopperId,
      transition,
      from,
      ...other,
      ...(c.severity ? { severity: c.severity } : {}),
      ...(c.handoffReasons.length > 0 ? { reasons: c.handoffReasons } : {}),
      ...(c.skill ? { skill: c.skill } : {}),
    };
    await this.outbox.publishAll(tx, [
      { event: 'conversation.changed', payload, key: c.id },
      ...(c.channel === 'web' ? [] : [{ event: 'outbound.conversation' as const, payload, key: c.id }]),
    ]);
  }
}

export const noAgent = { agentId: null, agentName: null, assignedAt: null } as const;
const noWait = { waitingSince: null, queuedAt: null, firstReplyDueAt: null } as const;

function personOf({ id, name }: { id: string; name: string }): { id: string; name: string } {
  return { id, name };
}

/** The owner may act, and who supervises. */
function mayAct(current: ConversationRecord, by: ActingAgent): void {
  if (current.status !== 'assigned') throw new AppError('TRANSITION_NOT_ALLOWED', { from: current.status });
  if (current.agentId !== by.id && by.role !== 'supervisor' && by.role !== 'admin') throw new AppError('NOT_OWNER');
}
