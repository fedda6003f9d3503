import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { AppError, Clock, newId, type EventMap, type UndeliveredReason } from '#kernel';
import { Database, Log, OnEvent, Outbox, TransactionRunner, type Tx } from '#platform';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError, type ErrorKind } from '../api/errors.js';
import { WeChatApi, type Sendable } from '../api/wechat-api.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type OutgoingRecord } from '../store/traffic.repository.js';
import { budgetOf, exhausted, maySend, refunded, spent } from './budget.js';
import { Deliveries } from './deliveries.js';
import { hasMenus, menuAsText, nextBatch, sendsFiles, type Batch, type Outgoing } from './outgoing.js';
import { EnclosureSender } from './enclosure-sender.js';

const LEASE_MS = 30_000;
const OWED_AT_ONCE = 100;
/** After so many further tries, half an hour, it waits for the shopper's next message. */
const MOST_TRIES = 12;
/** WeChat's own code for being busy, and how often it wants to be asked again. */
const BUSY = -1;
const MOST_TRIES_WHEN_BUSY = 3;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 5 * 60_000;
const QUOTA_RETRY_MS = 10 * 60_000;

type Claimed = Batch<OutgoingRecord>;

/** What a failure makes of a message. `waiting`: it is tried again after a while. */
interface Fate {
  state: 'waiting' | 'held' | 'failed';
  reason: UndeliveredReason | null;
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
    private readonly enclosures: EnclosureSender,
    private readonly deliveries: Deliveries,
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
        await this.deliveries.tell(touched);
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
      const claim = await this.claim(account, peer.id, leaseId);
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
    account: WeChatAccount,
    peerId: string,
    leaseId: string,
  ): Promise<{ batch?: Claimed; retryInMs?: number; conversations: string[] }> {
    return this.transactions.run(async (tx) => {
      const holds = await this.peers.holds(tx, peerId, 'out', leaseId);
      const peer = holds ? await this.peers.lock(tx, peerId) : undefined;
      if (!peer) return { conversations: [] };
      const now = this.clock.now().getTime();
      const owed = await this.withoutImpossible(tx, account, await this.traffic.owed(tx, peerId, OWED_AT_ONCE));
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

  /** What this kind of account has no way to send does not cost a reply, and holds nothing up. */
  private async withoutImpossible(tx: Tx, { kind }: WeChatAccount, owed: OutgoingRecord[]): Promise<OutgoingRecord[]> {
    if (sendsFiles(kind)) return owed;
    const files = owed.filter(({ content }) => content.type === 'file');
    const ids = files.map(({ id }) => id);
    if (ids.length > 0) await this.traffic.put(tx, ids, { state: 'failed', reason: 'FILE_UNSUPPORTED' });
    return owed.filter((piece) => !files.includes(piece));
  }

  /** False: it makes no sense to go on now. */
  private async send(account: WeChatAccount, peer: PeerRecord, batch: Claimed): Promise<boolean> {
    const ids = batch.pieces.map(({ id }) => id);
    const [first] = batch.pieces;
    if (first === undefined) return false;
    let reached = false;
    try {
      const content = await this.sendable(account, batch.content);
      reached = true;
      const sentAs = await this.api.send(account, peer, content, messageIdOf(first));
      await this.traffic.sent(this.db.manager, ids, sentAs ?? null, this.clock.now());
      return true;
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      return this.failed(account, peer, batch, error, reached);
    }
  }

  /** @param reached the message itself was on its way, not only what it needs */
  private async failed(
    account: WeChatAccount,
    peer: PeerRecord,
    batch: Claimed,
    error: WeChatError,
    reached: boolean,
  ): Promise<boolean> {
    const tries = Math.max(...batch.pieces.map(({ attempts }) => attempts)) + 1;
    // A text is refused for another reason than that menus are not allowed.
    const kind = error.kind === 'no_menus' && batch.content.type !== 'menu' ? 'other' : error.kind;
    const fate = fateOf(error, kind, tries);
    const line = { account: account.id, code: error.code, kind, fate: fate.state };
    if (fate.state === 'waiting') this.log.info(line, 'WeChat did not take a message; it is tried again');
    else this.log.warn(line, 'a message could not be sent by WeChat');
    await this.learn(account, kind);
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
      else if (fate.refund || !reached)
        await this.peers.setWindows(tx, peer.id, refunded(current.windows, now.getTime()));
    });
    return error.kind !== 'account' && error.kind !== 'no_permission';
  }

  private async learn({ id, kind: accountKind }: WeChatAccount, kind: ErrorKind): Promise<void> {
    // Only an official account can answer within the callback instead.
    if (kind === 'no_permission' && accountKind === 'official') await this.accounts.learn(id, { sends: 'passive' });
    else if (kind === 'no_menus') await this.accounts.learn(id, { menus: false });
    else if (kind === 'account' || kind === 'token' || kind === 'no_permission')
      await this.accounts.learn(id, { problem: 'ACCOUNT_PROBLEM' });
  }

  private async sendable(account: WeChatAccount, content: Outgoing): Promise<Sendable> {
    if ('attachmentId' in content) return this.enclosures.prepare(account, content);
    if (content.type === 'menu' && !(account.menus && hasMenus(account.kind)))
      return { type: 'text', text: menuAsText(content) };
    return content;
  }

  /** Something is on its way to this user, or will be tried again by itself. */
  async owes(peerId: string): Promise<boolean> {
    const owed = await this.traffic.owed(this.db.manager, peerId, OWED_AT_ONCE);
    return owed.some(({ state }) => state !== 'held');
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

/** Our id of a message at WeChat, which takes none twice: one that came back gets another. */
function messageIdOf({ id, channelMessageId }: OutgoingRecord): string {
  return (channelMessageId === null ? id : uuidv5(channelMessageId, id)).replaceAll('-', '');
}

/** What becomes of a message that WeChat has not taken. Its reply is given back only where WeChat has surely not used it. */
function fateOf({ code, maybeDone }: WeChatError, kind: ErrorKind, tries: number): Fate {
  const again = (ms: number): Fate =>
    tries > (code === BUSY ? MOST_TRIES_WHEN_BUSY : MOST_TRIES)
      ? { state: 'held', reason: 'NOT_REACHED', refund: !maybeDone }
      : { state: 'waiting', reason: null, retryInMs: ms, refund: !maybeDone };
  switch (kind) {
    case 'retry':
      return again(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1)));
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
    case 'other':
      return { state: 'held', reason: 'NOT_REACHED', refund: true };
    case 'content':
      return { state: 'failed', reason: 'CONTENT_REFUSED', refund: true };
  }
}
