import { Injectable } from '@nestjs/common';
import { Clock, type Locale, type Words } from '#kernel';
import { Database, Log, Outbox, TransactionRunner } from '#platform';
import { CustomersService } from '#customers';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError, fateOfFailed } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { Acquaintance } from '../handover/acquaintance.js';
import { Handover } from '../handover/handover.js';
import { exhausted, momentOf, opened } from '../send/budget.js';
import { Deliveries } from '../send/deliveries.js';
import { Postbox } from '../send/postbox.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type InboundRecord } from '../store/traffic.repository.js';
import { BROUGHT_OVER, BROUGHT_OVER_QUEUED, BROUGHT_OVER_REFUSED, WELCOME } from '../words.js';
import type { Arrival } from './arrival.js';

type Event = Exclude<Arrival, { kind: 'text' | 'media' | 'location' | 'link' | 'unknown' | 'click' }>;
type NotDelivered = Extract<Event, { kind: 'not_delivered' }>;
type Coming = Extract<Event, { kind: 'follow' | 'scan' | 'enter' }>;

/** As WeChat customer service does it. */
const GREET_AGAIN_MS = 48 * 3_600_000;

/** What users do without words: they come, go, and bring conversations over. */
@Injectable()
export class EventReader {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly api: WeChatApi,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly acquaintance: Acquaintance,
    private readonly handover: Handover,
    private readonly customers: CustomersService,
    private readonly postbox: Postbox,
    private readonly deliveries: Deliveries,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async read(account: WeChatAccount, peer: PeerRecord, row: InboundRecord, event: Arrival): Promise<void> {
    if (event.kind === 'leave') await this.left(peer);
    else if (event.kind === 'not_delivered') await this.notDelivered(peer, event);
    else if (event.kind === 'follow' || event.kind === 'scan' || event.kind === 'enter')
      await this.came(account, peer, row, event);
    await this.transactions.run((tx) => this.traffic.done(tx, row));
    if (event.kind !== 'not_delivered') await this.deliveries.tellOf(peer.id);
  }

  private async came(account: WeChatAccount, from: PeerRecord, row: InboundRecord, event: Coming): Promise<void> {
    const peer = await this.acquaintance.make(account, from);
    await this.transactions.run(async (tx) => {
      const current = await this.peers.lock(tx, peer.id);
      if (!current) return;
      // In WeChat customer service only messages allow replies; entering allows one, by its code.
      const allows = account.kind !== 'wecom_kf';
      const windows = allows ? opened(current.windows, event.kind, momentOf(row)) : current.windows;
      await this.peers.came(tx, peer.id, windows, this.clock.now());
      if (await this.traffic.wake(tx, peer.id))
        await this.outbox.publish(tx, 'wechat.flush', { peerId: peer.id }, { key: peer.id });
    });
    const words = await this.greeting(peer, event);
    if (words === undefined) return;
    const text = words[await this.languageOf(peer)];
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

  /** Who was brought over is somebody else now than a moment ago. */
  private async languageOf({ id, locale }: PeerRecord): Promise<Locale> {
    const current = await this.peers.find(this.db.manager, id);
    return current?.shopperId ? this.customers.localeOf(current.shopperId) : (locale ?? 'zh-CN');
  }

  /** What is said to who comes. Undefined: nothing, as to who scans a code again that means nothing to us. */
  private async greeting(peer: PeerRecord, event: Coming): Promise<Words | undefined> {
    const result = event.scene === undefined ? undefined : await this.handover.bring(peer, event.scene);
    if (result === 'brought') return BROUGHT_OVER;
    if (result === 'queued') return BROUGHT_OVER_QUEUED;
    if (result === 'refused') return BROUGHT_OVER_REFUSED;
    if (event.kind === 'follow' || event.welcomeCode !== undefined) return WELCOME;
    // Who comes in again and again, or scans a code that means nothing to us, is not greeted each time.
    const lastSeen = peer.lastInAt?.getTime() ?? 0;
    return event.kind === 'enter' && this.clock.now().getTime() - lastSeen > GREET_AGAIN_MS ? WELCOME : undefined;
  }

  /** Nothing can be sent any more, and what we keep of the user beyond the conversations goes; those follow the desk's retention. */
  private async left(peer: PeerRecord): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.peers.forget(tx, peer.id, this.clock.now());
      await this.traffic.discard(tx, peer.id, 'USER_LEFT');
    });
  }

  private async notDelivered({ id }: PeerRecord, { channelMessageId, failType }: NotDelivered): Promise<void> {
    const fate = fateOfFailed(failType);
    const conversationId = await this.transactions.run(async (tx) => {
      const peer = await this.peers.lock(tx, id);
      if (peer && fate.reason === 'WINDOW_CLOSED') await this.peers.setWindows(tx, id, []);
      if (peer && fate.reason === 'BUDGET_EXHAUSTED')
        await this.peers.setWindows(tx, id, exhausted(peer.windows, this.clock.now().getTime()));
      return this.traffic.notDelivered(tx, id, channelMessageId, fate);
    });
    if (conversationId !== undefined) await this.deliveries.tell([conversationId]);
  }
}
