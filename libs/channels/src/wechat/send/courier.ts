import { Injectable } from '@nestjs/common';
import { AppError, Clock, newId, type EventMap } from '#kernel';
import { Database, Log, OnEvent, Outbox, TransactionRunner } from '#platform';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError, type ErrorKind, type Reason } from '../api/errors.js';
import { WeChatApi, type Sendable } from '../api/wechat-api.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type OutgoingRecord } from '../store/traffic.repository.js';
import { budgetOf, exhausted, maySend, refunded, spent } from './budget.js';
import { menuAsText, nextBatch, type Batch, type Outgoing } from './outgoing.js';
import { PictureSender } from './picture-sender.js';
import { Postbox } from './postbox.js';

const LEASE_MS = 30_000;
const OWED_AT_ONCE = 100;
const MOST_TRIES = 6;
const FIRST_RETRY_MS = 1_000;
const QUOTA_RETRY_MS = 10 * 60_000;

type Claimed = Batch<OutgoingRecord>;

/** What a failure makes of a message. `waiting`: it is tried again after a while. */
interface Fate {
  state: 'waiting' | 'held' | 'failed';
  reason: Reason | null;
  retryInMs?: number;
  refund: boolean;
}

/** Sends what is owed to users of WeChat's: each user's in order, one process at a time, and never more than WeChat allows. */
@Injectable()
export class Courier {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly accounts: WeChatAccounts,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly api: WeChatApi,
    private readonly pictures: PictureSender,
    private readonly postbox: Postbox,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @OnEvent('wechat.flush', 'wechat.send')
  async onFlush({ peerId }: EventMap['wechat.flush']): Promise<void> {
    const peer = await this.peers.find(this.db.manager, peerId);
    if (!peer || !(await this.sendingAccount(peer))) return;
    const leaseId = newId();
    for (let more = true; more;) {
      if (!(await this.acquire(peerId, leaseId))) return this.later(peerId, LEASE_MS);
      const touched = new Set<string>();
      try {
        await this.sendAll(peer, leaseId, touched);
      } finally {
        await this.peers.release(this.db.manager, peerId, 'out', leaseId);
        await this.postbox.tell(peerId, [...touched]);
      }
      // Something may have come between our last look and the release, whose own try found the lease taken.
      more = await this.isDue(peerId);
    }
  }

  /** Undefined: nothing can be sent by this account now; it waits for the next callback, or for somebody who looks after it. */
  private async sendingAccount(peer: PeerRecord): Promise<WeChatAccount | undefined> {
    try {
      const account = await this.accounts.get(peer.accountId);
      return account.sends === 'api' && account.problem === null && peer.leftAt === null ? account : undefined;
    } catch (error) {
      if (error instanceof AppError && error.code === 'WECHAT_ACCOUNT_NOT_FOUND') return undefined;
      throw error;
    }
  }

  private async sendAll(peer: PeerRecord, leaseId: string, touched: Set<string>): Promise<void> {
    while (await this.acquire(peer.id, leaseId)) {
      // What the last message has taught of the account counts for the next.
      const account = await this.sendingAccount(peer);
      if (!account) return;
      const claim = await this.claim(peer.id, leaseId);
      for (const id of claim.conversations) touched.add(id);
      if (!claim.batch) {
        if (claim.retryInMs !== undefined) await this.later(peer.id, claim.retryInMs);
        return;
      }
      if (!(await this.send(account, peer, claim.batch))) return;
    }
  }

  /** Takes the next message with the reply it uses: from here on it counts, whatever becomes of us. */
  private claim(
    peerId: string,
    leaseId: string,
  ): Promise<{ batch?: Claimed; retryInMs?: number; conversations: string[] }> {
    return this.transactions.run(async (tx) => {
      const holds = await this.peers.holds(tx, peerId, 'out', leaseId);
      const peer = holds ? await this.peers.lock(tx, peerId) : undefined;
      if (!peer) return { conversations: [] };
      const now = this.clock.now().getTime();
      const owed = await this.traffic.owed(tx, peerId, OWED_AT_ONCE);
      const conversations = owed.flatMap(({ conversationId }) => conversationId ?? []);
      const retryAt = Math.max(0, ...owed.map((row) => row.retryAt?.getTime() ?? 0));
      if (retryAt > now) return { retryInMs: retryAt - now, conversations };
      const batch = nextBatch(owed, {
        ordinary: maySend(peer.windows, now, { kept: true }),
        last: maySend(peer.windows, now, { kept: false }),
      });
      if (!batch) {
        const { until } = budgetOf(peer.windows, now);
        const reason = until === null ? 'WINDOW_CLOSED' : 'BUDGET_EXHAUSTED';
        const ids = owed.filter(({ state, reason: why }) => state !== 'held' || why !== reason).map(({ id }) => id);
        await this.traffic.put(tx, ids, { state: 'held', reason });
        return { conversations };
      }
      await this.traffic.sending(
        tx,
        batch.pieces.map(({ id }) => id),
      );
      await this.peers.setWindows(tx, peerId, spent(peer.windows, now));
      return { batch, conversations };
    });
  }

