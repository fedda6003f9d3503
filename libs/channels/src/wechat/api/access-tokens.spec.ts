import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '#kernel';
import { AppConfig, Log, SharedCache } from '#platform';
import { WeChatStandIn } from '../../../../../test/support/wechat/stand-in.js';
import type { WeChatAccount } from '../accounts/accounts.js';
import { AccessTokens } from './access-tokens.js';
import { WeChatHttp } from './http.js';

describe('the access token of an account', () => {
  const wechat = new WeChatStandIn();
  let cache: SharedCache;
  /** Of one process each; what they share is the cache. */
  let one: AccessTokens;
  let other: AccessTokens;
  let accounts = 0;

  const newAccount = (): WeChatAccount => ({
    id: `account-${++accounts}`,
    kind: 'official',
    appId: 'wx0123456789abcdef',
    appSecret: wechat.secret,
    token: 'token',
    aesKey: null,
    sends: 'api',
    menus: true,
    problem: null,
    since: new Date(),
  });

  beforeAll(async () => {
    const apiBaseUrl = await wechat.start();
    const config = AppConfig.load({ JWT_SECRET: 'test-'.repeat(8), LOG_LEVEL: 'silent' });
    const pointed = Object.assign(config, { wechat: { ...config.wechat, apiBaseUrl } });
    cache = new SharedCache(pointed, new Log(pointed));
    [one, other] = [1, 2].map(() => new AccessTokens(new WeChatHttp(pointed), cache, new SystemClock())) as [
      AccessTokens,
      AccessTokens,
    ];
  });

  afterAll(async () => {
    cache.onModuleDestroy();
    await wechat.stop();
  });

  it('is fetched once for everybody who asks', async () => {
    const account = newAccount();
    const before = wechat.calls.length;
    const tokens = await Promise.all([one, other, one, other].map((process) => process.get(account)));
    expect(new Set(tokens).size).toBe(1);
    expect(wechat.calls.length - before).toBe(1);
  });

  it('that has failed is replaced once, and its late failures leave the new one alone', async () => {
    const account = newAccount();
    const old = await one.get(account);
    wechat.tokens.revoke();
    const fresh = await one.get(account, old);
    expect(fresh).not.toBe(old);
    const { issued } = wechat.tokens;
    const calls = wechat.calls.length;
    // Calls that were under way with the old one are refused now, one after the other.
    for (const process of [other, one, other]) expect(await process.get(account, old)).toBe(fresh);
    expect([wechat.tokens.issued, wechat.calls.length]).toEqual([issued, calls]);
    expect(await other.get(account)).toBe(fresh);
  });

  it('is not renewed by force again and again', async () => {
    const account = newAccount();
    const first = await one.get(account);
    // Good as far as WeChat's own stable_token knows, and refused all the same.
    const second = await one.get(account, first);
    expect(second).not.toBe(first);
    const { issued } = wechat.tokens;
    expect(await one.get(account, second)).toBe(second);
    expect(wechat.tokens.issued).toBe(issued);
  });
});
