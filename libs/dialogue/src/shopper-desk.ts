import { Injectable } from '@nestjs/common';
import { AppError, type Channel, type Locale, type PageContext, type WireMessage } from '#kernel';
import type { Tx } from '#platform';
import { AttachmentsService } from '#attachments';
import { ConversationService, Inbox, cleanText, type ConversationRecord, type Received } from '#conversation';
import { CustomersService, type ShopperSession } from '#customers';
import { HandoffDesk } from './handoff-desk.js';
import { MessageReader } from './reader.js';

/** What a shopper can do, whatever the channel. Another shopper's conversation does not exist. */
@Injectable()
export class ShopperDesk {
  constructor(
    private readonly customers: CustomersService,
    private readonly conversations: ConversationService,
    private readonly inbox: Inbox,
    private readonly handoff: HandoffDesk,
    private readonly reader: MessageReader,
    private readonly attachments: AttachmentsService,
  ) {}

  /** The latest conversation with its last messages; nothing is stored for who only looks. */
  async history(
    session: ShopperSession,
    limit: number,
  ): Promise<{ conversation: ConversationRecord | null; messages: WireMessage[]; hasMore: boolean }> {
    const conversation = session.stored ? await this.conversations.latestOf(session.shopperId) : undefined;
    if (!conversation) return { conversation: null, messages: [], hasMore: false };
    return { conversation, ...(await this.conversations.lastMessages(conversation, limit)) };
  }

  /**
   * Stores a message; when this returns it is durable and owed an answer. Throws TEXT_EMPTY, TEXT_TOO_LONG,
   * ATTACHMENT_NOT_FOUND, ATTACHMENT_ALREADY_SENT.
   */
  async send(
    session: ShopperSession,
    input: { clientId: string; text?: string; attachmentIds?: string[]; context?: PageContext; storeId?: string },
  ): Promise<Received> {
    const enclosed = await this.attachments.enclose({ kind: 'shopper', id: session.shopperId }, input.attachmentIds);
    const text = cleanText(input.text ?? '');
    const received = await this.inbox.receive(
      {
        ...this.shopper(session, input.storeId),
        externalId: `${session.shopperId}:${input.clientId}`,
        clientId: input.clientId,
        text,
        enclosed,
        context: input.context && Object.keys(input.context).length > 0 ? input.context : undefined,
        onlyThanks: await this.isOnlyThanks(text),
      },
      (tx) => this.customers.ensureStored(tx, session),
    );
    session.stored = true;
    return received;
  }

  /**
   * As `send`, for a channel with ids of its own. `work`: the caller's part of the same transaction, before the message (storing a new
   * shopper) and after it (not for a repeat). Throws TEXT_EMPTY, TEXT_TOO_LONG, ATTACHMENT_NOT_FOUND.
   */
  async take(
    shopper: { id: string; locale: Locale; name?: string; tier?: string },
    input: { channel: Channel; externalId: string; text: string; attachmentIds?: string[]; context?: PageContext },
    work: { before: (tx: Tx) => Promise<void>; after: (tx: Tx, stored: Received) => Promise<void> },
  ): Promise<Received> {
    const { attachmentIds, ...message } = input;
    const enclosed = await this.attachments.enclose({ kind: 'shopper', id: shopper.id }, attachmentIds);
    const text = cleanText(input.text);
    return this.inbox.receive(
      {
        ...message,
        text,
        enclosed,
        shopperId: shopper.id,
        locale: shopper.locale,
        shopperName: shopper.name,
        shopperTier: shopper.tier,
        onlyThanks: await this.isOnlyThanks(text),
      },
      work.before,
      work.after,
    );
  }

  /** The shopper's open conversation, else the latest one. */
  latestOf(shopperId: string): Promise<ConversationRecord | undefined> {
    return this.conversations.latestOf(shopperId);
  }

  async sync(
    session: ShopperSession,
    conversationId: string,
    afterSeq: number,
    limit: number,
  ): Promise<{ messages: WireMessage[]; hasMore: boolean }> {
    await this.own(session, conversationId);
    return this.conversations.messages(conversationId, afterSeq, limit);
  }

  /** Asks for a person: to the queue from wherever the bot has it, also when nobody is online. */
  async requestHuman(session: ShopperSession, conversationId?: string, storeId?: string): Promise<ConversationRecord> {
    if (conversationId !== undefined) await this.own(session, conversationId);
    const open = await this.inbox.ensureOpen(this.shopper(session, storeId), (tx) =>
      this.customers.ensureStored(tx, session),
    );
    session.stored = true;
    if (open.status !== 'bot') return open;
    return this.handoff.byButton(open);
  }

  /** Leaves the queue, back to the bot. Throws NOT_QUEUED, CRITICAL_STAYS. */
  async leaveQueue(session: ShopperSession, conversationId: string): Promise<ConversationRecord> {
    await this.own(session, conversationId);
    return this.conversations.withdraw(conversationId);
  }

  /** Throws CONVERSATION_NOT_FOUND when it is not this shopper's. */
  async own(session: ShopperSession, conversationId: string): Promise<ConversationRecord> {
    const conversation = await this.conversations.get(conversationId);
    if (conversation.shopperId !== session.shopperId) throw new AppError('CONVERSATION_NOT_FOUND');
    return conversation;
  }

  /** A message of the bot in this shopper's conversation. Throws MESSAGE_NOT_FOUND. */
  async ownAnswer(session: ShopperSession, messageId: string): Promise<WireMessage> {
    const message = await this.conversations.botMessage(messageId);
    const { shopperId } = await this.conversations.get(message.conversationId);
    if (shopperId !== session.shopperId) throw new AppError('MESSAGE_NOT_FOUND');
    return message;
  }

  private async isOnlyThanks(text: string): Promise<boolean> {
    const act = text === '' ? undefined : (await this.reader.readText(text)).act;
    return act === 'thanks' || act === 'farewell' || act === 'acknowledgement';
  }

  private shopper(session: ShopperSession, storeId: string | undefined) {
    return {
      shopperId: session.shopperId,
      channel: 'web' as const,
      locale: session.locale,
      storeId,
      shopperName: session.name ?? undefined,
      shopperTier: session.tier ?? undefined,
    };
  }
}
