import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../../support/database.js';
import { until } from '../../support/wait.js';
import { AES_KEY, APP_ID, TOKEN, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { bodyOf, encrypt, makeCallback, newMsgId, post, sign } from '../../support/wechat/phone.js';

let d: WeChatDesk;

afterEach(async () => {
  await d.close();
});
afterAll(closeTestDatabases);

const seconds = (): number => Math.floor(Date.now() / 1000);

describe('WeChat customer service', () => {
  const CUSTOMER = 'wm-customer';
  const arrive = (message: Record<string, unknown>, origin?: 4 | 5): void =>
    d.wechat.customer(CUSTOMER, message, origin);
  const call = () =>
    post(
      d.account.url,
      makeCallback(
        { appId: APP_ID, token: TOKEN, aesKey: AES_KEY },
        bodyOf({
          ToUserName: APP_ID,
          CreateTime: seconds(),
          MsgType: 'event',
          Event: 'kf_msg_or_event',
          Token: d.wechat.kf.token(),
          OpenKfId: 'wk-1',
        }),
      ),
    );

  it('verifies, fetches page by page, answers, and mirrors the session', async () => {
    d = await startWeChatDesk({ kind: 'wecom_kf' });
    const at = String(seconds());
    const echo = encrypt(AES_KEY, '1616140317555161061', APP_ID);
    const query = { timestamp: at, nonce: 'n', msg_signature: sign(TOKEN, at, 'n', echo), echostr: echo };
    const verified = await fetch(`${d.account.url}?${new URLSearchParams(query).toString()}`);
    expect(await verified.text()).toBe('1616140317555161061');

    const welcome = d.wechat.kf.code();
    const event = { event_type: 'enter_session', open_kfid: 'wk-1', external_userid: CUSTOMER, welcome_code: welcome };
    arrive({ msgtype: 'event', event }, 4);
    arrive({ msgtype: 'text', text: { content: '怎么申请退货？' } });
    arrive({ msgtype: 'text', text: { content: '客服说的' } }, 5);
    d.wechat.kf.emptyPages = 2;
    expect((await call()).text).toBe('success');
    await Promise.all([call(), call(), call()]);
    await until(() => d.wechat.to(CUSTOMER).length >= 1, 'an answer');
    await d.settled();
    expect(d.wechat.to(welcome)).toHaveLength(1);
    expect(d.wechat.to(CUSTOMER)).toHaveLength(1);
    expect(d.wechat.kf.states.get(CUSTOMER)).toBe(1);
    const said = await d.desk.db.query<{ text: string }>(`SELECT text FROM message WHERE author_kind = 'shopper'`);
    expect(said).toEqual([{ text: '怎么申请退货？' }]);

    const agent = await d.desk.agent();
    arrive({ msgtype: 'text', text: { content: '转人工' } });
    await call();
    await d.settled();
    const [row] = await d.desk.db.query<{ id: string }>(`SELECT id FROM conversation WHERE status = 'queued'`);
    await agent.accept(row?.id ?? '');
    await agent.reply(row?.id ?? '', '我来帮您');
    await d.settled();
    expect(
      d.wechat
        .to(CUSTOMER)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('我来帮您');
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: row?.id ?? '' });
    await until(() => d.wechat.kf.states.get(CUSTOMER) === 4, 'the end of the session');
    expect(d.wechat.to(CUSTOMER).at(-1)?.menu).toHaveLength(5);
    expect(new Set(d.wechat.sent.flatMap(({ msgId }) => msgId ?? [])).size).toBe(d.wechat.to(CUSTOMER).length);
    expect(d.wechat.overruns).toBe(0);
  });

  it('shows as failed what WeChat could not deliver after all', async () => {
    d = await startWeChatDesk({ kind: 'wecom_kf' });
    arrive({ msgtype: 'text', text: { content: '怎么申请退货？' } });
    await call();
    await until(() => d.wechat.to(CUSTOMER).length === 1, 'an answer');
    await d.settled();
    const comeBack = async (failType: number): Promise<void> => {
      const failed = { event_type: 'msg_send_fail', fail_msgid: d.wechat.to(CUSTOMER).at(-1)?.msgId };
      const event = { ...failed, fail_type: failType, external_userid: CUSTOMER, open_kfid: 'wk-1' };
      arrive({ msgtype: 'event', external_userid: undefined, event }, 4);
      await call();
      await d.settled();
    };
    const pieces = () => d.desk.db.query('SELECT state, reason FROM wechat_outgoing ORDER BY id');
    await comeBack(4);
    expect(await pieces()).toEqual([{ state: 'held', reason: 'WINDOW_CLOSED' }]);
    arrive({ msgtype: 'text', text: { content: '谢谢' } });
    await call();
    await d.settled();
    const [answer] = d.wechat.to(CUSTOMER);
    expect(
      d.wechat
        .to(CUSTOMER)
        .slice(1)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(answer?.text);
    expect(new Set(d.wechat.to(CUSTOMER).map(({ msgId }) => msgId)).size).toBe(d.wechat.to(CUSTOMER).length);
    await comeBack(10);
    expect(await pieces()).toContainEqual({ state: 'failed', reason: 'USER_REFUSED' });
  });
});

describe('a mini program', () => {
  it('welcomes who enters and answers in JSON', async () => {
    d = await startWeChatDesk({ kind: 'mini_program' });
    const phone = d.phone(undefined, 'json');
    await phone.event('user_enter_tempsession', { SessionFrom: 'product=1' }, 'enter');
    await phone.say('怎么申请退货？');
    await until(() => phone.screen.length === 2, 'a welcome and an answer');
    expect(d.wechat.overruns).toBe(0);
  });
});

describe('an account without the permission to send', () => {
  it('answers in the callback, the same to its repeats, and finds out by itself', async () => {
    d = await startWeChatDesk({ aes: false, config: { fragmentWaitMs: 0 } });
    d.wechat.permission = false;
    const phone = d.phone();
    await phone.say('怎么申请退货？');
    await d.settled();
    expect(await d.desk.db.query('SELECT sends FROM wechat_account')).toEqual([{ sends: 'passive' }]);
    const callback = phone.text('门店几点开门？');
    const first = await phone.bring(callback);
    expect(first.text).toContain('<MsgType><![CDATA[text]]></MsgType>');
    expect(first.text).toContain(`<ToUserName><![CDATA[${phone.user}]]></ToUserName>`);
    expect((await phone.bring(callback)).text.replace(/<CreateTime>\d+/, '')).toBe(
      first.text.replace(/<CreateTime>\d+/, ''),
    );
    const follow = phone.made({ MsgType: 'event', Event: 'subscribe', EventKey: '' });
    // Where the machine is too busy for the first answer, a repeat of the same callback gets it.
    await until(async () => (await phone.bring(follow, 'follow')).text.includes('智能客服助手'), 'a welcome');
    expect(phone.screen).toHaveLength(0);
  });

  it('gives the deliveries of one callback that come at once one answer, and keeps the rest for the next', async () => {
    d = await startWeChatDesk({ aes: false, config: { fragmentWaitMs: 0 } });
    d.wechat.permission = false;
    const phone = d.phone();
    const agent = await d.desk.agent();
    await phone.say('转人工');
    await d.settled();
    const [row] = await d.desk.db.query<{ id: string }>(`SELECT id FROM conversation WHERE status = 'queued'`);
    await agent.accept(row?.id ?? '');
    const words = ['甲', '乙'].map((one) => one.repeat(500));
    for (const text of words) await agent.reply(row?.id ?? '', text);
    const queued = `SELECT 1 FROM wechat_outgoing o JOIN message m ON m.id = o.message_id WHERE m.author_kind = 'agent'`;
    await until(async () => (await d.desk.db.query(queued)).length === 2, 'both to be on their way');
    const callback = phone.text('在吗');
    const answers = await Promise.all([callback, callback, callback].map((one) => phone.bring(one)));
    const texts = answers.map(({ text }) => text.replace(/<CreateTime>\d+/, ''));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain(words[0]);
    expect(texts[0]).not.toContain(words[1]);
    expect((await phone.say('然后呢')).text).toContain(words[1]);
  }, 60_000);

  it('says that it is looking when it takes too long, and tells with the next message', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 8_000 } });
    await d.desk.db.query(`UPDATE wechat_account SET sends = 'passive'`);
    const phone = d.phone();
    const slow = await phone.say('我昨天买的');
    // Before the answer could be there, and WeChat's five seconds with room for a busy machine.
    expect(slow.ms).toBeLessThan(7_500);
    expect(slow.text).toContain('<Encrypt>');
    const waiting = `SELECT id FROM wechat_outgoing WHERE state = 'waiting'`;
    await until(async () => (await d.desk.db.query(waiting)).length === 1, 'the answer, late', 20_000);
    // What does not fit beside it, or is not ready either, goes with the message after that.
    await until(
      async () => {
        await phone.say('怎么申请退货？');
        return (await d.desk.db.query(`SELECT id FROM wechat_outgoing WHERE state <> 'sent'`)).length === 0;
      },
      'everything to be told',
      40_000,
    );
  });
});

