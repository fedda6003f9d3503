import { Injectable } from '@nestjs/common';
import {
  Clock,
  newId,
  type ConversationChanged,
  type EventMap,
  type HandoffVerdict,
  type Locale,
  type MoodLabel,
} from '#kernel';
import { AppConfig, Database, Log, Metrics, OnEvent, Outbox, withLogContext } from '#platform';
import { ConversationService, TURN_LEASE_MS, TurnLedger, type BotDraft, type ConversationRecord } from '#conversation';
import { DeskService, decideHandoff, type PolicyInput } from '#handoff';
import { KnowledgeService, type KnowledgeAnswer } from '#knowledge';
import { AnswerStream } from './answer-stream.js';
import { HandoffDesk } from './handoff-desk.js';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import { MessageReader } from './reader.js';
import { cannotLook, goOn, smallTalk } from './small-talk.js';
import { actOf, onlySent, questionOf, readTurns, type TurnReading } from './transcript.js';

/** How far back a turn looks, in messages. */
const LOOK_BACK = 40;
/** A turn whose draft went stale runs again so often, then answers what it has read. */
const RERUNS = 2;
/** Below the turn's lease. */
const ANSWER_LIMIT_MS = 12_000;

type Reply = Pick<BotDraft, 'text' | 'citations' | 'outcome' | 'suggestions' | 'messageId'>;

/**
 * The only conductor of a turn: reads what the shopper has said since the last answer, asks the handoff policy, then the knowledge
 * base, and stores one answer for all of it. No transaction is open while it thinks; what it has read is checked again when it stores.
 */
@Injectable()
export class TurnService {
  /** The answers that are being thought of here, by conversation. */
  private readonly thinking = new Map<string, { ownershipVersion: number; controller: AbortController }>();

