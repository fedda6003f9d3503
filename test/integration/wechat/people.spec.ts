import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { newId, type CaseFile, type ChannelDelivery, type WeChatHandoverLink } from '#kernel';
import { OperatorCommands } from '#platform';
import { IdentityTokens } from '#customers';
import { closeTestDatabases } from '../../support/database.js';
import type { Agent } from '../../support/desk.js';
import { call } from '../../support/raw.js';
import { until } from '../../support/wait.js';
import { AES_KEY, APP_ID, TOKEN, nextSecond, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { bodyOf, makeCallback, newMsgId, Phone, post } from '../../support/wechat/phone.js';

let d: WeChatDesk;

afterEach(async () => {
  await d.close();
});
afterAll(closeTestDatabases);

const seconds = (): number => Math.floor(Date.now() / 1000);
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

const shopperOf = async (user: string): Promise<string | null | undefined> =>
  (
    await d.desk.db.query<{ id: string | null }>('SELECT shopper_id AS id FROM wechat_peer WHERE user_id = $1', [user])
  )[0]?.id;
const caseOf = async (agent: Agent, id: string): Promise<CaseFile> =>
  (await call(d.desk.url, `/api/v1/conversations/${id}`, { token: agent.token })).json as CaseFile;
const handover = async (token: string, query = ''): Promise<WeChatHandoverLink> =>
  (await call(d.desk.url, `/api/v1/wechat/handover${query}`, { method: 'POST', token })).json as WeChatHandoverLink;
const secondAccount = async (kind: 'official' | 'mini_program' | 'wecom_kf'): Promise<(user: string) => Phone> => {
  const own = { appId: 'wxsecond0000000001', token: 'secondtoken', aesKey: AES_KEY };
  await d.desk.app.get(OperatorCommands).run('wechat:add', { id: 'second', kind, ...own, appSecret: d.wechat.secret });
  return (user) => new Phone(user, { ...own, url: `${d.desk.url}/api/v1/webhooks/wechat/second` }, d.wechat);
};

describe('one customer over several accounts', () => {
  it('is known by the id that WeChat gives over all of them, and goes on where it was', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    const phoneOf = await secondAccount('official');
    d.wechat.profiles.set('openid-one', { unionid: 'union-1' });
    d.wechat.profiles.set('openid-two', { unionid: 'union-1' });
    const one = d.phone('openid-one');
    await one.say('怎么申请退货？');
    await d.settled();
    const two = phoneOf('openid-two');
    await two.say('转人工');
    await d.settled();
    expect(await shopperOf('openid-two')).toBe(await shopperOf('openid-one'));
    const conversations = await d.desk.db.query<{ id: string; status: string }>('SELECT id, status FROM conversation');
    expect(conversations).toEqual([{ id: expect.any(String), status: 'queued' }]);
    const agent = await d.desk.agent();
    const id = conversations[0]?.id ?? '';
    await agent.accept(id);
    await agent.reply(id, '两个号都看得到');
    await until(() => two.screen.some(({ text }) => text.includes('两个号都看得到')), 'the answer where they are');
    expect(one.screen.some(({ text }) => text.includes('两个号都看得到'))).toBe(false);
    const file = await caseOf(agent, id);
    expect(file.messages.filter(({ author }) => author.kind === 'shopper').map(({ text }) => text)).toEqual([
      '怎么申请退货？',
      '转人工',
    ]);
    expect(file.delivery).toMatchObject({ account: { id: 'second', kind: 'official' }, next: { goes: true } });
  });

  it('stays two where WeChat does not say it, and two members are never one', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    const phoneOf = await secondAccount('official');
    const [one, two] = [d.phone('openid-a'), phoneOf('openid-b')];
    await one.say('怎么申请退货？');
    await two.say('怎么申请退货？');
    await d.settled();
    const [a, b] = [await shopperOf('openid-a'), await shopperOf('openid-b')];
    expect(a).not.toBe(b);
    await d.desk.db.query(`UPDATE shopper SET member_id = id::text`);
    await d.desk.db.query(`UPDATE wechat_peer SET asked_at = NULL`);
    for (const user of ['openid-a', 'openid-b']) d.wechat.profiles.set(user, { unionid: 'union-2' });
    await one.say('谢谢');
    await two.say('谢谢');
    await d.settled();
    expect([await shopperOf('openid-a'), await shopperOf('openid-b')]).toEqual([a, b]);
  });

  it('is the member whom the shop’s mini program names, and nobody by a false name', async () => {
    d = await startWeChatDesk({ kind: 'mini_program', config: { fragmentWaitMs: 0 } });
    const tokens = d.desk.app.get(IdentityTokens, { strict: false });
    const member = { memberId: 'member-7', name: '林女士', phone: null, tier: 'gold' };
    const identity = await tokens.issue(member, 600);
    const web = await d.desk.shopper({ identity });
    await web.say('怎么申请退货？');
    await d.settled();
    const phone = d.phone(undefined, 'json');
    await phone.event('user_enter_tempsession', { SessionFrom: identity }, 'enter');
    await d.settled();
    expect(await shopperOf(phone.user)).toBe(web.session?.shopperId);
    const thief = d.phone(undefined, 'json');
    await thief.event('user_enter_tempsession', { SessionFrom: `${identity.slice(0, -4)}AAAA` }, 'enter');
    await thief.say('怎么申请退货？');
    await d.settled();
    expect(await shopperOf(thief.user)).not.toBe(web.session?.shopperId);
    expect(thief.screen.length).toBeGreaterThan(0);
    const stranger = d.phone(undefined, 'json');
    const unknown = await tokens.issue({ ...member, memberId: 'member-8' }, 600);
    await stranger.event('user_enter_tempsession', { SessionFrom: unknown }, 'enter');
    await d.settled();
    expect(
      await d.desk.db.query('SELECT member_id FROM shopper WHERE id = $1', [await shopperOf(stranger.user)]),
    ).toEqual([{ member_id: 'member-8' }]);
  });
});

