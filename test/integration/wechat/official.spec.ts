import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { closeTestDatabases } from '../../support/database.js';
import { until } from '../../support/wait.js';
import { nextSecond, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { gif, png } from '../../support/pictures.js';

interface Line {
  seq: number;
  author: string;
  text: string;
  from: number | null;
  to: number | null;
}

describe('an official account', () => {
  let d: WeChatDesk;

  beforeAll(async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
  });

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  const lines = (user: string): Promise<Line[]> =>
    d.desk.db.query<Line>(
      `SELECT m.seq, m.author_kind AS author, m.text, m.answers_from AS from, m.answers_to AS to FROM message m
       JOIN conversation c ON c.id = m.conversation_id JOIN wechat_peer p ON p.shopper_id = c.shopper_id
       WHERE p.user_id = $1 ORDER BY m.seq`,
      [user],
    );
  const conversationOf = async (user: string): Promise<string> =>
    (
      await d.desk.db.query<{ id: string }>(
        `SELECT c.id FROM conversation c JOIN wechat_peer p ON p.shopper_id = c.shopper_id WHERE p.user_id = $1 ORDER BY c.created_at DESC LIMIT 1`,
        [user],
      )
    )[0]?.id ?? '';

  it.each(['xml', 'json'] as const)('answers a question, %s', async (format) => {
    const phone = d.phone(undefined, format);
    const answer = await phone.say('怎么申请退货？');
    expect(answer).toMatchObject({ status: 200, text: 'success' });
    await until(() => phone.screen.length === 1, 'an answer');
    const [question, reply] = await lines(phone.user);
    expect(question).toMatchObject({ author: 'shopper', text: '怎么申请退货？' });
    expect(reply).toMatchObject({ author: 'bot', from: 1, to: 1 });
    expect(phone.screen[0]?.text).toContain(reply?.text.slice(0, 10));
  });

  it('takes repeats as one message, within the answer and after it', async () => {
    const phone = d.phone();
    const callback = phone.text('怎么申请退货？');
    const answers = await Promise.all([1, 2, 3].map(() => phone.bring(callback)));
    await d.settled();
    answers.push(await phone.bring(phone.text('怎么申请退货？', { MsgId: '77001' })));
    answers.push(await phone.bring(phone.text('怎么申请退货？', { MsgId: '77001' })));
    expect(answers.map(({ text }) => text)).toEqual(Array(5).fill('success'));
    await d.settled();
    expect((await lines(phone.user)).filter(({ author }) => author === 'shopper')).toHaveLength(2);
    expect(phone.screen.length).toBeLessThanOrEqual(2);
  });

  it('hands over, brings the agent’s words and picture, and asks for a score at the end', async () => {
    const phone = d.phone();
    const agent = await d.desk.agent();
    await phone.say('转人工');
    await until(() => phone.screen.some(({ text }) => text.includes('转接人工')), 'the notice');
    const id = await conversationOf(phone.user);
    expect((await agent.accept(id)).ok).toBe(true);
    const upload = new FormData();
    upload.set('file', new Blob([new Uint8Array(await gif())]), 'a.gif');
    const uploaded = await fetch(`${d.desk.url}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${agent.token}` },
      body: upload,
    });
    const { attachmentId } = (await uploaded.json()) as { attachmentId: string };
    const sent = await agent.socket.emitWithAck('message.send', {
      conversationId: id,
      clientId: newId(),
      text: '您好，我来处理 **退货**：https://shop.example/returns',
      attachmentIds: [attachmentId],
    });
    expect(sent.ok).toBe(true);
    await until(() => phone.screen.some(({ type }) => type === 'image'), 'the picture');
    expect(phone.screen.map(({ text }) => text).join('\n')).toContain(
      '您好，我来处理 退货：https://shop.example/returns',
    );
    const resolved = await agent.socket.emitWithAck('conversation.resolve', { conversationId: id });
    expect(resolved.ok).toBe(true);
    await until(() => phone.screen.some(({ menu }) => menu?.length === 5), 'the survey');
    const survey = phone.screen.find(({ menu }) => menu);
    expect(survey?.menu?.map(({ id: item }) => item)).toEqual(['101', '102', '103', '104', '105']);
    await phone.say('非常满意', { bizmsgmenuid: '105' });
    await until(() => phone.screen.at(-1)?.text.includes('谢谢') ?? false, 'thanks');
    expect(await d.desk.db.query('SELECT score FROM csat_response WHERE conversation_id = $1', [id])).toEqual([
      { score: 5 },
    ]);
    expect((await lines(phone.user)).some(({ text }) => text === '非常满意')).toBe(false);
  });

  it('keeps what cannot go, shows it, and sends it when the shopper writes again', async () => {
    const phone = d.phone();
    const agent = await d.desk.agent();
    await phone.say('转人工');
    await d.settled();
    const id = await conversationOf(phone.user);
    await agent.accept(id);
    const told: unknown[] = [];
    agent.socket.on('delivery.changed', (delivery) => told.push(delivery));
    for (let n = 1; n <= 7; n++) {
      await agent.reply(id, `第 ${n} 条`);
      await d.settled();
    }
    expect(phone.screen).toHaveLength(5);
    const delivery = await fetch(`${d.desk.url}/api/v1/conversations/${id}/delivery`, {
      headers: { authorization: `Bearer ${agent.token}` },
    });
    expect(await delivery.json()).toMatchObject({
      channel: 'wechat',
      budget: { left: 0, limit: 5 },
      undelivered: expect.arrayContaining([expect.objectContaining({ state: 'held', reason: 'BUDGET_EXHAUSTED' })]),
    });
    await until(() => told.length > 0, 'word to the agent');
    await nextSecond();
    await phone.say('在吗');
    await d.settled();
    expect(phone.screen).toHaveLength(6);
    const all = phone.screen.map(({ text }) => text).join('\n');
    for (let n = 1; n <= 7; n++) expect(all.split(`第 ${n} 条`)).toHaveLength(2);
    expect(d.wechat.overruns).toBe(0);
  });

  it('takes every kind of message, and is honest about what it cannot look at', async () => {
    const phone = d.phone();
    d.wechat.media.set('pic-1', { type: 'image/png', bytes: await png() });
    await phone.send({ MsgType: 'image', PicUrl: 'http://127.0.0.1:1/never', MediaId: 'pic-1' });
    await phone.send({ MsgType: 'image', PicUrl: 'http://127.0.0.1:1/never', MediaId: 'gone' });
    await phone.send({ MsgType: 'voice', MediaId: 'v', Format: 'amr', Recognition: '怎么申请退货' });
    await phone.send({ MsgType: 'voice', MediaId: 'v', Format: 'amr' });
    await phone.send({ MsgType: 'video', MediaId: 'v', ThumbMediaId: 't' });
    await phone.send({ MsgType: 'location', Location_X: '31.2', Location_Y: '121.5', Scale: 15, Label: '人民广场' });
    await phone.send({ MsgType: 'link', Title: '商品', Description: '', Url: 'https://shop.example/p/1' });
    await phone.send({ MsgType: 'hologram', Thing: 'x' });
    await d.settled();
    const said = (await lines(phone.user)).filter(({ author }) => author === 'shopper').map(({ text }) => text);
    expect(said).toEqual([
      '',
      '[图片]',
      '怎么申请退货',
      '[语音]',
      '[视频]',
      '[位置] 人民广场 (31.2, 121.5)',
      '商品\nhttps://shop.example/p/1',
      '[暂不支持的消息]',
    ]);
    const [row] = await d.desk.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM attachment a JOIN wechat_peer p ON p.shopper_id = a.shopper_id WHERE p.user_id = $1 AND a.message_id IS NOT NULL`,
      [phone.user],
    );
    expect(row?.n).toBe(1);
    const voice = d.phone();
    await voice.send({ MsgType: 'voice', MediaId: 'v', Format: 'amr' });
    await until(() => voice.screen.some(({ text }) => text.includes('听不了语音')), 'an honest word');
  });

  it('welcomes who follows, and lets go who leaves', async () => {
    const phone = d.phone();
    // A repeat tells of the same moment.
    const followed = { EventKey: '', CreateTime: Math.floor(Date.now() / 1000) };
    await phone.event('subscribe', followed);
    await phone.event('subscribe', followed);
    await until(() => phone.screen.length === 1, 'a welcome');
    await d.settled();
    expect(phone.screen).toHaveLength(1);
    await phone.event('unsubscribe');
    await d.settled();
    const [peer] = await d.desk.db.query(
      `SELECT left_at IS NOT NULL AS left, windows FROM wechat_peer WHERE user_id = $1`,
      [phone.user],
    );
    expect(peer).toEqual({ left: true, windows: [] });
  });

  it('fetches one token for many at once, a new one when it fails, and never gives up the wrong one', async () => {
    d.wechat.tokens.revoke();
    const before = d.wechat.tokens.issued;
    const phones = Array.from({ length: 12 }, () => d.phone());
    await Promise.all(phones.map((phone) => phone.say('怎么申请退货？')));
    await d.settled();
    for (const phone of phones) expect(phone.screen).toHaveLength(1);
    expect(d.wechat.tokens.issued - before).toBe(1);
  });

  it.each([
    ['busy', { errcode: -1 }],
    ['no answer at all', { cut: true }],
    ['a page instead of JSON', { garbage: '<html>' }],
    ['a gateway’s error', { status: 502 }],
    ['too often', { errcode: 45011 }],
  ] as const)('tries again: %s', async (_what, trouble) => {
    const phone = d.phone();
    d.wechat.trouble('/cgi-bin/message/custom/send', trouble);
    await phone.say('怎么申请退货？');
    await until(() => phone.screen.length === 1, 'the answer at last');
  });

  it('sends menus as text where WeChat takes none', async () => {
    const phone = d.phone();
    const agent = await d.desk.agent();
    await phone.say('转人工');
    await d.settled();
    const id = await conversationOf(phone.user);
    await agent.accept(id);
    d.wechat.menus = false;
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: id });
    await until(() => phone.screen.some(({ text }) => text.includes('5. 非常满意')), 'the survey as text');
    d.wechat.menus = true;
    await phone.say('4');
    await d.settled();
    expect(await d.desk.db.query('SELECT score FROM csat_response WHERE conversation_id = $1', [id])).toEqual([
      { score: 4 },
    ]);
    await d.desk.db.query('UPDATE wechat_account SET menus = true');
  });

  it('takes a tap on the account’s own menu for the words on the key; what says nothing is named', async () => {
    const phone = d.phone();
    d.wechat.menuKeys.set('V1001_RETURNS', '怎么申请退货？');
    for (const EventKey of ['V1001_RETURNS', '门店几点开门', 'V1002_OTHER'])
      expect((await phone.event('CLICK', { EventKey }, 'click')).text).toBe('success');
    await d.settled();
    const said = (await lines(phone.user)).filter(({ author }) => author === 'shopper').map(({ text }) => text);
    // Taps of one second have no order of WeChat's.
    expect(said.sort()).toEqual(['[点击了菜单]', '怎么申请退货？', '门店几点开门'].sort());
    const asked = d.wechat.calls.filter(({ path }) => path === '/cgi-bin/get_current_selfmenu_info');
    expect(asked).toHaveLength(1);
    const other = d.phone();
    await other.event('CLICK', { EventKey: 'V1002_OTHER' }, 'click');
    await until(() => other.screen.some(({ text }) => text.includes('直接打字')), 'an honest word');
  });
});
