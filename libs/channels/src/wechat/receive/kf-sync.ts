import { Injectable } from '@nestjs/common';
import { Clock, newId, type EventMap } from '#kernel';
import { Database, OnEvent, Outbox } from '#platform';
import { WeChatAccounts } from '../accounts/accounts.js';
import { WeChatApi } from '../api/wechat-api.js';
import { KfRepository } from '../store/kf.repository.js';
import { readKfMessage } from './arrival.js';
import { Reception } from './reception.js';

const LEASE_MS = 30_000;
/** How far WeChat's clock may be from ours. */
const CLOCKS_MS = 5 * 60_000;

/** Fetches what customers have written to WeChat customer service: the callback only says that there is something. */
@Injectable()
export class KfSync {
  constructor(
    private readonly db: Database,
    private readonly accounts: WeChatAccounts,
    private readonly api: WeChatApi,
    private readonly kf: KfRepository,
    private readonly reception: Reception,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  @OnEvent('wechat.sync', 'wechat.sync')
  async onWanted({ accountId, kfId }: EventMap['wechat.sync']): Promise<void> {
    const account = await this.accounts.get(accountId);
    const leaseId = newId();
    for (let more = true; more;) {
      const state = await this.kf.acquire(this.db.manager, { accountId, kfId }, this.lease(leaseId));
      if (!state) return this.lookAgain(accountId, kfId);
      let { cursor } = state;
      for (let hasMore = true; hasMore;) {
        const page = await this.api.syncMessages(account, { kfId, cursor, token: state.token ?? '' });
        cursor = page.cursor;
        const callbacks = page.messages
          .map(readKfMessage)
          .filter((callback) => callback !== undefined)
          // Without a cursor WeChat begins three days ago: what was said before the desk was there is not answered now.
          .filter(({ saidAt }) => saidAt * 1000 >= account.since.getTime() - CLOCKS_MS);
        if (!(await this.reception.keepPage(accountId, kfId, { callbacks, cursor }, leaseId))) return;
        // The list may be empty with more behind it: only the flag says.
        hasMore = page.hasMore;
        if (hasMore) await this.kf.acquire(this.db.manager, { accountId, kfId }, this.lease(leaseId));
      }
      more = await this.kf.release(this.db.manager, accountId, kfId, leaseId, state.wanted);
    }
  }

  private lease(id: string): { id: string; now: Date; until: Date } {
    const now = this.clock.now();
    return { id, now, until: new Date(now.getTime() + LEASE_MS) };
  }

  /** Who reads now sees this wish too; if that process has died, the reading is taken up when its lease has run out. */
  private async lookAgain(accountId: string, kfId: string): Promise<void> {
    await this.outbox.publish(
      this.db.manager,
      'wechat.sync',
      { accountId, kfId },
      { key: `${accountId}:${kfId}`, delayMs: LEASE_MS },
    );
  }
}