  constructor(
    private readonly turns: TurnLedger,
    private readonly conversations: ConversationService,
    private readonly reader: MessageReader,
    private readonly knowledge: KnowledgeService,
    private readonly handoff: HandoffDesk,
    private readonly settings: HandoffSettingsReader,
    private readonly desk: DeskService,
    private readonly stream: AnswerStream,
    private readonly outbox: Outbox,
    private readonly db: Database,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  @OnEvent('message.received', 'turn.run')
  async onReceived({ conversationId, seq }: EventMap['message.received']): Promise<void> {
    await withLogContext({ conversationId }, () => this.run(conversationId, seq));
  }

  /** Saves the model's time and the next turn's; what comes from it none the less is refused when it is to be stored. */
  @OnEvent('conversation.changed', 'turn.give-up')
  async onChanged({ conversation }: ConversationChanged): Promise<void> {
    const thought = this.thinking.get(conversation.id);
    if (thought && thought.ownershipVersion < conversation.ownershipVersion) thought.controller.abort();
  }

  /** Answers until nothing is left to answer. */
  private async run(conversationId: string, seq: number): Promise<void> {
    for (;;) {
      const claim = await this.turns.claim(conversationId);
      if (claim.kind === 'idle') return;
      if (claim.kind === 'busy') {
        // Whoever has the turn sees this message too; if that process has died, the turn is taken up when its lease has run out.
        return this.lookAgain(conversationId, seq, TURN_LEASE_MS);
      }
      try {
        if ((await this.turn(claim.conversation, claim.leaseId, seq)) === 'done') return;
      } catch (error) {
        await this.turns.release(conversationId, claim.leaseId);
        throw error;
      }
    }
  }

  /**
   * One claimed turn. Storing an answer and changing the owner give the turn free in the same transaction, so whatever comes after
   * that finds it free and whatever came before was seen. `again`: something is left to answer.
   */
  private async turn(claimed: ConversationRecord, leaseId: string, seq: number): Promise<'done' | 'again'> {
    const started = performance.now();
    for (let rerun = 0; ; rerun++) {
      const conversation = rerun === 0 ? claimed : await this.conversations.get(claimed.id);
      if (conversation.status === 'queued' && (await this.withdrawn(conversation))) return 'again';
      if (conversation.status !== 'bot' || conversation.lastShopperSeq <= conversation.answeredSeq) {
        await this.turns.release(conversation.id, leaseId);
        return 'done';
      }
      const reading = await this.read(conversation);
      const wait = this.waitsFor(reading);
      if (wait > 0) {
        await this.turns.release(conversation.id, leaseId);
        await this.lookAgain(conversation.id, seq, wait);
        return 'done';
      }
      const outcome = await this.decide(conversation, reading, rerun >= RERUNS);
      if (outcome === 'stale') continue;
      this.metrics.turns.inc({ outcome });
      this.metrics.turnSeconds.observe((performance.now() - started) / 1000);
      // Only an answer that was stored although more had been said leaves something over.
      return rerun >= RERUNS ? 'again' : 'done';
    }
  }

  private async read(conversation: ConversationRecord): Promise<TurnReading> {
    const afterSeq = Math.max(0, conversation.answeredSeq - LOOK_BACK);
    const { messages } = await this.conversations.messages(conversation.id, afterSeq, LOOK_BACK + 200);
    const upTo = messages.filter((m) => m.seq <= conversation.lastSeq);
    return readTurns(upTo, conversation.answeredSeq, (m) => this.reader.read(m));
  }

  /** Milliseconds to wait for what follows a greeting or a fragment; a clear question never waits. */
  private waitsFor({ fresh }: TurnReading): number {
    const act = actOf(fresh);
    const last = fresh.at(-1);
    // Who sends a picture often says a moment later what it is about.
    const beginning = act === 'fragment' || act === 'greeting' || onlySent(fresh) !== undefined;
    if (!last || !beginning || fresh.some((m) => m.understanding.signals.length > 0)) return 0;
    const age = this.clock.now().getTime() - new Date(last.message.createdAt).getTime();
    return Math.max(0, this.config.fragmentWaitMs - age);
  }

  private async lookAgain(conversationId: string, seq: number, delayMs: number): Promise<void> {
    await this.outbox.publish(
      this.db.manager,
      'message.received',
      { conversationId, seq },
      { key: conversationId, delayMs },
    );
  }

  private async decide(conversation: ConversationRecord, reading: TurnReading, loose: boolean): Promise<string> {
    const { fresh, history } = reading;
    const first = fresh[0];
    const last = fresh.at(-1);
    if (!first || !last) return 'nothing';
    // A message without words says nothing of its language.
    const locale = fresh.findLast((m) => m.text !== '')?.understanding.language ?? conversation.locale;
    const mood = last.understanding.sentiment.label;
    const input: PolicyInput = {
      messages: fresh.map(({ seq, text, understanding }) => ({ seq, text, understanding })),
      history,
      settings: await this.settings.current(),
      businessHours: { open: await this.desk.openByHours() },
      ...(conversation.shopperTier ? { member: { tier: conversation.shopperTier } } : {}),
    };
    const before = decideHandoff(input);
    if (before.decision) return (await this.handoff.byVerdict(conversation, input, before, mood)) ? 'handoff' : 'stale';

    const range = {
      conversationId: conversation.id,
      ownershipVersion: conversation.ownershipVersion,
      fromSeq: conversation.answeredSeq + 1,
      toSeq: last.seq,
    };
    const act = actOf(fresh);
    const sent = onlySent(fresh);
    const words = sent
      ? cannotLook(sent, locale)
      : act === 'fragment' && history.length === 0
        ? goOn(locale)
        : smallTalk(act, locale);
    if (words !== undefined) {
      const stored = await this.store({ ...range, text: words, mood, loose }, input, before);
      if (stored && act === 'farewell' && !sent) await this.conversations.resolveByBot(conversation.id, 'farewell');
      return stored ? 'small_talk' : 'stale';
    }
    return this.answer(conversation, reading, input, { ...range, mood, loose }, locale);
  }

  private async answer(
    conversation: ConversationRecord,
    reading: TurnReading,
    input: PolicyInput,
    range: Omit<BotDraft, 'text'> & { mood: MoodLabel },
    locale: Locale,
  ): Promise<string> {
    const messageId = newId();
    let pieces = 0;
    const withdrawPieces = (): void => {
      if (pieces > 0) this.stream.discard(conversation.shopperId, conversation.id, messageId);
    };
    const question = questionOf(reading.fresh);
    const lost = this.watchOwner(conversation);
    let answer: KnowledgeAnswer;
    try {
      answer = await this.knowledge.answerStream(
        { question, locale, storeId: conversation.storeId ?? undefined, history: reading.asked },
        {
          signal: AbortSignal.any([lost.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
          onSentence: ({ text }) => {
            this.stream.piece(conversation.shopperId, {
              messageId,
              conversationId: conversation.id,
              ownershipVersion: conversation.ownershipVersion,
              index: pieces++,
              text,
            });
          },
        },
      );
    } catch (error) {
      withdrawPieces();
      if (lost.signal.aborted) return 'stale';
      throw error;
    } finally {
      this.thinking.delete(conversation.id);
    }
    const articleIds = answer.citations.map((c) => c.articleId);
    const full: PolicyInput = {
      ...input,
      answer: { outcome: answer.outcome, confidence: answer.confidence, certainty: answer.certainty, articleIds },
    };
    const verdict = decideHandoff(full);
    if (verdict.decision) {
      withdrawPieces();
      return (await this.handoff.byVerdict(conversation, full, verdict, range.mood)) ? 'handoff' : 'stale';
    }
    const stored = await this.store(
      { ...range, ...toReply(answer), ...(pieces > 0 ? { messageId } : {}) },
      full,
      verdict,
    );
    if (!stored) {
      withdrawPieces();
      return 'stale';
    }
    if (answer.outcome === 'abstained') await this.recordGap(question, locale);
    return answer.outcome;
  }

  /** Aborted when this process hears that the conversation has another owner: nobody waits for the answer any more. */
  private watchOwner({ id, ownershipVersion }: ConversationRecord): AbortController {
    const controller = new AbortController();
    this.thinking.set(id, { ownershipVersion, controller });
    return controller;
  }

  private async store(draft: BotDraft, input: PolicyInput, verdict: HandoffVerdict): Promise<boolean> {
    const stored = await this.turns.appendBotReply(draft, (tx) =>
      this.handoff.keep(tx, draft.conversationId, input, verdict),
    );
    return stored !== undefined;
  }

  /** Somebody who waits for a person has said that none is needed: back to the bot, which then answers. */
  private async withdrawn(conversation: ConversationRecord): Promise<boolean> {
    if (conversation.severity === 'critical') return false;
    const { fresh } = await this.read(conversation);
    if (!fresh.some((m) => m.understanding.act === 'withdrawal')) return false;
    await this.conversations.withdraw(conversation.id);
    return true;
  }

  private async recordGap(question: string, locale: Locale): Promise<void> {
    try {
      await this.knowledge.recordGap(question, locale);
    } catch (error) {
      this.log.warn({ error }, 'a gap could not be recorded');
    }
  }
}

function toReply(answer: KnowledgeAnswer): Reply {
  return { text: answer.answer, citations: answer.citations, outcome: answer.outcome, suggestions: answer.suggestions };
}
