import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock, newId } from '#kernel';
import { SharedCache } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from './errors.js';
import { WeChatHttp, type Json } from './http.js';

/** A token is renewed so long before its end: then both are good, and nobody is caught in between. */
const EARLY_MS = 5 * 60_000;
const LOCK_MS = 12_000;
const LOOK_EVERY_MS = 50;
/** WeChat wants forced renewals to be so far apart. */
const FORCE_EVERY_MS = 30_000;

interface Kept {
  token: string;
  /** Epoch milliseconds. */
  until: number;
}

/**
 * One access token per account, shared by all processes: one of them fetches, the others wait for it. A token that has failed is given
 * up only if it is still the kept one: a late failure of an old token does not cost the new one.
 */
@Injectable()
export class AccessTokens {
  private readonly fetching = new Map<string, Promise<string>>();

  constructor(
    private readonly http: WeChatHttp,
    private readonly cache: SharedCache,
    private readonly clock: Clock,
  ) {}

  /** @param failed a token that WeChat has just refused. Throws WeChatError. */
  get(account: WeChatAccount, failed?: string): Promise<string> {
    const key = keyOf(account);
    const under = this.fetching.get(key);
    // Whoever is fetching began after the kept token was found missing; only one that has failed must be looked at anew.
    if (under && failed === undefined) return under;
    const fetching = this.find(account, key, failed).finally(() => {
      if (this.fetching.get(key) === fetching) this.fetching.delete(key);
    });
    this.fetching.set(key, fetching);
    return fetching;
  }

  private async find(account: WeChatAccount, key: string, failed: string | undefined): Promise<string> {
    const raw = await this.cache.get(key);
    const kept = raw === undefined ? undefined : opened(raw, account);
    if (kept && kept.token !== failed && this.isFresh(kept)) return kept.token;
    if (raw !== undefined && kept?.token === failed) await this.cache.deleteIf(key, raw);
    return this.fetchOnce(account, key, failed);
  }

  private async fetchOnce(account: WeChatAccount, key: string, failed: string | undefined): Promise<string> {
    const me = newId();
    const lock = `${key}:lock`;
    const end = performance.now() + LOCK_MS;
    while ((await this.cache.putIfAbsent(lock, me, LOCK_MS)) !== undefined && performance.now() < end) {
      await sleep(LOOK_EVERY_MS);
      const found = await this.kept(account, key);
      if (found && found.token !== failed) return found.token;
    }
    try {
      // While we waited for the lock somebody may have been here.
      const found = await this.kept(account, key);
      if (found && found.token !== failed) return found.token;
      let fetched = await this.fetch(account, false);
      if (fetched.token === failed && account.kind !== 'wecom_kf' && (await this.mayForce(key)))
        fetched = await this.fetch(account, true);
      await this.cache.set(key, sealed(fetched, account), fetched.until - this.clock.now().getTime());
      return fetched.token;
    } finally {
      await this.cache.deleteIf(lock, me);
    }
  }

  private async kept(account: WeChatAccount, key: string): Promise<Kept | undefined> {
    const raw = await this.cache.get(key);
    const kept = raw === undefined ? undefined : opened(raw, account);
    return kept && this.isFresh(kept) ? kept : undefined;
  }

  private isFresh({ until }: Kept): boolean {
    return until - this.clock.now().getTime() > EARLY_MS;
  }

  private async mayForce(key: string): Promise<boolean> {
    return (await this.cache.putIfAbsent(`${key}:forced`, '1', FORCE_EVERY_MS)) === undefined;
  }

  private async fetch(account: WeChatAccount, force: boolean): Promise<Kept> {
    const { appId, appSecret, kind } = account;
    const answer: Json =
      kind === 'wecom_kf'
        ? await this.http.json(account, { path: '/cgi-bin/gettoken', query: { corpid: appId, corpsecret: appSecret } })
        : await this.http.json(account, {
            path: '/cgi-bin/stable_token',
            body: { grant_type: 'client_credential', appid: appId, secret: appSecret, force_refresh: force },
          });
    const { access_token: token, expires_in: seconds } = answer;
    if (typeof token !== 'string' || typeof seconds !== 'number') throw new WeChatError(0, 'WeChat gave no token');
    return { token, until: this.clock.now().getTime() + seconds * 1000 };
  }
}

/** An account with another secret is another one. */
function keyOf({ id, appId, appSecret }: WeChatAccount): string {
  return `wechat-token:${id}:${createHash('sha256').update(`${appId}:${appSecret}`).digest('base64url').slice(0, 16)}`;
}

/** Kept under the account's own secret: who reads the cache alone has nothing. */
function sealed(kept: Kept, { appSecret }: WeChatAccount): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', createHash('sha256').update(appSecret).digest(), iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(kept)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

function opened(raw: string, { appSecret }: WeChatAccount): Kept | undefined {
  const bytes = Buffer.from(raw, 'base64');
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      createHash('sha256').update(appSecret).digest(),
      bytes.subarray(0, 12),
    ).setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()) as Kept;
  } catch {
    return undefined;
  }
}