describe('from the web to WeChat', () => {
  it('by a link into the mini program, whose page hands the way on', async () => {
    d = await startWeChatDesk({ kind: 'mini_program' });
    const shopper = await d.desk.shopper();
    await shopper.say('怎么申请退货？');
    const link = await handover(shopper.session?.token ?? '');
    expect(link).toMatchObject({ accountId: 'shop', kind: 'mini_program', opens: true });
    const query = new URLSearchParams(d.wechat.links.get(link.url));
    const phone = d.phone(undefined, 'json');
    await phone.event('user_enter_tempsession', { SessionFrom: query.get('deskhand') ?? '' }, 'enter');
    await until(() => phone.screen.some(({ text }) => text.includes('已经带到微信')), 'the word that it is here');
    expect(await shopperOf(phone.user)).toBe(shopper.session?.shopperId);
    const [row] = await d.desk.db.query('SELECT channel FROM conversation');
    expect(row).toEqual({ channel: 'wechat' });
  });

  it('by a link to a service account, also before anybody has written there', async () => {
    d = await startWeChatDesk({ kind: 'wecom_kf' });
    const shopper = await d.desk.shopper();
    await shopper.say('怎么申请退货？');
    await shopper.requestHuman();
    const { url, kind } = await handover(shopper.session?.token ?? '', '?accountId=shop');
    expect(kind).toBe('wecom_kf');
    const scene = new URL(url).searchParams.get('scene_param') ?? '';
    const event = { event_type: 'enter_session', open_kfid: 'wk-1', external_userid: 'wm-1', scene_param: scene };
    d.wechat.kf.messages.push({ msgid: 'kf-1', send_time: seconds(), origin: 4, msgtype: 'event', event });
    const body = { ToUserName: APP_ID, CreateTime: seconds(), MsgType: 'event', Event: 'kf_msg_or_event' };
    const account = { appId: APP_ID, token: TOKEN, aesKey: AES_KEY };
    await post(d.account.url, makeCallback(account, bodyOf({ ...body, Token: 'ENC', OpenKfId: 'wk-1' })));
    await d.settled();
    expect(await shopperOf('wm-1')).toBe(shopper.session?.shopperId);
    const [row] = await d.desk.db.query('SELECT channel, status FROM conversation');
    expect(row).toEqual({ channel: 'wechat', status: 'queued' });
  });

  it('is offered only where there is an account that can, and says so when WeChat does not', async () => {
    d = await startWeChatDesk();
    const shopper = await d.desk.shopper();
    const ask = (token = shopper.session?.token ?? '') =>
      call(d.desk.url, '/api/v1/wechat/handover', { method: 'POST', token });
    expect((await ask()).error?.code).toBe('CONVERSATION_NOT_FOUND');
    await shopper.say('怎么申请退货？');
    d.wechat.trouble('/cgi-bin/qrcode/create', { errcode: 48001 });
    expect((await ask()).error?.code).toBe('HANDOVER_UNAVAILABLE');
    d.wechat.trouble('/cgi-bin/qrcode/create', { cut: true });
    expect(await ask()).toMatchObject({ status: 503, error: { code: 'UNAVAILABLE' } });
    const front = async () => (await call(d.desk.url, '/api/v1/widget?locale=en')).json as { wechat: boolean };
    expect((await front()).wechat).toBe(true);
  });
});

