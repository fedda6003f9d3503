import type {
  CannedVariable,
  HandoffSettings,
  Replayed,
  WeChatAccountCheck,
  WireAgent,
  WireCannedReply,
  WireWeChatAccount,
} from '#kernel';
import type { Api, Store } from '../api/api.js';
import type { Account, AccountFields, CannedContent, Groups, Profile, SignIn, Stored, TriedTurn } from './types.js';

/** The REST routes of the settings, as the signed-in agent. Every method throws CallError. */
export class SettingsApi {
  constructor(private readonly api: Api) {}

  group<K extends keyof Groups>(key: K, signal?: AbortSignal): Promise<Stored<Groups[K]>> {
    return this.api.ask(`/settings/${key}`, { signal });
  }

  /** @throws CallError VERSION_CONFLICT when somebody else was quicker. */
  save<K extends keyof Groups>(key: K, settings: Groups[K], version: number): Promise<Stored<Groups[K]>> {
    return this.api.ask(`/settings/${key}`, { method: 'PUT', body: { settings, version } });
  }

  reset<K extends keyof Groups>(key: K, version: number): Promise<Stored<Groups[K]>> {
    return this.api.ask(`/settings/${key}?version=${version}`, { method: 'DELETE' });
  }

  async tryPolicy(
    input: { text: string; earlier: string[]; settings: HandoffSettings; tier?: string },
    signal?: AbortSignal,
  ): Promise<TriedTurn[]> {
    const answer = await this.api.ask<{ turns: TriedTurn[] }>('/settings/handoff/try', {
      method: 'POST',
      body: input,
      signal,
    });
    return answer.turns;
  }

  replay(settings: HandoffSettings, limit: number): Promise<Replayed> {
    return this.api.ask('/settings/handoff/replay', { method: 'POST', body: { settings, limit } });
  }

  /** The path of the logo, to be saved with the settings. */
  async uploadLogo(file: Blob): Promise<string> {
    const answer = await this.api.ask<{ logoUrl: string }>('/settings/widget/logo', { method: 'POST', body: file });
    return answer.logoUrl;
  }

  async accounts(signal?: AbortSignal): Promise<Account[]> {
    return (await this.api.ask<{ agents: Account[] }>('/agents', { signal })).agents;
  }

  /** `password` comes back when none was given, this once. */
  addAccount(fields: AccountFields & { password?: string }): Promise<Account & { password?: string }> {
    return this.api.ask('/agents', { method: 'POST', body: fields });
  }

  changeAccount(
    id: string,
    change: Partial<AccountFields> & { disabled?: boolean; version?: number },
  ): Promise<Account> {
    return this.api.ask(`/agents/${encodeURIComponent(id)}`, { method: 'PATCH', body: change });
  }

  async newPassword(id: string): Promise<string> {
    const path = `/agents/${encodeURIComponent(id)}/password`;
    return (await this.api.ask<{ password: string }>(path, { method: 'POST' })).password;
  }

  stores(signal?: AbortSignal): Promise<Store[]> {
    return this.api.stores(signal);
  }

  me(signal?: AbortSignal): Promise<WireAgent> {
    return this.api.ask('/me', { signal });
  }

  changeMe(change: Profile): Promise<WireAgent> {
    return this.api.ask('/me', { method: 'PATCH', body: change });
  }

  async changePassword(current: string, password: string): Promise<void> {
    await this.api.ask('/me/password', { method: 'POST', body: { current, password } });
  }

  async signIns(signal?: AbortSignal): Promise<SignIn[]> {
    return (await this.api.ask<{ signIns: SignIn[] }>('/me/sign-ins', { signal })).signIns;
  }

  async endSignIn(id: string): Promise<void> {
    await this.api.ask(`/me/sign-ins/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  async endOtherSignIns(): Promise<void> {
    await this.api.ask('/me/sign-ins', { method: 'DELETE' });
  }

  canned(signal?: AbortSignal): Promise<{ replies: WireCannedReply[]; variables: CannedVariable[] }> {
    return this.api.ask('/canned-replies', { signal });
  }

  saveCanned(content: CannedContent, of?: WireCannedReply): Promise<WireCannedReply> {
    return of === undefined
      ? this.api.ask('/canned-replies', { method: 'POST', body: content })
      : this.api.ask(`/canned-replies/${encodeURIComponent(of.id)}`, {
          method: 'PUT',
          body: { ...content, version: of.version },
        });
  }

  async wechatAccounts(signal?: AbortSignal): Promise<WireWeChatAccount[]> {
    return (await this.api.ask<{ accounts: WireWeChatAccount[] }>('/wechat/accounts', { signal })).accounts;
  }

  /** @param id of the account that is changed; undefined: a new one */
  saveWeChatAccount(body: Record<string, unknown>, id?: string): Promise<WireWeChatAccount> {
    return id === undefined
      ? this.api.ask('/wechat/accounts', { method: 'POST', body })
      : this.api.ask(`/wechat/accounts/${encodeURIComponent(id)}`, { method: 'PUT', body });
  }

  /** Asks WeChat whether it takes the account's id and secret. */
  tryWeChatAccount(id: string): Promise<WeChatAccountCheck> {
    return this.api.ask(`/wechat/accounts/${encodeURIComponent(id)}/test`, { method: 'POST' });
  }

  async removeWeChatAccount(id: string): Promise<void> {
    await this.api.ask(`/wechat/accounts/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  async removeCanned(id: string): Promise<void> {
    await this.api.ask(`/canned-replies/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }
}
