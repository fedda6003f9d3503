import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import { newId, type WireConversationItem } from '#kernel';
import { TransactionRunner } from '#platform';
import { ConversationService, Inbox, SearchIndex } from '#conversation';
import { closeTestDatabases } from '../support/database.js';
import { Desk, type Agent, type Shopper } from '../support/desk.js';
import { call } from '../support/raw.js';
import { until } from '../support/wait.js';

interface Page {
  conversations: WireConversationItem[];
  nextCursor?: string;
}

const SECRET = 'a secret of the shop that is long enough';

describe('search over conversations', () => {
  let desk: Desk;
  let lin: Agent;
  let wu: Agent;
  let wang: Shopper;
  let mary: Shopper;

  const get = async (agent: Agent, parameters: Record<string, string>) =>
    call(desk.url, `/api/v1/conversations?${new URLSearchParams(parameters).toString()}`, { token: agent.token });
  const find = async (agent: Agent, parameters: Record<string, string>): Promise<WireConversationItem[]> => {
    const answer = await get(agent, parameters);
    expect([answer.text, answer.status]).toEqual([answer.text, 200]);
    return (answer.json as Page).conversations;
  };
  const ids = async (agent: Agent, q: string, more: Record<string, string> = {}): Promise<string[]> =>
    (await find(agent, { q, ...more })).map((c) => c.id);
  const person = (claims: Record<string, string>): Promise<Shopper> => {
    const identity = desk.app.get(JwtService, { strict: false }).sign(claims, { secret: SECRET, expiresIn: '1h' });
    return desk.shopper({ identity });
  };

  beforeAll(async () => {
    desk = await Desk.start({ identitySecret: SECRET });
    [lin, wu] = [await desk.agent('agent'), await desk.agent('supervisor')];
    wang = await person({ sub: 'm-0815', name: '王小明', phone: '+86 138-1234-5678' });
    await wang.say('订单 DH20261122007 的蓝色羽绒服一直没有收到');
    await wang.requestHuman();
    mary = await person({ sub: 'm-0816', name: 'Mary Jones' });
    await mary.say('I was refunded twice, my number is 13998765432');
    await mary.requestHuman();
    await desk.settled();
  }, 120_000);

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  it.each([
    ['羽绒', 'two characters inside a word'],
    ['蓝色羽绒服一直没有', 'a row of characters'],
    ['藍色羽絨服', 'Traditional characters'],
    ['dh20261122007', 'the order number'],
    ['DH2026', 'how it begins'],
    ['22007', 'how it ends'],
    ['5678', 'the end of the phone number, which nobody has written'],
    ['138 1234', 'the beginning of nothing', false],
    ['小明', 'part of the name'],
    ['m-0815', 'the member'],
    ['王小明 羽绒服', 'a name and a word'],
    ['"的蓝色"', 'a phrase'],
    ['羽绒服 refund', 'words of two conversations', false],
    ['绒羽', 'characters in another order', false],
  ])('%s finds the Chinese conversation: %s', async (q, _why, found = true) => {
    expect(await ids(wu, q)).toEqual(found ? [wang.conversationId] : []);
  });

  it.each(['refund', 'refunds', 'REFUNDED twice', '"refunded twice"', '5432', 'mary', 'jones 13998765432'])(
    '%s finds the English one',
    async (q) => {
      expect(await ids(wu, q)).toEqual([mary.conversationId]);
    },
  );

  it('shows where it stands, with marks that fit the words', async () => {
    const [found] = await find(wu, { q: '羽绒服' });
    const [hit] = found!.hits!;
    expect(hit).toMatchObject({ seq: 1, author: { kind: 'shopper', name: '王小明' } });
    expect(hit!.marks.map(([start, end]) => hit!.text.slice(start, end))).toEqual(['羽绒服']);
    expect((await find(wu, { q: '小明' }))[0]!.hits).toEqual([]);
    expect((await find(wu, {}))[0]).not.toHaveProperty('hits');
  });

  it('goes with every filter', async () => {
    const { shopperId } = wang.session!;
    const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    for (const [parameters, found] of [
      [{ status: 'queued' }, true],
      [{ status: 'resolved' }, false],
      [{ channel: 'web' }, true],
      [{ channel: 'wechat' }, false],
      [{ shopperId }, true],
      [{ shopperId: newId() }, false],
      [{ store: 'nowhere' }, false],
      [{ agentId: lin.id }, false],
      [{ from: day(-1), to: day(1) }, true],
      [{ from: day(1) }, false],
      [{ to: day(-1) }, false],
    ] as const)
      expect([parameters, await ids(wu, '羽绒服', parameters)]).toEqual([
        parameters,
        found ? [wang.conversationId] : [],
      ]);
    const all = await find(wu, { shopperId });
    expect(all.map((c) => c.severity)).toHaveLength(1);
    expect(await ids(wu, '羽绒服', { severity: all[0]!.severity! })).toEqual([wang.conversationId]);
  });

  it('comes in pages', async () => {
    const shoppers = await Promise.all([1, 2, 3].map(() => desk.shopper()));
    for (const shopper of shoppers) {
      const { seq } = await shopper.say('分页测试用的话');
      // An answer changes its conversation, and its place; it may wait for what follows a fragment.
      await shopper.answerTo(seq);
    }
    await desk.settled();
    const first = (await get(wu, { q: '分页测试', limit: '2' })).json as Page;
    expect(first.conversations).toHaveLength(2);
    const second = (await get(wu, { q: '分页测试', limit: '2', cursor: first.nextCursor! })).json as Page;
    const seen = [...first.conversations, ...second.conversations].map((c) => c.id);
    expect(new Set(seen)).toEqual(new Set(shoppers.map((s) => s.conversationId)));
    expect(second.nextCursor).toBeUndefined();
  });

  it('shows an agent only what that agent may see', async () => {
    const other = await desk.shopper();
    await other.say('停车怎么收费，我叫紫水晶');
    await desk.settled();
    expect([await ids(lin, '紫水晶'), await ids(wu, '紫水晶')]).toEqual([[], [other.conversationId]]);
    await other.requestHuman();
    expect(await ids(lin, '紫水晶')).toEqual([other.conversationId]);
    const chen = await desk.agent('senior');
    expect((await chen.accept(other.conversationId)).ok).toBe(true);
    expect([await ids(lin, '紫水晶'), await ids(chen, '紫水晶')]).toEqual([[], [other.conversationId]]);
    await chen.socket.emitWithAck('conversation.resolve', { conversationId: other.conversationId });
    expect(await ids(lin, '紫水晶')).toEqual([other.conversationId]);
  });

  it('finds what agents and the assistant said, and no notice', async () => {
    const shopper = await desk.shopper();
    await shopper.say('停车收费吗，雨天呢');
    await desk.settled();
    expect(await ids(wu, '雨天')).toEqual([shopper.conversationId]);
    await shopper.requestHuman();
    await lin.accept(shopper.conversationId);
    await lin.reply(shopper.conversationId, '我替您查了金丝雀计划');
    expect(await ids(lin, '金丝雀')).toEqual([shopper.conversationId]);
    const notice = (await shopper.notice('assigned')).text;
    expect(await ids(lin, `"${notice.slice(0, 12)}"`)).toEqual([]);
  });

  it('forgets, and reads anew what is left', async () => {
    const { id } = await desk.app
      .get(Inbox)
      .receive({
        shopperId: newId(),
        channel: 'web',
        locale: 'zh-CN',
        externalId: newId(),
        text: '忘掉翡翠',
        shopperName: '赵忘忘',
      })
      .then(({ conversation }) => conversation);
    const index = desk.app.get(SearchIndex);
    // The answer, which is found too, has come.
    const service = desk.app.get(ConversationService);
    await until(async () => (await service.get(id)).answeredSeq === 1, 'the answer');
    expect([await ids(wu, '翡翠'), await ids(wu, '赵忘忘')]).toEqual([[id], [id]]);
    await desk.app.get(TransactionRunner).run((tx) => index.forget(tx, [id]));
    expect([await ids(wu, '翡翠'), await ids(wu, '赵忘忘')]).toEqual([[], []]);
    expect(await desk.db.query('SELECT 1 FROM message_search WHERE conversation_id = $1', [id])).toEqual([]);
    expect(await index.catchUp()).toBe(1);
    expect([await ids(wu, '翡翠'), await ids(wu, '赵忘忘'), await index.catchUp()]).toEqual([[id], [id], 0]);
  });

  it('knows a shopper by the name that came later', async () => {
    const service = desk.app.get(ConversationService);
    const shopper = await desk.shopper();
    await shopper.say('你好，在吗');
    const { shopperId } = shopper.session!;
    await desk.app.get(TransactionRunner).run((tx) => service.rename(tx, shopperId, '欧阳若兰', null));
    expect(await ids(wu, '若兰')).toEqual([shopper.conversationId]);
  });

  it('takes whatever is typed', async () => {
    for (const q of [
      "'",
      '\\',
      '&|!<->():*',
      '\0',
      '😀',
      '"',
      '“',
      '%',
      '_',
      "' OR 1=1 --",
      '\u202e',
      'ﬃ',
      '\ud800'.toWellFormed(),
    ])
      expect([q, Array.isArray(await find(wu, { q }))]).toEqual([q, true]);
    for (const bad of [
      { q: 'x'.repeat(201) },
      { severity: 'grave' },
      { channel: 'fax' },
      { from: 'yesterday' },
      { to: '+275760-09-13T00:00:00Z' },
      { from: '-000001-01-01T00:00:00Z' },
      { store: 'x'.repeat(101) },
      { shopperId: 'x' },
    ] as Record<string, string>[]) {
      const answer = await get(wu, bad);
      expect([bad, answer.status, answer.error?.code]).toEqual([bad, 400, 'VALIDATION_FAILED']);
    }
    expect((await get(wu, { q: '羽绒服', cursor: 'x' })).error?.code).toBe('CURSOR_INVALID');
  });
});
