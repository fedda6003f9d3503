import { Injectable } from '@nestjs/common';
import { Clock, type Mention, type WireNote } from '#kernel';
import { Database, Outbox, type Tx } from '#platform';
import { ConversationRepository } from './conversation.repository.js';
import { MentionRepository } from './mention.repository.js';
import { toWireItem, toWireNote } from './records.js';

const SHOWN = 50;

/** Agents who are called in notes. Who is called may read the conversation, whoever has it. */
@Injectable()
export class Mentions {
  constructor(
    private readonly db: Database,
    private readonly mentions: MentionRepository,
    private readonly conversations: ConversationRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Records in the note's transaction whom it calls, and owes them a notice. Nobody calls oneself. */
  async call(tx: Tx, note: WireNote, agents: readonly { id: string }[]): Promise<void> {
    const agentIds = agents.map(({ id }) => id).filter((id) => id !== note.author.id);
    if (agentIds.length === 0) return;
    await this.mentions.add(tx, note, agentIds);
    await this.outbox.publish(tx, 'note.mentioned', { note, agentIds }, { key: note.conversationId });
  }

  isCalled(agentId: string, conversationId: string): Promise<boolean> {
    return this.mentions.has(this.db.manager, agentId, conversationId);
  }

  /** The last notes that call an agent, those not seen first. */
  async of(agentId: string): Promise<Mention[]> {
    const rows = await this.mentions.of(this.db.manager, agentId, SHOWN);
    const mentions = await Promise.all(
      rows.map(async ({ seenAt, ...row }): Promise<Mention | undefined> => {
        const conversation = await this.conversations.find(this.db.manager, row.conversationId);
        if (!conversation) return undefined;
        return {
          conversation: toWireItem(conversation),
          note: toWireNote(row),
          ...(seenAt ? { seenAt: seenAt.toISOString() } : {}),
        };
      }),
    );
    return mentions.filter((mention) => mention !== undefined);
  }

  /** The agent has looked at the conversation. */
  seen(agentId: string, conversationId: string): Promise<void> {
    return this.mentions.seen(this.db.manager, agentId, conversationId, this.clock.now());
  }
}
