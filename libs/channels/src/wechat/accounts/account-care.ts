import { Injectable } from '@nestjs/common';
import type { WeChatAccountCheck } from '#kernel';
import { Database, Outbox } from '#platform';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { KfRepository } from '../store/kf.repository.js';
import { WeChatTrafficRepository } from '../store/traffic.repository.js';
import { WeChatAccounts } from './accounts.js';

const MOST_RESUMED = 5_000;

/** Tries an account out, and lets what has waited for it come and go. */
@Injectable()
export class AccountCare {
  constructor(
    private readonly db: Database,
    private readonly accounts: WeChatAccounts,
    private readonly api: WeChatApi,
    private readonly traffic: WeChatTrafficRepository,
    private readonly kf: KfRepository,
    private readonly outbox: Outbox,
  ) {}

  /** Asks WeChat for a token, and keeps what it says of the account. Throws WECHAT_ACCOUNT_NOT_FOUND and what `WeChatAccounts.get` throws. */
  async check(id: string): Promise<WeChatAccountCheck> {
    const account = await this.accounts.get(id);
    try {
      await this.api.check(account);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      if (error.kind === 'account' || error.kind === 'token')
        await this.accounts.learn(id, { problem: 'ACCOUNT_PROBLEM' });
      return { ok: false, code: error.code };
    }
    if (account.problem === null) await this.resume(id);
    else await this.recovered(id);
    return { ok: true };
  }

  /** An account of which something was wrong works again. */
  async recovered(id: string): Promise<void> {
    await this.accounts.learn(id, { problem: null });
    await this.resume(id);
  }

  /** What was held for the account's sake is tried anew, and what could not be fetched is fetched. */
  async resume(id: string): Promise<void> {
    for (const kfId of await this.kf.owed(this.db.manager, id))
      await this.outbox.publish(this.db.manager, 'wechat.sync', { accountId: id, kfId }, { key: `${id}:${kfId}` });
    for (const peerId of await this.traffic.owedPeers(this.db.manager, id, MOST_RESUMED)) {
      await this.traffic.wake(this.db.manager, peerId);
      await this.outbox.publish(this.db.manager, 'wechat.flush', { peerId }, { key: peerId });
    }
  }
}
