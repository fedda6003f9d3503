import { Injectable } from '@nestjs/common';
import type { EventMap } from '#kernel';
import { OnEvent, Realtime, rooms } from '#platform';
import { ConversationService } from '#conversation';

/** Tells agents who are called in a note, on all their screens. Who is not here finds it in the list. */
@Injectable()
export class MentionDelivery {
  constructor(
    private readonly conversations: ConversationService,
    private readonly realtime: Realtime,
  ) {}

  @OnEvent('note.mentioned', 'agents.mention')
  async onMentioned({ note, agentIds }: EventMap['note.mentioned']): Promise<void> {
    const conversation = await this.conversations.item(note.conversationId);
    this.realtime.toAgents(agentIds.map((id) => rooms.agent(id))).emit('note.mentioned', { conversation, note });
  }
}
