import { Injectable } from '@nestjs/common';
import { Clock, type Channel, type ChannelDelivery, type UndeliveredMessage } from '#kernel';
import { Database, Realtime, rooms } from '#platform';
import { ConversationService } from '#conversation';
import { ChannelDeliveries } from '#dialogue';
import { DeliveryRepository, type WayRecord } from '../store/delivery.repository.js';
import { budgetOf, GRANTS, type Budget } from './budget.js';
import { sendsFiles } from './outgoing.js';

/** What agents see of a conversation's way to WeChat. */
@Injectable()
export class Deliveries extends ChannelDeliveries {
  constructor(
    private readonly db: Database,
    private readonly ways: DeliveryRepository,
    private readonly conversations: ConversationService,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of({ id, channel }: { id: string; channel: Channel }): Promise<ChannelDelivery | undefined> {
    const way = channel === 'wechat' ? await this.ways.way(this.db.manager, id) : undefined;
    if (!way) return undefined;
    const undelivered = await this.ways.undelivered(this.db.manager, id);
    const budget = way.sends === 'passive' ? NOTHING : budgetOf(way.windows, this.clock.now().getTime());
    const { left, until } = budget;
    return {
      conversationId: id,
      channel,
      account: { id: way.accountId, name: way.name ?? way.accountId, kind: way.kind ?? 'official' },
      budget: { left, limit: GRANTS.message.replies, until: until === null ? null : new Date(until).toISOString() },
      next: nextOf(way, budget, undelivered),
      files: way.kind !== null && sendsFiles(way.kind),
      upToSeq: way.queuedSeq,
      undelivered,
    };
  }

  /** Tells agents how conversations fare, now that it has changed. */
  async tell(conversationIds: Iterable<string>): Promise<void> {
    for (const id of new Set(conversationIds)) {
      const delivery = await this.of(await this.conversations.get(id));
      if (delivery) this.realtime.toAgents(rooms.conversation(id)).emit('delivery.changed', delivery);
    }
  }

  /** The same for the conversation with a user, whichever it is now. */
  async tellOf(peerId: string): Promise<void> {
    await this.tell(await this.ways.conversationsWith(this.db.manager, peerId, 1));
  }
}

const NOTHING: Budget = { left: 0, until: null };

function nextOf(
  { kind, sends, problem, leftAt }: WayRecord,
  { left, until }: Budget,
  undelivered: readonly UndeliveredMessage[],
): ChannelDelivery['next'] {
  if (kind === null || problem !== null) return { goes: false, reason: 'ACCOUNT_PROBLEM' };
  if (leftAt !== null) return { goes: false, reason: 'USER_LEFT' };
  if (sends === 'passive') return { goes: false, reason: 'NO_PERMISSION' };
  if (undelivered.some(({ reason }) => reason === 'SERVED_ELSEWHERE'))
    return { goes: false, reason: 'SERVED_ELSEWHERE' };
  if (left === 0) return { goes: false, reason: until === null ? 'WINDOW_CLOSED' : 'BUDGET_EXHAUSTED' };
  return { goes: true };
}
