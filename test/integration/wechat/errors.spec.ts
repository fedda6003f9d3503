import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { OwedSweeper } from '#channels';
import { OperatorCommands } from '#platform';
import { closeTestDatabases } from '../../support/database.js';
import { freePort } from '../../support/desk-process.js';
import { until } from '../../support/wait.js';
import { nextSecond, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { post, type Phone } from '../../support/wechat/phone.js';

const SEND = '/cgi-bin/message/custom/send';

interface Piece {
  state: string;
  reason: string | null;
  attempts: number;
}

describe('what WeChat refuses', () => {
  let d: WeChatDesk;

  beforeAll(async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
  });

  afterEach(async () => {
    // Nothing of one test is left for the next: what is held would go with the account's recovery.
    await d.desk.db.query(`UPDATE wechat_outgoing SET state = 'failed' WHERE state IN ('held', 'waiting')`);
    await d.desk.app.get(OperatorCommands).run('wechat:test', { id: 'shop' });
    await d.settled();
  });

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  const account = async (): Promise<{ sends: string; problem?: string }> => {
    const [row] = await d.desk.db.query<{ sends: string; problem: string | null }>(
      'SELECT sends, problem FROM wechat_account',
    );
    return { sends: row?.sends ?? '', ...(row?.problem ? { problem: row.problem } : {}) };
  };
  const piecesOf = ({ user }: Phone): Promise<Piece[]> =>
    d.desk.db.query<Piece>(
      `SELECT o.state, o.reason, o.attempts FROM wechat_outgoing o JOIN wechat_peer p ON p.id = o.peer_id
       WHERE p.user_id = $1 ORDER BY o.id`,
      [user],
    );
  const left = async ({ user }: Phone): Promise<number> => {
    const [row] = await d.desk.db.query<{ windows: { left: number }[] }>(
      'SELECT windows FROM wechat_peer WHERE user_id = $1',
      [user],
    );
    return Math.max(0, ...(row?.windows ?? []).map((window) => window.left));
  };
  const refusedWith = async (errcode: number, times = 1): Promise<Phone> => {
    const phone = d.phone();
    d.wechat.trouble(SEND, { errcode }, times);
    await phone.say('怎么申请退货？');
    return phone;
  };

  it.each([-1, 45011])('%i: tried again, and no reply is lost by it', async (errcode) => {
    const phone = await refusedWith(errcode, 2);
    await until(() => phone.screen.length === 1, 'the answer', 15_000);
    await d.settled();
    expect(await piecesOf(phone)).toEqual([{ state: 'sent', reason: null, attempts: 3 }]);
    expect(await left(phone)).toBe(4);
  });

  it.each([40001, 40014, 42001])('%i: a new token, once, and the message goes', async (errcode) => {
    const phone = await refusedWith(errcode);
    await until(() => phone.screen.length === 1, 'the answer');
    await d.settled();
    expect(await piecesOf(phone)).toEqual([{ state: 'sent', reason: null, attempts: 1 }]);
  });

  it('40001 for the new token too: everybody waits a moment, then it goes; soon again, somebody has to look', async () => {
    const phone = await refusedWith(40001, 2);
    await until(async () => (await piecesOf(phone))[0]?.attempts === 1, 'a try');
    const other = d.phone();
    await other.say('门店几点开门？');
    await until(() => phone.screen.length === 1 && other.screen.length === 1, 'both answers');
    await d.settled();
    expect(await piecesOf(phone)).toEqual([{ state: 'sent', reason: null, attempts: 2 }]);
    expect(await piecesOf(other)).toEqual([{ state: 'sent', reason: null, attempts: 1 }]);
    expect(await account()).toEqual({ sends: 'api' });

    const last = await refusedWith(40001, 2);
    await until(async () => (await account()).problem !== undefined, 'the problem');
    await d.settled();
    expect(await piecesOf(last)).toEqual([{ state: 'held', reason: 'ACCOUNT_PROBLEM', attempts: 1 }]);
    expect(await left(last)).toBe(5);
    // Nothing calls WeChat any more.
    const calls = d.wechat.calls.filter(({ path }) => path === SEND).length;
    await d.phone().say('怎么申请退货？');
    await d.settled();
    expect(d.wechat.calls.filter(({ path }) => path === SEND)).toHaveLength(calls);
  });

  it('busy for too long: it is told, and goes when the shopper writes again', async () => {
    const phone = await refusedWith(-1, 4);
    await until(async () => (await piecesOf(phone))[0]?.state === 'held', 'that it is held');
    expect(await piecesOf(phone)).toEqual([{ state: 'held', reason: 'NOT_REACHED', attempts: 4 }]);
    expect(await left(phone)).toBe(5);
    await d.settled();
    expect(phone.screen).toHaveLength(0);
    await phone.say('在吗');
    await until(() => phone.screen.some(({ text }) => text.includes('退货')), 'the answer');
  });

  it.each([
    [40003, 'failed', 'USER_REFUSED', 5],
    [48002, 'failed', 'USER_REFUSED', 5],
    [45002, 'failed', 'CONTENT_REFUSED', 5],
    [40033, 'failed', 'CONTENT_REFUSED', 5],
    [99999, 'held', 'NOT_REACHED', 5],
    [45015, 'held', 'WINDOW_CLOSED', 0],
    [45047, 'held', 'BUDGET_EXHAUSTED', 0],
  ] as const)('%i: %s, %s, not tried again', async (errcode, state, reason, replies) => {
    const phone = await refusedWith(errcode);
    await d.settled();
    expect(phone.screen).toHaveLength(0);
    expect(await piecesOf(phone)).toEqual([{ state, reason, attempts: 1 }]);
    expect(await left(phone)).toBe(replies);
    expect(await account()).toEqual({ sends: 'api' });
  });

  it.each([45015, 45047])('%i: goes when the shopper writes again', async (errcode) => {
    const phone = await refusedWith(errcode);
    await d.settled();
    await nextSecond();
    await phone.say('在吗');
    await d.settled();
    expect((await piecesOf(phone)).map(({ state }) => state)).toEqual(expect.arrayContaining(['sent']));
    expect((await piecesOf(phone)).some(({ state }) => state === 'held')).toBe(false);
  });

  it.each([40164, 40125, 50002])('%i: the account waits for somebody', async (errcode) => {
    const phone = await refusedWith(errcode);
    await d.settled();
    expect(await piecesOf(phone)).toEqual([{ state: 'held', reason: 'ACCOUNT_PROBLEM', attempts: 1 }]);
    expect(await account()).toEqual({ sends: 'api', problem: 'ACCOUNT_PROBLEM' });
  });

  it('what is refused while the shopper writes again is tried again at once, and nothing turns in circles', async () => {
    const phone = d.phone();
    // No act of theirs is known to WeChat: everything is refused, and each message wakes what was held before.
    const texts = ['怎么申请退货？', '门店几点开门？', '怎么开发票？', '停车怎么收费？', '会员积分怎么用？'];
    for (const text of texts) expect((await post(d.account.url, phone.text(text))).text).toBe('success');
    await d.settled();
    expect(phone.screen).toHaveLength(0);
    expect((await piecesOf(phone)).every(({ state }) => state === 'held')).toBe(true);
    await nextSecond();
    await phone.say('在吗');
    await until(() => phone.screen.some(({ text }) => text.includes('退货')), 'what was held');
  });

  it('45009, and one reply is left by then: that is kept for a person, and the answer waits', async () => {
    const phone = await refusedWith(45009);
    await until(async () => (await piecesOf(phone))[0]?.reason === 'QUOTA', 'the refusal');
    await d.settled();
    await d.desk.db.query(`DELETE FROM outbox_event WHERE handler = 'wechat.send'`);
    const [peer] = await d.desk.db.query<{ id: string }>(
      `UPDATE wechat_peer SET windows = jsonb_set(windows, '{0,left}', '1') WHERE user_id = $1 RETURNING id`,
      [phone.user],
    );
    await d.desk.db.query(
      `UPDATE wechat_outgoing SET retry_at = NULL, created_at = created_at - interval '10 minutes' WHERE peer_id = $1`,
      [peer?.id],
    );
    await d.desk.app.get(OwedSweeper, { strict: false }).sweep();
    await until(async () => (await piecesOf(phone))[0]?.state === 'held', 'that it waits');
    expect(await piecesOf(phone)).toEqual([{ state: 'held', reason: 'BUDGET_EXHAUSTED', attempts: 1 }]);
    expect(await left(phone)).toBe(1);
    expect(phone.screen).toHaveLength(0);
  });

  it('45009: the day’s calls are used up; tried again later', async () => {
    const phone = await refusedWith(45009);
    await until(async () => (await piecesOf(phone))[0]?.reason === 'QUOTA', 'the refusal');
    expect(await piecesOf(phone)).toEqual([{ state: 'waiting', reason: 'QUOTA', attempts: 1 }]);
    expect(await left(phone)).toBe(5);
    // Nobody waits for midnight here: the job is lost, and the shopper's next message takes up what it was for.
    await d.desk.db.query(`DELETE FROM outbox_event WHERE available_at > now() + interval '1 second'`);
    await phone.say('在吗');
    await until(() => phone.screen.some(({ text }) => text.includes('退货')), 'the answer');
    await d.settled();
    expect((await piecesOf(phone)).every(({ state }) => state === 'sent')).toBe(true);
  });

  it('nobody there: tried again, and no reply is lost by it', async () => {
    const phone = d.phone();
    const { wechat } = d.desk.config;
    const url = wechat.apiBaseUrl;
    // The token is at hand, so that the message itself is what fails.
    await d.phone().say('怎么申请退货？');
    await d.settled();
    wechat.apiBaseUrl = `http://127.0.0.1:${await freePort()}`;
    await phone.say('怎么申请退货？');
    await until(async () => ((await piecesOf(phone))[0]?.attempts ?? 0) >= 1, 'a try', 15_000);
    wechat.apiBaseUrl = url;
    await until(() => phone.screen.length === 1, 'the answer', 15_000);
    await d.settled();
    expect(await left(phone)).toBe(4);
  });

  it('48001: from now on in the answer to the callback', async () => {
    const phone = await refusedWith(48001);
    await d.settled();
    expect(await piecesOf(phone)).toEqual([{ state: 'waiting', reason: 'NO_PERMISSION', attempts: 1 }]);
    expect(await account()).toEqual({ sends: 'passive' });
    expect((await phone.say('在吗')).text).toContain('<Encrypt>');
  });
});
