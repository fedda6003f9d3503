import { Injectable } from '@nestjs/common';
import type { ConversationChanged, EventMap } from '#kernel';
import { Metrics, OnEvent, Realtime, rooms } from '#platform';
import { ConversationService, toShopperConversation, toShopperMessage } from '#conversation';
import { WebAnswerStream } from '../web/web-answer-stream.js';

/**
 * Brings what is stored to the screens that are open. The sockets hold a cursor each and fetch what a push has missed, so a push is
 * done when it has left.
 */
@Injectable()
export class WebDelivery {
  constructor(
    private readonly realtime: Realtime,
    private readonly conversations: ConversationService,
    private readonly stream: WebAnswerStream,
    private readonly metrics: Metrics,
  ) {}

  @OnEvent('message.appended', 'delivery.message')
  async onMessage({ message, shopperId, status }: EventMap['message.appended']): Promise<void> {
    this.metrics.messages.inc({ author: message.author.kind });
    this.realtime.toShopper(shopperId).emit('message.created', toShopperMessage(message));
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
    this.stream.fence(conversation.id, conversation.ownershipVersion);
    this.realtime.toShopper(shopperId).emit('conversation.changed', toShopperConversation(conversation));
    const room = rooms.conversation(conversation.id);
    const concernsAll = [from, conversation.status].some((status) => status === 'queued' || status === 'assigned');
    const item = await this.conversations.item(conversation.id);
    this.realtime.toAgents(concernsAll ? [room, rooms.agents] : room).emit('conversation.changed', item);
  }
}