describe('what agents see and send', () => {
  const assigned = async (agent: Agent): Promise<string> => {
    await d.settled();
    const [row] = await d.desk.db.query<{ id: string }>(`SELECT id FROM conversation WHERE status = 'queued'`);
    const ack = await agent.accept(row?.id ?? '');
    expect(ack).toMatchObject({ ok: true, delivery: { conversationId: row?.id } });
    return row?.id ?? '';
  };
  const sendFile = async (agent: Agent, conversationId: string): Promise<void> => {
    const upload = new FormData();
    upload.set('file', new Blob([PDF]), '保修单.pdf');
    const uploaded = await fetch(`${d.desk.url}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${agent.token}` },
      body: upload,
    });
    const { attachmentId } = (await uploaded.json()) as { attachmentId: string };
    const message = { conversationId, clientId: newId(), text: '保修单在这里', attachmentIds: [attachmentId] };
    expect(await agent.socket.emitWithAck('message.send', message)).toMatchObject({ ok: true });
  };

  it('the meter, with the case and whenever it changes; a file that cannot go, at no cost', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    const phone = d.phone();
    const agent = await d.desk.agent();
    await phone.say('转人工');
    const id = await assigned(agent);
    const told: ChannelDelivery[] = [];
    agent.socket.on('delivery.changed', (delivery) => told.push(delivery));
    await sendFile(agent, id);
    await until(() => told.at(-1)?.undelivered.some(({ state }) => state === 'failed') ?? false, 'the file’s fate');
    await d.settled();
    const { delivery } = await caseOf(agent, id);
    const used = phone.screen.length;
    expect(delivery).toMatchObject({
      channel: 'wechat',
      account: { id: 'shop', name: 'shop', kind: 'official' },
      budget: { left: 5 - used, limit: 5, until: expect.any(String) },
      next: { goes: true },
      files: false,
      undelivered: [{ state: 'failed', reason: 'FILE_UNSUPPORTED' }],
    });
    expect(phone.screen.at(-1)?.text).toContain('保修单在这里');
    for (let n = used; n < 5; n++) {
      await agent.reply(id, `第 ${n} 条`);
      await d.settled();
    }
    await until(() => told.at(-1)?.budget.left === 0, 'the meter at its end');
    expect(told.at(-1)).toMatchObject({ budget: { left: 0 }, next: { goes: false, reason: 'BUDGET_EXHAUSTED' } });
    await agent.reply(id, '放不下的一条');
    await until(() => told.at(-1)?.undelivered.some(({ state }) => state === 'held') ?? false, 'that it is kept');
    await nextSecond();
    await phone.say('在吗');
    await until(
      () => told.at(-1)?.next.goes === true && told.at(-1)!.undelivered.every(({ state }) => state === 'failed'),
      'the meter after the shopper has written',
    );
    expect(phone.screen.at(-1)?.text).toContain('放不下的一条');
    expect(d.wechat.overruns).toBe(0);
  });

  it('files as files, where WeChat has them', async () => {
    d = await startWeChatDesk({ kind: 'wecom_kf', config: { fragmentWaitMs: 0 } });
    const agent = await d.desk.agent();
    d.wechat.profiles.set('wm-1', { nickname: '小林' });
    const text = { msgtype: 'text', text: { content: '转人工' } };
    d.wechat.kf.messages.push({
      ...{ msgid: newMsgId(), open_kfid: 'wk-1', external_userid: 'wm-1', send_time: seconds(), origin: 3 },
      ...text,
    });
    d.wechat.grant('wm-1', 'message');
    const body = { ToUserName: APP_ID, CreateTime: seconds(), MsgType: 'event', Event: 'kf_msg_or_event' };
    const account = { appId: APP_ID, token: TOKEN, aesKey: AES_KEY };
    await post(d.account.url, makeCallback(account, bodyOf({ ...body, Token: 'ENC', OpenKfId: 'wk-1' })));
    const id = await assigned(agent);
    await sendFile(agent, id);
    await until(() => d.wechat.to('wm-1').some(({ type }) => type === 'file'), 'the file');
    await d.settled();
    const { customer, delivery } = await caseOf(agent, id);
    expect(customer.name).toBe('小林');
    expect(delivery).toMatchObject({ files: true, undelivered: [] });
  });

  it('nothing of it on the web', async () => {
    d = await startWeChatDesk();
    const agent = await d.desk.agent();
    const shopper = await d.desk.shopper();
    await shopper.requestHuman();
    expect(await agent.accept(shopper.conversationId)).not.toHaveProperty('delivery');
    const path = `/api/v1/conversations/${shopper.conversationId}/delivery`;
    expect((await call(d.desk.url, path, { token: agent.token })).status).toBe(404);
  });
});

