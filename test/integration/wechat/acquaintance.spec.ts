import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { OperatorCommands } from '#platform';
import { closeTestDatabases } from '../../support/database.js';
import { until } from '../../support/wait.js';
import { AES_KEY, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { Phone } from '../../support/wechat/phone.js';

const PROFILE = '/cgi-bin/user/info';
/** Users that are read at a time, on the embedded database and on a server. */
const WIDTHS = { embedded: 3, server: 8 };

let d: WeChatDesk;

afterEach(async () => {
  await d.close();
});
afterAll(closeTestDatabases);

const asked = (): number => d.wechat.calls.filter(({ path }) => path === PROFILE).length;
const peer = async (user: string): Promise<{ shopper: string | null; union: string | null } | undefined> =>
  (
    await d.desk.db.query<{ shopper: string | null; union: string | null }>(
      'SELECT shopper_id AS shopper, union_id AS "union" FROM wechat_peer WHERE user_id = $1',
      [user],
    )
  )[0];

describe('WeChat does not say who somebody is', () => {
  it('for a long time: everybody is answered, and the account is left alone for a while', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    const width = d.desk.config.embedded ? WIDTHS.embedded : WIDTHS.server;
    const phones = Array.from({ length: 3 * width }, () => d.phone());
    d.wechat.trouble(PROFILE, { hang: 'before' }, phones.length);
    await Promise.all(phones.map((phone) => phone.say('怎么申请退货？')));
    for (const phone of phones) await until(() => phone.screen.length === 1, 'an answer');
    await until(() => asked() > 0, 'the question');
    expect(asked()).toBeLessThanOrEqual(width);
  });

  it('at once: what it says late counts from the next message on', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    const own = { appId: 'wxsecond0000000001', token: 'secondtoken', aesKey: AES_KEY };
    await d.desk.app
      .get(OperatorCommands)
      .run('wechat:add', { id: 'second', kind: 'official', ...own, appSecret: d.wechat.secret });
    for (const user of ['openid-one', 'openid-two']) d.wechat.profiles.set(user, { unionid: 'union-1' });
    const one = d.phone('openid-one');
    await one.say('怎么申请退货？');
    await until(async () => (await peer('openid-one'))?.union === 'union-1', 'who it is');
    await d.settled();
    const first = await peer('openid-one');
    const two = new Phone('openid-two', { ...own, url: `${d.desk.url}/api/v1/webhooks/wechat/second` }, d.wechat);
    d.wechat.trouble(PROFILE, { delayMs: 3_000 });
    await two.say('门店几点开门？');
    await until(() => two.screen.length === 1, 'an answer');
    await until(async () => (await peer('openid-two'))?.union === 'union-1', 'what WeChat says late');
    await d.settled();
    await two.say('谢谢');
    await d.settled();
    expect((await peer('openid-two'))?.shopper).toBe(first?.shopper);
    const [count] = await d.desk.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM message m JOIN conversation c ON c.id = m.conversation_id
       WHERE c.shopper_id = $1 AND m.author_kind = 'shopper'`,
      [first?.shopper],
    );
    expect(count?.n).toBe(3);
  });
});
