import { Injectable } from '@nestjs/common';
import { AppError, Clock, newId, type Channel, type Locale, type PageContext, type WireMessage } from '#kernel';
import { Database, TransactionRunner, violatedConstraint, type Tx } from '#platform';
import { MessageAppender, preview } from './append.js';
import { ConversationRepository } from './conversation.repository.js';
import { REOPEN_WITHIN_MS } from './lifecycle.js';
import { Ownership } from './ownership.js';
import { toWireMessage, type ConversationRecord, type Enclosed } from './records.js';

export const MAX_TEXT = 4000;

/** A shopper's message as a channel hands it in. */
export interface InboundMessage {
  shopperId: string;
  channel: Channel;
  /** The channel's own id of the message, unique within the channel: the second arrival is the first one. */
  externalId: string;
  clientId?: string;
  text: string;
  enclosed?: Enclosed;
  context?: PageContext;
  locale: Locale;
  storeId?: string;
  shopperName?: string;
  shopperTier?: string;
  /** True when the words are only thanks or a farewell: they do not reopen an agent's resolved case. */
  onlyThanks?: boolean;
}

export interface Received {
  message: WireMessage;
  conversation: ConversationRecord;
  duplicate: boolean;
}

/** Control characters that no text needs and PostgreSQL or a terminal chokes on; tab and line breaks stay. */
const CONTROL = /(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu;

/** A text of nothing but white space and signs that steer its layout: nobody sees anything. */
const INVISIBLE = /^[\s\p{Cf}]*$/u;

/** The text as it is stored: control characters out, lone surrogates replaced; '' when nothing visible is left. Throws TEXT_TOO_LONG. */
export function cleanText(text: string): string {
  if (text.length > MAX_TEXT * 4) throw new AppError('TEXT_TOO_LONG', { max: MAX_TEXT });
  const clean = text.toWellFormed().replace(CONTROL, '').trim();
  if ([...clean].length > MAX_TEXT) throw new AppError('TEXT_TOO_LONG', { max: MAX_TEXT });
  return INVISIBLE.test(clean) ? '' : clean;
}

/** Where every shopper's message comes in, whatever the channel. */
@Injectable()
export class Inbox {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly conversations: ConversationRepository,
    private readonly appender: MessageAppender,
    private readonly ownership: Ownership,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a message in the shopper's open conversation, opened or reopened here, and owes it a turn. One transaction; when this
   * returns, kill -9 loses nothing. A message that is already stored is returned as it is.
   *
   * @param alongside further work of the caller in the same transaction (storing a new shopper).
   * @param after the same, with what was stored; not called for a message that was stored already.
   */
  async receive(
    inbound: InboundMessage,
    alongside?: (tx: Tx) => Promise<void>,
    after?: (tx: Tx, stored: Received) => Promise<void>,
  ): Promise<Received> {
    const text = cleanText(inbound.text);
    if (text === '' && !inbound.enclosed) throw new AppError('TEXT_EMPTY');
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.transactions.run(async (tx) => {
          await alongside?.(tx);
          const stored = await this.store(tx, { ...inbound, text });
          await after?.(tx, stored);
          return stored;
        });
      } catch (error) {
        if (violatedConstraint(error) === undefined || attempt >= 3) throw error;
        // Nothing of this try is stored. Mostly the message is there already: then it is the answer; else a race was lost: once more.
        const known = await this.stored(inbound);
        if (known) return known;
      }
    }
  }

  /** The shopper's open conversation, opened or reopened (to the bot) when there is none: for a wish without words. */
  async ensureOpen(
    shopper: Pick<InboundMessage, 'shopperId' | 'channel' | 'locale' | 'storeId' | 'shopperName' | 'shopperTier'>,
    alongside?: (tx: Tx) => Promise<void>,
  ): Promise<ConversationRecord> {
    return this.transactions.run(async (tx) => {
      await alongside?.(tx);
      return this.openConversation(tx, { ...shopper, onlyThanks: true }, this.clock.now());
    });
  }

  private async stored(inbound: InboundMessage): Promise<Received | undefined> {
    const row = await this.conversations.findByExternalId(this.db.manager, inbound.channel, inbound.externalId);
    if (!row) return undefined;
    const conversation = await this.conversations.find(this.db.manager, row.conversationId);
    if (!conversation || conversation.shopperId !== inbound.shopperId) throw new AppError('CONVERSATION_NOT_FOUND');
    return { message: toWireMessage(row), conversation, duplicate: true };
  }

  private async store(tx: Tx, inbound: InboundMessage): Promise<Received> {
    const at = this.clock.now();
    const said = { text: preview(inbound.text), channel: inbound.channel };
    const conversation =
      (await this.conversations.nextInOpen(tx, inbound.shopperId, said, at)) ??
      (await this.conversations.nextForShopper(tx, (await this.openConversation(tx, inbound, at)).id, said, at));
    const waits = conversation.status === 'bot' || conversation.status === 'queued';
    const row = await this.appender.append(
      tx,
      conversation,
      {
        authorKind: 'shopper',
        authorId: inbound.shopperId,
        authorName: inbound.shopperName ?? conversation.shopperName,
        text: inbound.text,
        clientId: inbound.clientId ?? null,
        channel: inbound.channel,
        externalId: inbound.externalId,
        attachments: inbound.enclosed?.attachments ?? null,
        context: inbound.context ?? null,
      },
      at,
      waits
        ? [
            {
              event: 'message.received',
              payload: { conversationId: conversation.id, seq: conversation.lastSeq },
              key: conversation.id,
            },
          ]
        : [],
    );
    // After the message: a repeat is known by it, before its attachments are found to be sent.
    await inbound.enclosed?.bind(tx, {
      messageId: row.id,
      conversationId: conversation.id,
      shopperId: conversation.shopperId,
    });
    return { message: toWireMessage(row), conversation, duplicate: false };
  }

  private async openConversation(
    tx: Tx,
    inbound: Omit<InboundMessage, 'externalId' | 'text'>,
    at: Date,
  ): Promise<ConversationRecord> {
    const latest = await this.conversations.lockLatest(tx, inbound.shopperId);
    if (latest && latest.status !== 'resolved') return latest;
    if (latest?.resolvedAt && at.getTime() - latest.resolvedAt.getTime() <= REOPEN_WITHIN_MS) {
      return this.ownership.reopen(tx, latest, inbound.onlyThanks ?? false, at);
    }
    const opened = await this.ownership.open(tx, {
      id: newId(),
      shopperId: inbound.shopperId,
      channel: inbound.channel,
      locale: inbound.locale,
      storeId: inbound.storeId ?? null,
      shopperName: inbound.shopperName ?? null,
      shopperTier: inbound.shopperTier ?? null,
      at,
    });
    // Lost the race against another first message: the winner has committed, so now it can be locked.
    const conversation = opened ?? (await this.conversations.lockLatest(tx, inbound.shopperId));
    if (!conversation) throw new Error('neither opened nor found a conversation');
    return conversation;
  }
}