describe('who writes English', () => {
  it('is welcomed, thanked and asked for a score in English', async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    const phone = d.phone();
    d.wechat.profiles.set(phone.user, { language: 'en' });
    await phone.event('subscribe', { EventKey: '' });
    await until(() => phone.screen.length === 1, 'a welcome');
    expect(phone.screen[0]?.text).toContain('Hello, I am the shop’s assistant.');
    const agent = await d.desk.agent();
    await phone.say('I want to talk to a person please');
    await d.settled();
    const [row] = await d.desk.db.query<{ id: string; locale: string }>('SELECT id, locale FROM conversation');
    expect(row?.locale).toBe('en');
    await agent.accept(row?.id ?? '');
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: row?.id ?? '' });
    await until(() => phone.screen.some(({ menu }) => menu?.length === 5), 'the survey');
    expect(phone.screen.find(({ menu }) => menu)?.menu?.map(({ label }) => label)).toContain('Very good');
    await phone.say('Very good', { bizmsgmenuid: '105' });
    await until(() => phone.screen.at(-1)?.text === 'Thank you for telling us!', 'thanks');
  });

  it.each([
    ['OK', 'zh-CN'],
    ['How do I return a dress?', 'en'],
    ['我的 iPhone case 到了吗', 'zh-CN'],
  ])(
    '%s → %s',
    async (text, locale) => {
      d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
      await d.phone().say(text);
      await d.settled();
      expect(await d.desk.db.query('SELECT locale FROM conversation')).toEqual([{ locale }]);
    },
    60_000,
  );
});
