import { Injectable } from '@nestjs/common';
import {
  toLocale,
  type Briefing,
  type CaseFile,
  type FollowUp,
  type Understanding,
  type WireCustomer,
  type WireMessage,
} from '#kernel';
import { ConversationService, toWireItem, type ConversationRecord } from '#conversation';
import { CustomersService } from '#customers';
import { BriefingWriter } from '#handoff';
import { TicketsService } from '#tickets';
import { ChannelDeliveries } from './channel-deliveries.js';
import { MessageReader } from './reader.js';

/** An agent gets all messages since the first one, so a long history is read in pages. */
const PAGE = 500;
const MOST = 5_000;

/** Puts together what an agent must know of a case. */
@Injectable()
export class CaseFileService {
  constructor(
    private readonly conversations: ConversationService,
    private readonly customers: CustomersService,
    private readonly reader: MessageReader,
    private readonly briefings: BriefingWriter,
    private readonly tickets: TicketsService,
    private readonly deliveries: ChannelDeliveries,
  ) {}

  /** `locale`: the agent's language, for the briefing. Throws CONVERSATION_NOT_FOUND. */
  async read(conversationId: string, locale: string): Promise<CaseFile> {
    const conversation = await this.conversations.get(conversationId);
    const messages = await this.allMessages(conversation);
    const [notes, customer, briefing, followUp, delivery] = await Promise.all([
      this.conversations.notes(conversation.id),
      this.customer(conversation),
      this.briefing(conversation, messages, locale),
      this.followUp(conversation.id),
      this.deliveries.of(conversation),
    ]);
    return {
      conversation: toWireItem(conversation),
      messages,
      notes,
      briefing,
      customer,
      reasons: conversation.handoffReasons,
      followUp,
      ...(delivery ? { delivery } : {}),
    };
  }

  private async allMessages(conversation: ConversationRecord): Promise<WireMessage[]> {
    const all: WireMessage[] = [];
    for (let afterSeq = 0; all.length < MOST;) {
      const { messages, hasMore } = await this.conversations.messages(conversation.id, afterSeq, PAGE);
      all.push(...messages);
      afterSeq = messages.at(-1)?.seq ?? afterSeq;
      if (!hasMore) break;
    }
    return all;
  }

  private async briefing(
    conversation: ConversationRecord,
    messages: WireMessage[],
    locale: string,
  ): Promise<Briefing | null> {
    const understandings = new Map<number, Understanding>();
    for (const message of messages) {
      if (message.author.kind === 'shopper' && message.text !== '')
        understandings.set(message.seq, await this.reader.read(message));
    }
    if (understandings.size === 0 && conversation.handoffReasons.length === 0) return null;
    return this.briefings.write(conversation.id, {
      messages,
      understandings,
      reasons: conversation.handoffReasons,
      locale: toLocale(locale),
    });
  }

  private async followUp(conversationId: string): Promise<FollowUp | null> {
    const open = (await this.tickets.ofConversation(conversationId)).find((ticket) => ticket.status === 'open');
    if (!open) return null;
    return {
      cause: open.cause,
      createdAt: open.createdAt.toISOString(),
      answerDueAt: open.answerDueAt.toISOString(),
      closeDueAt: open.closeDueAt.toISOString(),
    };
  }

  private async customer(conversation: ConversationRecord): Promise<WireCustomer> {
    const [shopper, conversations] = await Promise.all([
      this.customers.find(conversation.shopperId),
      this.conversations.ofShopper(conversation.shopperId),
    ]);
    const customer: WireCustomer = {
      id: conversation.shopperId,
      channels: [...new Set(conversations.map((c) => c.channel))],
      conversations: conversations.map(({ id, channel, status, createdAt }) => ({
        ...{ id, channel, status },
        createdAt: createdAt.toISOString(),
      })),
    };
    if (shopper?.name) customer.name = shopper.name;
    if (shopper?.memberId) customer.memberId = shopper.memberId;
    if (shopper?.tier) customer.tier = shopper.tier;
    if (shopper && shopper.tags.length > 0) customer.tags = shopper.tags;
    return customer;
  }
}
