import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { Database } from '#platform';
import { CustomersService } from '#customers';
import { WeChatAccounts, type ShownAccount, type WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi } from '../api/wechat-api.js';
import { KfRepository } from '../store/kf.repository.js';
import { HANDOVER_SECONDS, HandoverTokens } from './handover-tokens.js';

export interface HandoverLink {
  accountId: string;
  url: string;
  qrSvg: string;
  expiresAt: string;
}

/** Marks links that lead to us from the desk's own page. */
const CONTACT_SCENE = 'deskhand';

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

  /** Throws WECHAT_ACCOUNT_NOT_FOUND (none that can), CONVERSATION_NOT_FOUND (nothing said yet), UNAVAILABLE. */
  async make(shopperId: string, accountId?: string): Promise<HandoverLink> {
    if (!(await this.customers.find(shopperId))) throw new AppError('CONVERSATION_NOT_FOUND');
    const account = await this.account(accountId);
    const { token, expiresAt } = this.tokens.issue(shopperId);
    const url = await this.link(account, token);
    const { default: qrcode } = await import('qrcode');
    const qrSvg = await qrcode.toString(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
    return { accountId: account.id, url, qrSvg, expiresAt: expiresAt.toISOString() };
  }

  private async account(wanted: string | undefined): Promise<WeChatAccount> {
    const able = ({ kind, problem }: ShownAccount): boolean => kind !== 'mini_program' && problem === undefined;
    const found = (await this.accounts.all()).find((a) => able(a) && (wanted === undefined || a.id === wanted));
    if (!found) throw new AppError('WECHAT_ACCOUNT_NOT_FOUND');
    return this.accounts.get(found.id);
  }

  private async link(account: WeChatAccount, token: string): Promise<string> {
    try {
      if (account.kind === 'official') return await this.api.sceneCode(account, token, HANDOVER_SECONDS);
      const kfId = await this.kf.first(this.db.manager, account.id);
      if (kfId === undefined) throw new AppError('WECHAT_ACCOUNT_NOT_FOUND');
      const url = new URL(await this.api.contactWay(account, kfId, CONTACT_SCENE));
      url.searchParams.set('scene_param', token);
      return url.toString();
    } catch (error) {
      if (error instanceof WeChatError) throw new AppError('UNAVAILABLE', {}, 10_000);
      throw error;
    }
  }
}
