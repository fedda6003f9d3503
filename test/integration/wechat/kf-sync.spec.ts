import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OperatorCommands } from '#platform';
import { closeTestDatabases } from '../../support/database.js';
import { until } from '../../support/wait.js';
import { AES_KEY, APP_ID, TOKEN, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { bodyOf, makeCallback, post } from '../../support/wechat/phone.js';

const SYNC = '/cgi-bin/kf/sync_msg';

describe('fetching what customers have written to WeChat customer service', () => {
  let d: WeChatDesk;
  let customers = 0;

  beforeAll(async () => {
    d = await startWeChatDesk({ kind: 'wecom_kf', config: { fragmentWaitMs: 0 } });
  });

  afterEach(async () => {
    // Whatever has happened: nobody holds the reading, and nothing waits to be fetched.
    await until(
      async () => (await state()).lease === null && (await state()).owed === 0,
      'the reading to be given back',
    );
  });

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  const state = async (): Promise<{ lease: string | null; owed: number }> =>
    (
      await d.desk.db.query<{ lease: string | null; owed: number }>(
        `SELECT lease_id AS lease, wanted - done AS owed FROM wechat_kf`,
      )
    )[0] ?? { lease: null, owed: 0 };
  const problem = async (): Promise<string | null | undefined> =>
    (await d.desk.db.query<{ problem: string | null }>('SELECT problem FROM wechat_account'))[0]?.problem;
  const said = async (user: string): Promise<string[]> => {
    const rows = await d.desk.db.query<{ text: string }>(
      `SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN wechat_peer p ON p.shopper_id = c.shopper_id
       WHERE p.user_id = $1 AND m.author_kind = 'shopper' ORDER BY m.conversation_id, m.seq`,
      [user],
    );
    return rows.map(({ text }) => text);
  };
  const customer = (): { user: string; writes: (...texts: string[]) => void } => {
    const user = `wm-${++customers}`;
    const writes = (...texts: string[]): void => {
      for (const content of texts) d.wechat.customer(user, { msgtype: 'text', text: { content } });
    };
    return { user, writes };
  };
  const call = async (token = d.wechat.kf.token()): Promise<void> => {
    const at = Math.floor(Date.now() / 1000);
    const event = { ToUserName: APP_ID, CreateTime: at, MsgType: 'event', Event: 'kf_msg_or_event' };
    const callback = makeCallback(
      { appId: APP_ID, token: TOKEN, aesKey: AES_KEY },
      bodyOf({ ...event, Token: token, OpenKfId: 'wk-1' }),
    );
    expect(await post(d.account.url, callback)).toMatchObject({ status: 200, text: 'success' });
  };
  const arrives = (user: string, ...texts: string[]): Promise<void> =>
    until(async () => JSON.stringify(await said(user)) === JSON.stringify(texts), `what ${user} has written`);

  it('goes on as long as more is promised, in the order of the pages, also over empty ones', async () => {
    const { user, writes } = customer();
    const texts = Array.from({ length: 7 }, (_, n) => `第 ${n + 1} 句`);
    writes(...texts);
    d.wechat.kf.perPage = 2;
    d.wechat.kf.emptyPages = 3;
    await call();
    await arrives(user, ...texts);
    d.wechat.kf.perPage = 50;
  });

  it.each([
    ['busy', { errcode: -1 }, 2],
    ['no answer', { cut: true }, 1],
    ['a page instead of JSON', { garbage: '<html>' }, 1],
    ['a gateway’s error', { status: 502 }, 1],
    ['an access token that has run out', { errcode: 42001 }, 1],
  ] as const)('tries again: %s', async (_what, trouble, times) => {
    const { user, writes } = customer();
    writes('在吗');
    d.wechat.trouble(SYNC, trouble, times);
    await call();
    await arrives(user, '在吗');
    expect(await problem()).toBeNull();
  });

  it('does without the token of a callback that has grown old', async () => {
    const { user, writes } = customer();
    writes('在吗');
    await call('ENC-of-yesterday');
    await arrives(user, '在吗');
  });

  it('begins again where WeChat has lost its place, and takes nothing twice', async () => {
    const { user, writes } = customer();
    writes('第一句');
    await call();
    await arrives(user, '第一句');
    d.wechat.kf.loseCursors();
    writes('第二句');
    await call();
    await arrives(user, '第一句', '第二句');
  });

  it('does not turn in circles when more is promised for ever', async () => {
    const { user, writes } = customer();
    writes('在吗');
    const before = d.wechat.calls.filter(({ path }) => path === SYNC).length;
    d.wechat.kf.emptyPages = Infinity;
    await call();
    await until(() => d.wechat.calls.filter(({ path }) => path === SYNC).length > before + 5, 'some pages');
    // The next try is another one, with the reading given back in between.
    await until(async () => (await state()).lease === null, 'the end of the try');
    d.wechat.kf.emptyPages = 0;
    await arrives(user, '在吗');
  });

  it('says what is wrong with the account, and goes on when somebody has looked after it', async () => {
    const { user, writes } = customer();
    writes('在吗');
    d.wechat.trouble(SYNC, { errcode: 60020 });
    await call();
    await until(async () => (await problem()) === 'ACCOUNT_PROBLEM', 'the problem');
    await until(async () => (await state()).lease === null, 'the end of the try');
    expect(await said(user)).toEqual([]);
    expect(await d.desk.app.get(OperatorCommands).run('wechat:test', { id: 'shop' })).toEqual({ ok: true });
    await arrives(user, '在吗');
    expect(await problem()).toBeNull();
  });

  it('works again by itself once a callback gets through', async () => {
    const { user, writes } = customer();
    writes('在吗');
    d.wechat.trouble(SYNC, { errcode: 60020 });
    await call();
    await until(async () => (await problem()) === 'ACCOUNT_PROBLEM', 'the problem');
    writes('有人吗');
    await call();
    await arrives(user, '在吗', '有人吗');
    await until(async () => (await problem()) === null, 'the account to work again');
  });
});
