import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../../support/database.js';
import { until } from '../../support/wait.js';
import { Customer } from '../../support/wechat/customer.js';
import { nextSecond, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';

const SEND = '/cgi-bin/kf/send_msg';

describe('sending by WeChat customer service', () => {
  let d: WeChatDesk;
  let users = 0;

  beforeAll(async () => {
    d = await startWeChatDesk({ kind: 'wecom_kf', config: { fragmentWaitMs: 0 } });
  }, 60_000);

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  // What one test has still on its way would meet the next one's troubles.
  afterEach(async () => {
    await d.settled();
  });

  const newCustomer = (): Customer => new Customer(d, `wm-sending-${++users}`);
  const piecesOf = ({ user }: Customer) =>
    d.desk.db.query<{ state: string; reason: string | null }>(
      `SELECT o.state, o.reason FROM wechat_outgoing o JOIN wechat_peer p ON p.id = o.peer_id WHERE p.user_id = $1 ORDER BY o.id`,
      [user],
    );
  const left = async ({ user }: Customer): Promise<number> => {
    const [row] = await d.desk.db.query<{ windows: { left: number }[] }>(
      'SELECT windows FROM wechat_peer WHERE user_id = $1',
      [user],
    );
    return Math.max(0, ...(row?.windows ?? []).map((window) => window.left));
  };
  const callsTo = ({ user }: Customer): number =>
    d.wechat.calls.filter((call) => call.path === SEND && call.body['touser'] === user).length;

  it('takes a repeated id for what it says: the message arrived the first time', async () => {
    const customer = newCustomer();
    d.wechat.trouble(SEND, { cut: 'after' });
    await customer.say('怎么申请退货？');
    await until(async () => (await piecesOf(customer))[0]?.state === 'sent', 'that it has gone');
    expect(customer.screen).toHaveLength(1);
    const ids = d.wechat.calls.filter(({ path }) => path === SEND).map(({ body }) => body['msgid']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await left(customer)).toBe(4);
  });

  it('an id that failed and surely did not arrive is used again, and a code nobody knows is not taken for arrival', async () => {
    const customer = newCustomer();
    d.wechat.trouble(SEND, { errcode: -1 });
    d.wechat.trouble(SEND, { errcode: 40058 });
    await customer.say('怎么申请退货？');
    await until(async () => (await piecesOf(customer))[0]?.state === 'held', 'that it is held');
    expect(customer.screen).toHaveLength(0);
    await nextSecond();
    await customer.say('门店几点开门？');
    await until(
      () =>
        customer.screen
          .map(({ text }) => text)
          .join('\n')
          .includes('退货'),
      'the answer after all',
    );
  });

  it('95018: others serve them, so everything is held until they write again', async () => {
    const customer = newCustomer();
    d.wechat.trouble(SEND, { errcode: 95018 });
    await customer.say('怎么申请退货？');
    await until(async () => (await piecesOf(customer))[0]?.reason === 'SERVED_ELSEWHERE', 'the refusal');
    await d.settled();
    expect(callsTo(customer)).toBe(1);
    expect(await piecesOf(customer)).toEqual([{ state: 'held', reason: 'SERVED_ELSEWHERE' }]);
    await nextSecond();
    await customer.say('门店几点开门？');
    await until(async () => (await piecesOf(customer)).every(({ state }) => state === 'sent'), 'everything to go');
  });

  it('a conversation after the end of one is a new session, which the end of the old one leaves alone', async () => {
    const customer = newCustomer();
    const agent = await d.desk.agent();
    const served = async (words: string): Promise<string> => {
      await customer.say('转人工');
      const open = `SELECT c.id FROM conversation c JOIN wechat_peer p ON p.shopper_id = c.shopper_id
        WHERE p.user_id = $1 AND c.status = 'queued'`;
      let id: string | undefined;
      await until(async () => {
        [{ id } = { id: undefined }] = await d.desk.db.query<{ id: string }>(open, [customer.user]);
        return id !== undefined;
      }, 'to be in the queue');
      expect(await agent.accept(id ?? '')).toMatchObject({ ok: true });
      await agent.reply(id ?? '', words);
      await until(() => customer.screen.some(({ text }) => text.includes(words)), 'the agent’s words');
      return id ?? '';
    };
    const end = async (conversationId: string): Promise<void> => {
      const surveys = customer.screen.filter(({ menu }) => menu?.length === 5).length;
      // The survey is tried again: the session must not end before it has gone.
      d.wechat.trouble(SEND, { errcode: -1 });
      expect(await agent.socket.emitWithAck('conversation.resolve', { conversationId })).toMatchObject({ ok: true });
      await until(() => customer.state === 4, 'the end of the session');
      expect(customer.screen.filter(({ menu }) => menu?.length === 5)).toHaveLength(surveys + 1);
    };
    await end(await served('第一次的话'));
    await nextSecond();
    const second = await served('第二次的话');
    expect(customer.state).toBe(1);
    await d.settled();
    expect(customer.state).toBe(1);
    await end(second);
    expect((await piecesOf(customer)).every(({ state }) => state === 'sent')).toBe(true);
  });
});
