import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../../support/database.js';
import { seedOfRun, seeded } from '../../support/random.js';
import { until } from '../../support/wait.js';
import { startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { deliver, type Road } from '../../support/wechat/network.js';
import { newMsgId, post, type MadeCallback, type Phone } from '../../support/wechat/phone.js';

describe('callbacks over a bad network', () => {
  let d: WeChatDesk;
  const random = seeded(seedOfRun());

  beforeAll(async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
  });

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  const said = async ({ user }: Phone): Promise<string[]> => {
    const rows = await d.desk.db.query<{ text: string }>(
      `SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN wechat_peer p ON p.shopper_id = c.shopper_id
       WHERE p.user_id = $1 AND m.author_kind = 'shopper' ORDER BY m.conversation_id, m.seq`,
      [user],
    );
    return rows.map(({ text }) => text);
  };
  /** The same message each time, signed anew: at the time at which it was said. */
  const letter = (phone: Phone, content: string): (() => MadeCallback) => {
    const fields = { MsgType: 'text', Content: content, MsgId: newMsgId(), CreateTime: Math.floor(Date.now() / 1000) };
    const make = (): MadeCallback => phone.made(fields);
    phone.did(make());
    return make;
  };

  it.each<[string, Road[], number]>([
    ['arrives at the third delivery', [{ lost: 'there' }, { lost: 'there' }], 3],
    ['is not confirmed twice', [{ lost: 'back' }, { lost: 'back' }], 3],
    ['is confirmed too late, while the next is under way', [{ backMs: 900 }, { thereMs: 100, backMs: 900 }], 3],
    ['is overtaken by its own repeat', [{ thereMs: 900 }], 2],
  ])('a message that %s is one, with one answer', async (_what, roads, deliveries) => {
    const phone = d.phone();
    const patienceMs = roads.some(({ lost }) => lost === undefined) ? 400 : undefined;
    const delivered = await deliver(d.account.url, letter(phone, '怎么申请退货？'), {
      roads,
      deliveries: 40,
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    expect(delivered.deliveries).toBeGreaterThanOrEqual(deliveries);
    expect(delivered).toMatchObject({ answer: { text: 'success' } });
    await until(() => phone.screen.length >= 1, 'the answer');
    // The delivery that was under way for longest has come by now.
    await deliver(d.account.url, () => phone.made({ MsgType: 'event', Event: 'VIEW', EventKey: '' }), {
      roads: [{ thereMs: 900 }],
    });
    await d.settled();
    expect(await said(phone)).toEqual(['怎么申请退货？']);
    expect(phone.screen).toHaveLength(1);
  });

  it('is given up after three deliveries, and the user is told so by WeChat', async () => {
    const lost: Road = { lost: 'there' };
    const phone = d.phone();
    expect(await deliver(d.account.url, letter(phone, '在吗'), { roads: [lost, lost, lost] })).toEqual({
      deliveries: 3,
      shown: expect.stringContaining('故障'),
    });
    expect(await said(phone)).toEqual([]);
  });

  it('all at once, in any order, some twice, some late: each message once', async () => {
    const phones = Array.from({ length: 6 }, () => d.phone());
    const letters = phones.flatMap((phone) =>
      Array.from({ length: 4 }, (_, n) => ({ phone, make: letter(phone, `我想问第 ${n + 1} 件事`) })),
    );
    const all = [...letters, ...letters.slice(0, 8)].sort(() => random() - 0.5);
    const roads = (): Road[] => [
      { thereMs: random() * 200, backMs: random() * 200, ...(random() < 0.3 ? { lost: 'back' as const } : {}) },
    ];
    const delivered = await Promise.all(all.map(({ make }) => deliver(d.account.url, make, { roads: roads() })));
    for (const { answer } of delivered) expect(answer?.text).toBe('success');
    await d.settled();
    for (const phone of phones)
      expect((await said(phone)).sort()).toEqual([1, 2, 3, 4].map((n) => `我想问第 ${n} 件事`));
    expect(d.wechat.refusedMessages).toEqual([]);
  });

  it('what is here when it is read is stored in the order in which it was said, however it came', async () => {
    const phone = d.phone();
    await phone.say('开始');
    await d.settled();
    // Nobody reads until all is here.
    const hold = `UPDATE wechat_peer SET in_lease_id = gen_random_uuid(), in_lease_until = now() + interval '1 hour' WHERE user_id = $1`;
    await d.desk.db.query(hold, [phone.user]);
    const at = Math.floor(Date.now() / 1000);
    // Ids that would stand otherwise as words, and times that would otherwise as ids.
    const sent: [string, number, string][] = [
      ['第一', at - 3, '9000000000000000000'],
      ['第二', at - 2, '999999999999999999'],
      ['第三', at - 2, '1000000000000000000'],
      ['第四', at - 2, '1000000000000000001'],
      ['第五', at, '5'],
    ];
    const callbacks = sent.map(([Content, CreateTime, MsgId]) =>
      phone.made({ MsgType: 'text', Content, CreateTime, MsgId }),
    );
    for (const callback of [...callbacks].reverse()) expect((await post(d.account.url, callback)).text).toBe('success');
    expect(await said(phone)).toEqual(['开始']);
    await d.desk.db.query(`UPDATE wechat_peer SET in_lease_id = NULL, in_lease_until = NULL WHERE user_id = $1`, [
      phone.user,
    ]);
    await phone.say('最后');
    await d.settled();
    expect(await said(phone)).toEqual(['开始', ...sent.map(([text]) => text), '最后']);
  });

  it('what comes one after the other is stored so, however fast', async () => {
    const phone = d.phone();
    const texts = Array.from({ length: 25 }, (_, n) => `第 ${n + 1} 句`);
    for (const text of texts) expect((await phone.say(text)).text).toBe('success');
    await d.settled();
    expect(await said(phone)).toEqual(texts);
  });

  it('an account that answers in the callback answers the repeat as the first time', async () => {
    d.wechat.permission = false;
    await d.phone().say('怎么申请退货？');
    await d.settled();
    expect(await d.desk.db.query('SELECT sends FROM wechat_account')).toEqual([{ sends: 'passive' }]);
    const phone = d.phone();
    const make = letter(phone, '怎么申请退货？');
    const { answer, deliveries } = await deliver(d.account.url, make, { roads: [{ lost: 'back' }] });
    expect(deliveries).toBe(2);
    const rows = `SELECT i.reply FROM wechat_inbound i JOIN wechat_peer p ON p.id = i.peer_id WHERE p.user_id = $1`;
    const [row] = await d.desk.db.query<{ reply: string }>(rows, [phone.user]);
    expect(row?.reply).toContain('退货');
    expect(answer?.text).toContain('<Encrypt>');
    expect(await said(phone)).toEqual(['怎么申请退货？']);
  });
});
