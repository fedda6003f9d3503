import { Injectable } from '@nestjs/common';
import { AppError, type WeChatHandoverLink, type WireWeChatAccount } from '#kernel';
import { Database } from '#platform';
import { CustomersService } from '#customers';
import { WeChatAccounts, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { KfRepository } from '../store/kf.repository.js';
import { HANDOVER_SECONDS, HandoverTokens } from './handover-tokens.js';

/** Marks links that lead to us from the desk's own page. */
const CONTACT_SCENE = 'deskhand';
/** What the mini program's page hands on as `session-from` of its contact button. */
const PROGRAM_QUERY = 'deskhand';
const RETRY_MS = 10_000;

/** Makes the links by which web shoppers come over. */
@Injectable()
export class HandoverLinks {
  constructor(
    private readonly db: Database,
    private readonly accounts: WeChatAccounts,
    private readonly api: WeChatApi,
    private readonly kf: KfRepository,
    private readonly customers: CustomersService,
    private readonly tokens: HandoverTokens,
  ) {}

  /** Whether there is an account that people can be led to. */
  async available(): Promise<boolean> {
    return (await this.accounts.all()).some(mayLead);
  }

  /** Throws CONVERSATION_NOT_FOUND (nothing said yet), HANDOVER_UNAVAILABLE (no account that can), UNAVAILABLE (WeChat is not there). */
  async make(shopperId: string, accountId?: string): Promise<WeChatHandoverLink> {
    if (!(await this.customers.find(shopperId))) throw new AppError('CONVERSATION_NOT_FOUND');
    const wanted = (await this.accounts.all()).filter((a) => mayLead(a) && (accountId ?? a.id) === a.id);
    const { token, expiresAt } = this.tokens.issue(shopperId);
    let isReachable = true;
    for (const { id, kind, name } of wanted) {
      try {
        const url = await this.link(await this.accounts.get(id), token, expiresAt);
        if (url === undefined) continue;
        const { default: qrcode } = await import('qrcode');
        const qrSvg = await qrcode.toString(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
        return {
          ...{ accountId: id, kind, name, url, qrSvg },
          opens: kind !== 'official',
          expiresAt: expiresAt.toISOString(),
        };
      } catch (error) {
        if (!(error instanceof WeChatError)) throw error;
        isReachable &&= error.kind !== 'retry';
      }
    }
    throw isReachable ? new AppError('HANDOVER_UNAVAILABLE') : new AppError('UNAVAILABLE', {}, RETRY_MS);
  }

  /** Undefined: there is nothing to lead to. */
  private async link(account: WeChatAccount, token: string, until: Date): Promise<string | undefined> {
    switch (account.kind) {
      case 'official':
        return this.api.sceneCode(account, token, HANDOVER_SECONDS);
      case 'mini_program':
        return this.api.programLink(account, `${PROGRAM_QUERY}=${token}`, until);
      case 'wecom_kf': {
        const kfId =
          (await this.kf.first(this.db.manager, account.id)) ?? (await this.api.firstServiceAccount(account));
        if (kfId === undefined) return undefined;
        const url = new URL(await this.api.contactWay(account, kfId, CONTACT_SCENE));
        url.searchParams.set('scene_param', token);
        return url.toString();
      }
    }
  }
}

/** Accounts without the permission to send have no right to codes either. */
function mayLead({ kind, sends, problem }: WireWeChatAccount): boolean {
  return problem === undefined && (kind !== 'official' || sends === 'api');
}
