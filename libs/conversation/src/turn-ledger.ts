import { Injectable } from '@nestjs/common';
import {
  Clock,
  newId,
  type AnswerOutcome,
  type Citation,
  type MoodLabel,
  type Suggestion,
  type WireMessage,
} from '#kernel';
import { Database, TransactionRunner, type Publication, type Tx } from '#platform';
import { MessageAppender, preview } from './append.js';
import { ConversationRepository } from './conversation.repository.js';
import { toWireMessage, type ConversationRecord } from './records.js';

/** Long enough for the slowest turn (model limits are below it); a turn whose process died is taken over after it. */
export const TURN_LEASE_MS = 20_000;

/** `busy`: another turn runs, or its process died and its lease still has to run out. `idle`: nothing waits for the bot. */
export type TurnClaim =
  { kind: 'claimed'; leaseId: string; conversation: ConversationRecord } | { kind: 'busy' } | { kind: 'idle' };

/** An answer as a turn has drafted it, with what the turn had read. */
export interface BotDraft {
  /** Given when pieces of it were shown while it grew. */
  messageId?: string;
  conversationId: string;
  ownershipVersion: number;
  /** The shopper's messages which it answers, by seq, inclusive. */
  fromSeq: number;
  toSeq: number;
  text: string;
  citations?: Citation[];
  outcome?: AnswerOutcome;
  suggestions?: Suggestion[];
  mood?: MoodLabel;
  /** The turn has run again often enough: answer what it has read though more was said since. */
  loose?: boolean;
}

/** The bookkeeping of bot turns: one at a time per conversation, and every shopper message in exactly one answer's range. */
@Injectable()
export class TurnLedger {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly conversations: ConversationRepository,
    private readonly appender: MessageAppender,
    private readonly clock: Clock,
  ) {}

  /** Takes the turn, if something waits for the bot and nobody else has it. */
  async claim(conversationId: string): Promise<TurnClaim> {
    const leaseId = newId();
    const conversation = await this.conversations.claimTurn(
      this.db.manager,
      conversationId,
      leaseId,
      this.clock.now(),
      TURN_LEASE_MS,
    );
    if (conversation) return { kind: 'claimed', leaseId, conversation };
    const current = await this.conversations.find(this.db.manager, conversationId);
    const waits =
      current !== undefined &&
      (current.status === 'bot' || current.status === 'queued') &&
      current.lastShopperSeq > current.answeredSeq;
    return { kind: waits ? 'busy' : 'idle' };
  }

  release(conversationId: string, leaseId: string): Promise<void> {
    return this.conversations.releaseTurn(this.db.manager, conversationId, leaseId);
  }

  /** After a restart of the only process of an embedded desk nobody else can hold a turn. */
  releaseAll(): Promise<void> {
    return this.conversations.releaseAllTurns(this.db.manager);
  }

  /** Stores the answer, unless owner, version or what was said have changed since the turn read them: then undefined, nothing stored. */
  async appendBotReply(
    draft: BotDraft,
    alongside?: (tx: Tx) => Promise<void>,
  ): Promise<{ message: WireMessage; conversation: ConversationRecord } | undefined> {
    const at = this.clock.now();
    return this.transactions.run(async (tx) => {
      const conversation = await this.conversations.nextForBot(
        tx,
        { ...draft, loose: draft.loose ?? false, text: preview(draft.text), mood: draft.mood ?? null },
        at,
      );
      if (!conversation) return undefined;
      const row = await this.appender.append(
        tx,
        conversation,
        {
          ...(draft.messageId ? { id: draft.messageId } : {}),
          authorKind: 'bot',
          text: draft.text,
          citations: draft.citations ?? null,
          answersFrom: draft.fromSeq,
          answersTo: draft.toSeq,
          outcome: draft.outcome ?? null,
          suggestions: draft.suggestions ?? null,
        },
        at,
        answered(draft, conversation, at),
      );
      await alongside?.(tx);
      return { message: toWireMessage(row), conversation };
    });
  }
}

function answered(draft: BotDraft, { locale }: ConversationRecord, at: Date): Publication[] {
  const articleKey = draft.outcome === 'answered' ? draft.citations?.[0]?.key : undefined;
  if (articleKey === undefined) return [];
  return [{ event: 'question.answered', payload: { articleKey, locale, at: at.toISOString() } }];
}