  /** False: it makes no sense to go on now. */
  private async send(account: WeChatAccount, peer: PeerRecord, batch: Claimed): Promise<boolean> {
    const ids = batch.pieces.map(({ id }) => id);
    const [first] = ids;
    if (first === undefined) return false;
    try {
      const content = await this.sendable(account, batch.content);
      const sentAs = await this.api.send(account, peer, content, first.replaceAll('-', ''));
      await this.traffic.sent(this.db.manager, ids, sentAs ?? null, this.clock.now());
      return true;
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      return this.failed(account, peer, batch, error);
    }
  }

  private async failed(account: WeChatAccount, peer: PeerRecord, batch: Claimed, error: WeChatError): Promise<boolean> {
    const tries = Math.max(...batch.pieces.map(({ attempts }) => attempts)) + 1;
    const fate = fateOf(error, tries);
    const line = { account: account.id, code: error.code, kind: error.kind, fate: fate.state };
    if (fate.state === 'waiting') this.log.info(line, 'WeChat did not take a message; it is tried again');
    else this.log.warn(line, 'a message could not be sent by WeChat');
    await this.learn(account, error.kind);
    const ids = batch.pieces.map(({ id }) => id);
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const current = await this.peers.lock(tx, peer.id);
      if (!current) return;
      const retryAt = fate.retryInMs === undefined ? undefined : new Date(now.getTime() + fate.retryInMs);
      await this.traffic.put(tx, ids, { state: fate.state, reason: fate.reason, retryAt });
      if (error.kind === 'closed') await this.peers.setWindows(tx, peer.id, []);
      else if (error.kind === 'exhausted')
        await this.peers.setWindows(tx, peer.id, exhausted(current.windows, now.getTime()));
      else if (fate.refund) await this.peers.setWindows(tx, peer.id, refunded(current.windows, now.getTime()));
    });
    return error.kind !== 'account' && error.kind !== 'no_permission';
  }

  private async learn({ id }: WeChatAccount, kind: ErrorKind): Promise<void> {
    if (kind === 'no_permission') await this.accounts.learn(id, { sends: 'passive' });
    else if (kind === 'no_menus') await this.accounts.learn(id, { menus: false });
    else if (kind === 'account' || kind === 'token') await this.accounts.learn(id, { problem: 'ACCOUNT_PROBLEM' });
  }

  private async sendable(account: WeChatAccount, content: Outgoing): Promise<Sendable> {
    if (content.type === 'image') return this.pictures.prepare(account, content.attachmentId);
    if (content.type === 'menu' && !account.menus) return { type: 'text', text: menuAsText(content) };
    return content;
  }

  private async isDue(peerId: string): Promise<boolean> {
    const owed = await this.traffic.owed(this.db.manager, peerId, OWED_AT_ONCE);
    const now = this.clock.now().getTime();
    if (owed.every(({ state }) => state === 'held') || owed.some(({ retryAt }) => (retryAt?.getTime() ?? 0) > now))
      return false;
    const peer = await this.peers.find(this.db.manager, peerId);
    return peer !== undefined && (await this.sendingAccount(peer)) !== undefined;
  }

  private acquire(peerId: string, leaseId: string): Promise<boolean> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    return this.peers.acquire(this.db.manager, peerId, 'out', leaseId, now, until);
  }

  private async later(peerId: string, delayMs: number): Promise<void> {
    await this.outbox.publish(this.db.manager, 'wechat.flush', { peerId }, { key: peerId, delayMs });
  }
}

/** What becomes of a message that WeChat has not taken. Its reply is given back only where WeChat has surely not used it. */
function fateOf({ kind, code }: WeChatError, tries: number): Fate {
  const again = (ms: number): Fate =>
    tries >= MOST_TRIES
      ? { state: 'held', reason: 'NOT_REACHED', refund: code !== 0 }
      : { state: 'waiting', reason: null, retryInMs: ms, refund: code !== 0 };
  switch (kind) {
    case 'retry':
      return again(Math.min(60_000, FIRST_RETRY_MS * 2 ** (tries - 1)));
    case 'quota':
      return { ...again(QUOTA_RETRY_MS), reason: 'QUOTA' };
    case 'closed':
      return { state: 'held', reason: 'WINDOW_CLOSED', refund: false };
    case 'exhausted':
      return { state: 'held', reason: 'BUDGET_EXHAUSTED', refund: false };
    case 'no_permission':
      return { state: 'waiting', reason: 'NO_PERMISSION', refund: true };
    case 'no_menus':
      return { state: 'waiting', reason: null, refund: true };
    case 'account':
    case 'token':
      return { state: 'held', reason: 'ACCOUNT_PROBLEM', refund: true };
    case 'elsewhere':
      return { state: 'held', reason: 'SERVED_ELSEWHERE', refund: true };
    case 'refused':
      return { state: 'failed', reason: 'USER_REFUSED', refund: true };
    case 'content':
    case 'other':
      return { state: 'failed', reason: 'CONTENT_REFUSED', refund: true };
  }
}
