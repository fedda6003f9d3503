import { Injectable } from '@nestjs/common';
import type { ConversationChanged, EventMap, WireConversation, WireMessage } from '#kernel';
import { Metrics, OnEvent, Realtime, rooms } from '#platform';
import {
  ConversationService,
  toShopperConversation,
  toShopperMessage,
  toWireConversation,
  type ConversationRecord,
} from '#conversation';
import { ShopperScreens } from '../web/shopper-screens.js';

/** The bot's last words before a change of owner are among so many last messages. */
const BEFORE_CHANGE = 8;

/**
 * Brings what is stored to the screens that are open. The sockets hold a cursor each and fetch what a push has missed, so a push is
 * done when it has left.
 */
@Injectable()
export class WebDelivery {
  constructor(
    private readonly realtime: Realtime,
    private readonly conversations: ConversationService,
    private readonly screens: ShopperScreens,
    private readonly metrics: Metrics,
  ) {}

  @OnEvent('message.appended', 'delivery.message')
  async onMessage({ message, shopperId, status }: EventMap['message.appended']): Promise<void> {
    this.metrics.messages.inc({ author: message.author.kind });
    this.screens.message(shopperId, toShopperMessage(message));
    const room = rooms.conversation(message.conversationId);
    // Who waits in the queue concerns everybody; an assigned conversation its owner and the supervisors.
    this.realtime.toAgents(status === 'queued' ? [room, rooms.agents] : room).emit('message.created', message);
  }

  @OnEvent('note.appended', 'delivery.note')
  async onNote({ note }: EventMap['note.appended']): Promise<void> {
    this.realtime.toAgents(rooms.conversation(note.conversationId)).emit('note.created', note);
  }

  @OnEvent('conversation.changed', 'delivery.conversation')
  async onConversation(change: ConversationChanged): Promise<void> {
    const { conversation, from, shopperId } = change;
    const botLostIt = from === 'bot' && conversation.status !== 'bot';
    const before = botLostIt ? await this.before(conversation) : [];
    this.screens.changed(shopperId, toShopperConversation(conversation), before);
    const room = rooms.conversation(conversation.id);
    const concernsAll = [from, conversation.status].some((status) => status === 'queued' || status === 'assigned');
    const item = await this.conversations.item(conversation.id);
    this.realtime.toAgents(concernsAll ? [room, rooms.agents] : room).emit('conversation.changed', item);
  }

  @OnEvent('conversation.moved', 'delivery.moved')
  async onMoved({ conversationId }: EventMap['conversation.moved']): Promise<void> {
    const record = await this.conversations.get(conversationId);
    const conversation = toWireConversation(record);
    this.screens.changed(record.shopperId, toShopperConversation(conversation), await this.before(conversation));
    const room = rooms.conversation(conversationId);
    this.realtime
      .toAgents(conversation.status === 'queued' ? [room, rooms.agents] : room)
      .emit('conversation.changed', await this.conversations.item(conversationId));
  }

  /** Before a shopper gets an answer that tells of a change of owner: what the bot had said before stands on the screen first. */
  async beforeAnswer(conversation: ConversationRecord): Promise<void> {
    const wire = toWireConversation(conversation);
    this.screens.answered(conversation.shopperId, toShopperConversation(wire), await this.before(wire));
  }

  private async before({ id, lastSeq }: WireConversation): Promise<WireMessage[]> {
    const { messages } = await this.conversations.messages(id, Math.max(0, lastSeq - BEFORE_CHANGE), BEFORE_CHANGE);
    return messages.filter((m) => m.seq <= lastSeq).map(toShopperMessage);
  }
}
