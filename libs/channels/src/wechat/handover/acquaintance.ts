import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { Clock } from '#kernel';
import { Database, Log, TransactionRunner } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi, type Profile } from '../api/wechat-api.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { OneCustomer } from './one-customer.js';

/** Whom WeChat could not name may be named later: merchants bind their accounts to each other when they need it. */
const ASK_AGAIN_MS = 24 * 3_600_000;
/** So long a user's first message waits to be read, so that the answer can go on where they were. */
const WAIT_MS = 1_500;
/** An account that does not answer is left alone for a while. */
const PAUSE_MS = 60_000;
const MOST_ACCOUNTS = 500;

/** Finds out who a user is, and knows somebody again who has come by another of the merchant's accounts. */
@Injectable()
export class Acquaintance implements BeforeApplicationShutdown {
  private readonly silent = new LRUCache<string, true>({ max: MOST_ACCOUNTS, ttl: PAUSE_MS });
  private readonly asking = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly api: WeChatApi,
    private readonly peers: WeChatPeerRepository,
    private readonly oneCustomer: OneCustomer,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What WeChat says from here on is for the next start to ask again. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
  }

  /**
   * The user as known after it. Nothing is lost when WeChat says nothing, and nothing waits long for it: what it says late is kept, and
   * counts from the user's next message on.
   */
  async make(account: WeChatAccount, peer: PeerRecord): Promise<PeerRecord> {
    if (peer.unionId === null && !(await this.heard(account, peer))) return peer;
    const known = (await this.peers.find(this.db.manager, peer.id)) ?? peer;
    return known.unionId === null ? known : this.recognise(known, known.unionId);
  }

  /** True: WeChat has told something now. */
  private async heard(account: WeChatAccount, peer: PeerRecord): Promise<boolean> {
    const now = this.clock.now().getTime();
    if (peer.askedAt && now - peer.askedAt.getTime() < ASK_AGAIN_MS) return false;
    if (account.sends === 'passive' || account.problem !== null || this.silent.has(account.id)) return false;
    const asking = this.asking.get(peer.id) ?? this.ask(account, peer);
    const waiting = new AbortController();
    const late = sleep(WAIT_MS, 'late' as const, { signal: waiting.signal, ref: false }).catch(() => 'late' as const);
    const first = await Promise.race([asking, late]);
    waiting.abort();
    if (first !== 'late') return true;
    this.silent.set(account.id, true);
    return false;
  }

  private ask(account: WeChatAccount, peer: PeerRecord): Promise<void> {
    const asking = this.profile(account, peer)
      .then(async (profile) => {
        if (profile && !this.stopped) await this.peers.asked(this.db.manager, peer.id, profile, this.clock.now());
      })
      .catch((error: unknown) => this.log.warn({ error, account: account.id }, 'who a user is could not be kept'))
      .finally(() => this.asking.delete(peer.id));
    this.asking.set(peer.id, asking);
    return asking;
  }

  /** Undefined: it is to be asked again soon. */
  private async profile(account: WeChatAccount, peer: PeerRecord): Promise<Profile | undefined> {
    try {
      return await this.api.profile(account, peer);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      this.log.info({ account: account.id, code: error.code }, 'WeChat does not say who a user is');
      if (error.kind !== 'retry') return {};
      this.silent.set(account.id, true);
      return undefined;
    }
  }

  private async recognise(peer: PeerRecord, unionId: string): Promise<PeerRecord> {
    const other = await this.peers.sharing(this.db.manager, unionId, peer.id);
    if (other?.shopperId == null || other.shopperId === peer.shopperId) return peer;
    const { shopperId } = other;
    if (await this.oneCustomer.mayBecome(peer, shopperId))
      await this.transactions.run((tx) => this.oneCustomer.become(tx, peer, shopperId));
    else if (peer.shopperId !== null && (await this.oneCustomer.mayBecome(other, peer.shopperId))) {
      const own = peer.shopperId;
      await this.transactions.run((tx) => this.oneCustomer.become(tx, other, own));
    }
    return (await this.peers.find(this.db.manager, peer.id)) ?? peer;
  }
}
