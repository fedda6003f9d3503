import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { AppError, Clock, newId, type EventMap } from '#kernel';
import { Database, Log, OnEvent, Outbox, TransactionRunner, type Tx } from '#platform';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError, type ErrorKind } from '../api/errors.js';
import { WeChatApi, type Sendable } from '../api/wechat-api.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type OutgoingRecord } from '../store/traffic.repository.js';
import { budgetOf, exhausted, maySend, refunded, settled, spent } from './budget.js';
import { Deliveries } from './deliveries.js';
import { EnclosureSender } from './enclosure-sender.js';
import { fateOf, type Fate } from './fate.js';
import { hasMenus, menuAsText, nextBatch, sendsFiles, waitsForCompany, type Batch, type Outgoing } from './outgoing.js';
import { TokenDoubt } from './token-doubt.js';

const LEASE_MS = 30_000;
const OWED_AT_ONCE = 100;
/** Not at once: it would come back to the process that stops. */
const HAND_ON_MS = 1_000;

/** The next message, the reply it is charged with, and when it was taken, epoch milliseconds. */
interface Claimed extends Batch<OutgoingRecord> {
  charge: number;
  begunAt: number;
}

/** One go at a user: under one lease, and nothing is tried twice that was refused in it. */
interface Run {
  leaseId: string;
  refused: Set<string>;
  /** Conversations whose delivery has changed. */
  touched: Set<string>;
}

/** Sends what is owed to users of WeChat's: each user's in order, one process at a time, and never more than WeChat allows. */
@Injectable()
export class Courier implements OnModuleDestroy {
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly accounts: WeChatAccounts,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly api: WeChatApi,
    private readonly enclosures: EnclosureSender,
    private readonly deliveries: Deliveries,
    private readonly doubt: TokenDoubt,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What is under way is finished; what is behind it is another process' or the next start's. */
  onModuleDestroy(): void {
    this.stopping = true;
  }

