import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import pLimit from 'p-limit';
import { AppError, Clock, newId } from '#kernel';
import { AppConfig, Database, Log } from '#platform';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { KfRepository } from '../store/kf.repository.js';
import { WeChatPeerRepository } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type InboundRecord } from '../store/traffic.repository.js';
import { EventReader } from './event-reader.js';
import { MessageTaker } from './message-taker.js';

const LEASE_MS = 15_000;
const BATCH = 50;
/** After so many failed tries something is given up: those behind it wait. */
const MOST_TRIES = 5;
const SWEEP_MS = 5_000;
const SWEPT_AT_ONCE = 500;
/** Users read at a time. The embedded database does one thing at a time anyway. */
const EMBEDDED_WIDTH = 3;
const SERVER_WIDTH = 8;

/** Reads what has come from users, each user's in order and by one process at a time. */
@Injectable()
export class ArrivalReader implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly limit: ReturnType<typeof pLimit>;
  /** Users whose turn has not come yet. */
  private readonly woken = new Set<string>();
  private readonly running = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(
    private readonly db: Database,
    private readonly accounts: WeChatAccounts,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly kf: KfRepository,
    private readonly messages: MessageTaker,
    private readonly events: EventReader,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.limit = pLimit(config.embedded ? EMBEDDED_WIDTH : SERVER_WIDTH);
  }

  /** Before any job runs: what is held now was held by the process that died. */
  async onModuleInit(): Promise<void> {
    if (!this.config.background || !this.config.embedded) return;
    await this.peers.releaseAll(this.db.manager);
    await this.kf.releaseAll(this.db.manager);
  }

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS);
    void this.sweep();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all(this.running);
  }

  /**
   * Something has come from this user and is stored. It is read soon, a few users at a time: what WeChat waits for, that it is stored,
   * must not wait behind that.
   */
  wake(peerId: string): void {
    if (this.stopped || !this.config.background || this.woken.has(peerId)) return;
    this.woken.add(peerId);
    const reading = this.limit(async () => {
      this.woken.delete(peerId);
      if (!this.stopped) await this.readFrom(peerId);
    }).catch((error: unknown) => {
      this.log.warn({ error }, 'what came from a user of WeChat could not be read; it is tried again');
    });
    this.running.add(reading);
    void reading.finally(() => this.running.delete(reading));
  }

  /** What nobody has read: its process has died, or a try has failed. */
  private async sweep(): Promise<void> {
    try {
      const before = new Date(this.clock.now().getTime() - SWEEP_MS);
      for (const peerId of await this.traffic.unread(this.db.manager, before, SWEPT_AT_ONCE)) this.wake(peerId);
    } catch (error) {
      this.log.warn({ error }, 'the look for unread callbacks failed');
    }
  }

  private async readFrom(peerId: string): Promise<void> {
    const leaseId = newId();
    // Who reads now looks again before it stops, and a process that has died is found by the sweep.
    while ((await this.traffic.hasWaiting(this.db.manager, peerId)) && (await this.acquire(peerId, leaseId))) {
      try {
        await this.readAll(peerId, leaseId);
      } finally {
        await this.peers.release(this.db.manager, peerId, 'in', leaseId);
      }
    }
  }

  private async readAll(peerId: string, leaseId: string): Promise<void> {
    for (;;) {
      const rows = await this.traffic.waiting(this.db.manager, peerId, BATCH);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (!(await this.acquire(peerId, leaseId))) return;
        await this.read(row);
      }
    }
  }

  private async read(row: InboundRecord): Promise<void> {
    try {
      const account = await this.account(row);
      const peer = await this.peers.find(this.db.manager, row.peerId);
      if (!account || !peer || !row.payload) return await this.traffic.done(this.db.manager, row);
      // What cannot be fetched is named at last, rather than lost.
      const lastTry = row.attempts + 1 >= MOST_TRIES;
      if (this.messages.takes(row.payload)) await this.messages.take(account, peer, row, row.payload, lastTry);
      else await this.events.read(account, peer, row, row.payload);
    } catch (error) {
      const givenUp = await this.traffic.tried(this.db.manager, row, MOST_TRIES);
      if (!givenUp) throw error;
      this.log.error({ error, account: row.accountId }, 'something that came from WeChat was given up');
    }
  }

  /** Undefined: the account was taken away meanwhile. */
  private async account({ accountId }: InboundRecord): Promise<WeChatAccount | undefined> {
    try {
      return await this.accounts.get(accountId);
    } catch (error) {
      if (error instanceof AppError && error.code === 'WECHAT_ACCOUNT_NOT_FOUND') return undefined;
      throw error;
    }
  }

  private acquire(peerId: string, leaseId: string): Promise<boolean> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + LEASE_MS);
    return this.peers.acquire(this.db.manager, peerId, 'in', leaseId, now, until);
  }
}
