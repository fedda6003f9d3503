import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Log, Outbox, TransactionRunner } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { Handover } from '../handover/handover.js';
import { opened, type WindowSource } from '../send/budget.js';
import { Postbox } from '../send/postbox.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type InboundRecord } from '../store/traffic.repository.js';
import { BROUGHT_OVER, BROUGHT_OVER_QUEUED, BROUGHT_OVER_REFUSED, WELCOME } from '../words.js';
import type { Arrival } from './arrival.js';

type Event = Exclude<Arrival, { kind: 'text' | 'media' | 'location' | 'link' | 'unknown' | 'click' }>;
type Coming = Extract<Event, { kind: 'follow' | 'scan' | 'enter' }>;

/** What users do without words: they come, go, and bring conversations over. */
@Injectable()
export class EventReader {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly api: WeChatApi,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly handover: Handover,
    private readonly postbox: Postbox,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async read(account: WeChatAccount, peer: PeerRecord, row: InboundRecord, event: Arrival): Promise<void> {
    if (event.kind === 'leave') await this.left(peer);
    else if (event.kind === 'not_delivered') await this.notDelivered(peer, event.channelMessageId);
    else if (event.kind === 'follow' || event.kind === 'scan' || event.kind === 'enter')
      await this.came(account, peer, row, event);
    await this.transactions.run((tx) => this.traffic.done(tx, row));
  }

  private async came(account: WeChatAccount, peer: PeerRecord, row: InboundRecord, event: Coming): Promise<void> {
    await this.transactions.run(async (tx) => {
      const current = await this.peers.lock(tx, peer.id);
      if (!current) return;
      // In WeChat customer service only messages allow replies; entering allows one, by its code.
      if (account.kind !== 'wecom_kf')
        await this.peers.setWindows(tx, peer.id, opened(current.windows, source(event), row.saidAt * 1000));
      if (await this.traffic.wake(tx, peer.id))
        await this.outbox.publish(tx, 'wechat.flush', { peerId: peer.id }, { key: peer.id });
    });
    const text = await this.greeting(peer, event);
    if (text === undefined) return;
    if (event.welcomeCode === undefined) {
      if (account.kind !== 'wecom_kf')
        await this.postbox.post(peer.id, { rank: 'bot', contents: [{ type: 'text', text }] }, row);
      return;
    }
    try {
      const id = row.dedupeKey.replace(/[^0-9a-zA-Z_-]/g, '').slice(-32);
      await this.api.sendOnEvent(account, event.welcomeCode, { type: 'text', text }, id);
    } catch (error) {
      // The code lives for 20 seconds: there is no second try.
      if (!(error instanceof WeChatError)) throw error;
      this.log.info({ error, account: account.id }, 'a welcome could not be sent');
    }
  }

  /** What is said to who comes. Undefined: nothing, as to who scans a code again that means nothing to us. */
  private async greeting(peer: PeerRecord, event: Coming): Promise<string | undefined> {
    const result = event.scene === undefined ? undefined : await this.handover.bring(peer, event.scene);
    if (result === 'brought') return BROUGHT_OVER['zh-CN'];
    if (result === 'queued') return BROUGHT_OVER_QUEUED['zh-CN'];
    if (result === 'refused') return BROUGHT_OVER_REFUSED['zh-CN'];
    return event.kind === 'scan' ? undefined : WELCOME['zh-CN'];
  }

  /** Nothing can be sent any more, and what we keep of the user beyond the conversations goes; those follow the desk's retention. */
  private async left(peer: PeerRecord): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.peers.forget(tx, peer.id, this.clock.now());
      await this.traffic.discard(tx, peer.id, 'USER_LEFT');
    });
  }

  private async notDelivered(peer: PeerRecord, channelMessageId: string): Promise<void> {
    const conversationId = await this.transactions.run((tx) =>
      this.traffic.notDelivered(tx, peer.id, channelMessageId),
    );
    if (conversationId !== undefined) await this.postbox.tell(peer.id, [conversationId]);
  }
}

function source({ kind }: Coming): WindowSource {
  return kind;
}
