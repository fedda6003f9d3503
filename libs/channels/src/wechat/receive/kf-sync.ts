import { Injectable } from '@nestjs/common';
import { AppError, Clock, newId, type EventMap } from '#kernel';
import { Database, Log, OnEvent, Outbox, type JobMeta } from '#platform';
import { AccountCare } from '../accounts/account-care.js';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { KfRepository, type KfRecord } from '../store/kf.repository.js';
import { readKfMessage } from './arrival.js';
import { Reception } from './reception.js';

const LEASE_MS = 30_000;
/** How far WeChat's clock may be from ours. */
const CLOCKS_MS = 5 * 60_000;
/** So many tries follow soon, a quarter of a minute in all; later ones are so far apart. */
const SOON_TRIES = 5;
const RETRY_MS = 5 * 60_000;
/** Pages that are empty and lead nowhere although more is promised. */
const MOST_IDLE_PAGES = 10;

/** Fetches what customers have written to WeChat customer service: the callback only says that there is something. */
@Injectable()
export class KfSync {
  constructor(
    private readonly db: Database,
    private readonly accounts: WeChatAccounts,
    private readonly care: AccountCare,
    private readonly api: WeChatApi,
    private readonly kf: KfRepository,
    private readonly reception: Reception,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @OnEvent('wechat.sync', 'wechat.sync')
  async onWanted({ accountId, kfId }: EventMap['wechat.sync'], { attempt }: JobMeta): Promise<void> {
    const account = await this.account(accountId);
    if (!account) return;
    const leaseId = newId();
    try {
      for (let more = true; more;) {
        const state = await this.kf.acquire(this.db.manager, { accountId, kfId }, this.lease(leaseId));
        // Who reads now sees this wish too; if that process has died, the reading is taken up when its lease has run out.
        if (!state) return await this.lookAgain(accountId, kfId, LEASE_MS);
        if (state.wanted <= state.done) return;
        if (!(await this.fetchAll(account, kfId, state, leaseId))) return;
        more = await this.kf.release(this.db.manager, accountId, kfId, leaseId, state.wanted);
      }
      if (account.problem !== null) await this.care.recovered(accountId);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      await this.failed(account, kfId, error, attempt);
    } finally {
      await this.kf.letGo(this.db.manager, accountId, kfId, leaseId);
    }
  }

  /** Fetches to the end. False: the reading is in other hands by now. */
  private async fetchAll(account: WeChatAccount, kfId: string, state: KfRecord, leaseId: string): Promise<boolean> {
    let { cursor } = state;
    for (let hasMore = true, idle = 0; hasMore;) {
      const page = await this.api.syncMessages(account, { kfId, cursor, token: state.token ?? '' });
      idle = page.messages.length === 0 && page.cursor === cursor ? idle + 1 : 0;
      if (idle > MOST_IDLE_PAGES) throw new WeChatError(0, 'WeChat promises more and brings nothing');
      cursor = page.cursor;
      const callbacks = page.messages
        .map(readKfMessage)
        .filter((callback) => callback !== undefined)
        // Without a cursor WeChat begins three days ago: what was said before the desk was there is not answered now.
        .filter(({ saidAt }) => saidAt * 1000 >= account.since.getTime() - CLOCKS_MS);
      if (!(await this.reception.keepPage(account.id, kfId, { callbacks, cursor }, leaseId))) return false;
      // The list may be empty with more behind it: only the flag says.
      hasMore = page.hasMore;
      if (hasMore) await this.kf.acquire(this.db.manager, { accountId: account.id, kfId }, this.lease(leaseId));
    }
    return true;
  }

  /** What is not fetched now is fetched later, for as long as it takes: nothing else brings it. */
  private async failed(account: WeChatAccount, kfId: string, error: WeChatError, attempt: number): Promise<void> {
    const { code, kind } = error;
    const lasting = kind === 'account' || kind === 'token' || kind === 'no_permission';
    if (lasting && account.problem === null) await this.accounts.learn(account.id, { problem: 'ACCOUNT_PROBLEM' });
    if (!lasting && kind !== 'quota' && attempt < SOON_TRIES) throw error;
    this.log.warn(
      { account: account.id, code, kind },
      'what customers have written could not be fetched; tried again later',
    );
    await this.lookAgain(account.id, kfId, RETRY_MS);
  }

  /** Undefined: the account was taken away meanwhile. */
  private async account(id: string): Promise<WeChatAccount | undefined> {
    try {
      return await this.accounts.get(id);
    } catch (error) {
      if (error instanceof AppError && error.code === 'WECHAT_ACCOUNT_NOT_FOUND') return undefined;
      throw error;
    }
  }

  private lease(id: string): { id: string; now: Date; until: Date } {
    const now = this.clock.now();
    return { id, now, until: new Date(now.getTime() + LEASE_MS) };
  }

  private async lookAgain(accountId: string, kfId: string, delayMs: number): Promise<void> {
    await this.outbox.publish(
      this.db.manager,
      'wechat.sync',
      { accountId, kfId },
      { key: `${accountId}:${kfId}`, delayMs },
    );
  }
}