  @OnEvent('wechat.flush', 'wechat.send')
  async onFlush({ peerId }: EventMap['wechat.flush']): Promise<void> {
    const peer = await this.peers.find(this.db.manager, peerId);
    if (!peer || !(await this.sendingAccount(peer))) return;
    const run: Run = { leaseId: newId(), refused: new Set(), touched: new Set() };
    // Something may have come between our last look and the release, whose own try found the lease taken.
    do {
      if (this.stopping) return this.later(peerId, HAND_ON_MS);
      if (!(await this.acquire(peerId, run))) return this.later(peerId, LEASE_MS);
      try {
        await this.sendAll(peer, run);
      } finally {
        await this.peers.release(this.db.manager, peerId, 'out', run.leaseId);
        await this.deliveries.tell(run.touched);
        run.touched.clear();
        // What is due again by now has been woken meanwhile: the shopper has written.
        run.refused.clear();
      }
    } while (await this.isDue(peerId));
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

  private async sendAll(peer: PeerRecord, run: Run): Promise<void> {
    while (!this.stopping && (await this.acquire(peer.id, run))) {
      // What the last message has taught of the account counts for the next.
      const account = await this.sendingAccount(peer);
      if (!account) return;
      const claim = await this.claim(account, peer.id, run);
      if (!claim.batch) {
        if (claim.retryInMs !== undefined) await this.later(peer.id, claim.retryInMs);
        return;
      }
      if (!(await this.send(account, peer, claim.batch, run))) return;
    }
  }

  /** Takes the next message with the reply it uses: from here on it counts, whatever becomes of us. */
  private async claim(
    account: WeChatAccount,
    peerId: string,
    run: Run,
  ): Promise<{ batch?: Claimed; retryInMs?: number }> {
    const pause = await this.doubt.pause(account.id);
    return this.transactions.run(async (tx) => {
      const holds = await this.peers.holds(tx, peerId, 'out', run.leaseId);
      const peer = holds ? await this.peers.lock(tx, peerId) : undefined;
      if (!peer) return {};
      const now = this.clock.now().getTime();
      const all = await this.withoutImpossible(tx, account, await this.traffic.owed(tx, peerId, OWED_AT_ONCE));
      for (const { conversationId } of all) if (conversationId !== null) run.touched.add(conversationId);
      const owed = all.filter(({ id }) => !run.refused.has(id));
      if (owed.length === 0) return {};
      if (pause > 0) return { retryInMs: pause };
      const wait = waitOf(owed, now);
      if (wait > 0) return { retryInMs: wait };
      const batch = nextBatch(owed, {
        ordinary: maySend(peer.windows, now, { kept: true }),
        last: maySend(peer.windows, now, { kept: false }),
      });
      if (!batch) {
        const { until } = budgetOf(peer.windows, now);
        const reason = until === null ? 'WINDOW_CLOSED' : 'BUDGET_EXHAUSTED';
        const ids = owed.filter(({ state, reason: why }) => state !== 'held' || why !== reason).map(({ id }) => id);
        await this.traffic.put(tx, ids, { state: 'held', reason });
        return {};
      }
      await this.traffic.sending(tx, idsOf(batch));
      const { windows, charge } = spent(peer.windows, now);
      await this.peers.setWindows(tx, peerId, windows);
      return { batch: { ...batch, charge, begunAt: now } };
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
  private async send(account: WeChatAccount, peer: PeerRecord, batch: Claimed, run: Run): Promise<boolean> {
    const messageId = messageIdOf(batch);
    // Uploads and new tokens may take longer than a lease lasts.
    const renewal = setInterval(() => {
      this.renew(peer.id, run).catch((error: unknown) => this.log.warn({ error }, 'a lease could not be renewed'));
    }, LEASE_MS / 3);
    let content: Sendable | undefined;
    try {
      content = await this.sendable(account, batch.content);
      const sentAs = await this.api.send(account, peer, content, messageId);
      await this.sent(peer.id, batch, sentAs ?? null, true);
      return true;
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      if (isThereAlready(account, batch, error)) {
        await this.sent(peer.id, batch, messageId, false);
        return true;
      }
      return await this.failed(account, peer, batch, error, { content, run });
    } finally {
      clearInterval(renewal);
    }
  }

  /** @param used false: it had arrived by an earlier try, and this one's reply was not used */
  private async sent(peerId: string, batch: Claimed, sentAs: string | null, used: boolean): Promise<void> {
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      const peer = await this.peers.lock(tx, peerId);
      const { windows = [] } = peer ?? {};
      await this.traffic.sent(tx, idsOf(batch), sentAs, now);
      await this.peers.setWindows(
        tx,
        peerId,
        used ? settled(windows, batch.charge, now.getTime()) : refunded(windows, batch.charge),
      );
    });
  }

  /** @param tried what was on its way when it failed; undefined: not even the picture or file was there to be sent */
  private async failed(
    account: WeChatAccount,
    peer: PeerRecord,
    batch: Claimed,
    error: WeChatError,
    { content: tried, run }: { content: Sendable | undefined; run: Run },
  ): Promise<boolean> {
    const now = this.clock.now().getTime();
    const tries = Math.max(...batch.pieces.map(({ attempts }) => attempts)) + 1;
    // A text is refused for another reason than that menus are not allowed.
    const kind = error.kind === 'no_menus' && tried?.type !== 'menu' ? 'other' : error.kind;
    const again = kind === 'token' ? await this.doubt.raise(account.id, batch.begunAt) : undefined;
    const fate: Fate =
      again === undefined
        ? fateOf({ error, kind, tries, account: account.kind, now })
        : { state: 'waiting', reason: null, retryInMs: again, refund: true, rest: 'stays' };
    const line = { account: account.id, code: error.code, kind, fate: fate.state };
    if (fate.state === 'held' || fate.state === 'failed') this.log.warn(line, 'a message could not be sent by WeChat');
    else this.log.info(line, 'WeChat did not take a message; it is tried again');
    if (again === undefined) await this.learn(account, kind);
    const ids = idsOf(batch);
    if (kind !== 'no_menus') for (const id of ids) run.refused.add(id);
    await this.transactions.run(async (tx) => {
      const current = await this.peers.lock(tx, peer.id);
      if (!current) return;
      const { state, reason, retryInMs } = fate;
      const retryAt = retryInMs === undefined ? undefined : new Date(now + retryInMs);
      await this.traffic.put(tx, ids, { state, reason, retryAt });
      if (fate.rest === 'held') {
        const owed = await this.traffic.owed(tx, peer.id, OWED_AT_ONCE);
        await this.traffic.put(tx, idsOf({ pieces: owed }), { state: 'held', reason });
      }
      if (kind === 'closed') await this.peers.setWindows(tx, peer.id, []);
      else if (kind === 'exhausted')
        await this.peers.setWindows(tx, peer.id, exhausted(settled(current.windows, batch.charge, now), now));
      else
        await this.peers.setWindows(
          tx,
          peer.id,
          fate.refund || !tried ? refunded(current.windows, batch.charge) : settled(current.windows, batch.charge, now),
        );
    });
    if (fate.rest !== 'goes' && fate.retryInMs !== undefined) await this.later(peer.id, fate.retryInMs);
    return fate.rest === 'goes';
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

  /** Milliseconds until what is on its way to this user, or waits to be tried again, may go. Undefined: there is nothing. */
  async owedIn(peerId: string): Promise<number | undefined> {
    const owed = await this.traffic.owed(this.db.manager, peerId, OWED_AT_ONCE);
    return owed.every(({ state }) => state === 'held') ? undefined : waitOf(owed, this.clock.now().getTime());
  }

  private async isDue(peerId: string): Promise<boolean> {
    const owed = await this.traffic.owed(this.db.manager, peerId, OWED_AT_ONCE);
    if (owed.every(({ state }) => state === 'held') || waitOf(owed, this.clock.now().getTime()) > 0) return false;
    const peer = await this.peers.find(this.db.manager, peerId);
    const account = peer && (await this.sendingAccount(peer));
    return account !== undefined && (await this.doubt.pause(account.id)) === 0;
  }

  private acquire(peerId: string, { leaseId }: Run): Promise<boolean> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    return this.peers.acquire(this.db.manager, peerId, 'out', leaseId, now, until);
  }

  private renew(peerId: string, { leaseId }: Run): Promise<void> {
    const until = new Date(this.clock.now().getTime() + LEASE_MS);
    return this.peers.renew(this.db.manager, peerId, 'out', leaseId, until);
  }

  private async later(peerId: string, delayMs: number): Promise<void> {
    await this.outbox.publish(this.db.manager, 'wechat.flush', { peerId }, { key: peerId, delayMs });
  }
}

/** Milliseconds until the first of what is owed may be tried; 0: now. */
function waitOf(owed: readonly OutgoingRecord[], now: number): number {
  const company = !waitsForCompany(owed);
  const times = owed.filter(({ rank }) => !(company && rank === 'aside')).map(({ retryAt }) => retryAt?.getTime() ?? 0);
  return Math.max(0, ...times.map((time) => time - now));
}

function idsOf({ pieces }: { pieces: readonly OutgoingRecord[] }): string[] {
  return pieces.map(({ id }) => id);
}

/** Our id of a message at WeChat, the same as long as it is made of the same pieces. What came back from there gets another. */
function messageIdOf({ pieces }: Claimed): string {
  const [first, ...more] = pieces.map(({ id, channelMessageId }) =>
    channelMessageId === null ? id : uuidv5(channelMessageId, id),
  );
  if (first === undefined) throw new Error('a message has a piece at least');
  return (more.length === 0 ? first : uuidv5(more.join(), first)).replaceAll('-', '');
}

/**
 * It was on its way before and nobody knew whether it arrived: WeChat customer service takes no id twice, and complains of nothing that
 * we know of else.
 */
function isThereAlready({ kind }: WeChatAccount, { pieces }: Claimed, error: WeChatError): boolean {
  return kind === 'wecom_kf' && error.kind === 'other' && pieces.every(({ state }) => state === 'sending');
}