describe('from the web to WeChat', () => {
  it('carries the conversation over with its place in the queue, once', async () => {
    d = await startWeChatDesk();
    const shopper = await d.desk.shopper();
    await shopper.say('怎么申请退货？');
    await shopper.requestHuman();
    const make = (token: string) =>
      fetch(`${d.desk.url}/api/v1/wechat/handover`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    const made = await make(shopper.session?.token ?? '');
    expect(made.status).toBe(200);
    const { url, qrSvg } = (await made.json()) as { url: string; qrSvg: string };
    expect(qrSvg).toContain('<svg');
    expect((await make('x.y.z')).status).toBe(401);
    const scene = url.split('/').at(-1) ?? '';
    const phone = d.phone();
    await phone.event('subscribe', { EventKey: `qrscene_${scene}` });
    await until(() => phone.screen.some(({ text }) => text.includes('排队位置')), 'the word that it is here');
    const [row] = await d.desk.db.query(`SELECT id, channel, status FROM conversation`);
    expect(row).toMatchObject({ id: shopper.conversationId, channel: 'wechat', status: 'queued' });
    const agent = await d.desk.agent();
    await agent.accept(shopper.conversationId);
    await agent.reply(shopper.conversationId, '微信上也能看到我');
    await until(() => phone.screen.some(({ text }) => text.includes('微信上也能看到我')), 'the agent’s words');
    expect(phone.screen.some(({ text }) => text.includes('怎么申请退货'))).toBe(false);
    await phone.say('好的我在微信');
    await d.settled();
    expect((await shopper.transcript()).map(({ text }) => text)).toContain('好的我在微信');
    const thief = d.phone();
    await thief.event('SCAN', { EventKey: scene }, 'scan');
    await until(() => thief.screen.some(({ text }) => text.includes('失效')), 'a refusal');
    await phone.event('SCAN', { EventKey: `${scene.slice(0, -2)}AA` }, 'scan');
    await d.settled();
    expect(newMsgId()).not.toBe('');
  });
});
