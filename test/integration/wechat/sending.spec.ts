import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { OwedSweeper } from '#channels';
import { closeTestDatabases } from '../../support/database.js';
import { PASSWORD, login, type Agent } from '../../support/desk.js';
import { until } from '../../support/wait.js';
import { nextSecond, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import type { Phone } from '../../support/wechat/phone.js';

const SEND = '/cgi-bin/message/custom/send';
const TYPING = '/cgi-bin/message/custom/typing';

describe('sending to an official account’s users', () => {
  let d: WeChatDesk;

  beforeAll(async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
  }, 60_000);

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  // What one test has still on its way would meet the next one's troubles.
  afterEach(async () => {
    await d.settled();
  });

  const left = async ({ user }: Phone): Promise<number> => {
    const [row] = await d.desk.db.query<{ windows: { left: number }[] }>(
      'SELECT windows FROM wechat_peer WHERE user_id = $1',
      [user],
    );
    return Math.max(0, ...(row?.windows ?? []).map((window) => window.left));
  };
  const statesOf = async ({ user }: Phone): Promise<string[]> =>
    (
      await d.desk.db.query<{ state: string }>(
        'SELECT o.state FROM wechat_outgoing o JOIN wechat_peer p ON p.id = o.peer_id WHERE p.user_id = $1 ORDER BY o.id',
        [user],
      )
    ).map(({ state }) => state);
  const callsTo = ({ user }: Phone, path: string): number =>
    d.wechat.calls.filter((call) => call.path === path && call.body['touser'] === user).length;
  const acceptedFrom = async (phone: Phone): Promise<{ agent: Agent; id: string }> => {
    const agent = await d.desk.agent();
    await phone.say('转人工');
    await until(() => phone.screen.length === 1, 'the notice');
    const [row] = await d.desk.db.query<{ id: string }>(
      `SELECT c.id FROM conversation c JOIN wechat_peer p ON p.shopper_id = c.shopper_id WHERE p.user_id = $1`,
      [phone.user],
    );
    const id = row?.id ?? '';
    expect(await agent.accept(id)).toMatchObject({ ok: true });
    return { agent, id };
  };

  it('counts a reply that crosses the shopper’s next message as one of that message’s', async () => {
    const phone = d.phone();
    d.wechat.trouble(SEND, { delayMs: 1_500 });
    await phone.say('怎么申请退货？');
    await until(() => callsTo(phone, SEND) === 1, 'the answer to be on its way');
    await phone.say('门店几点开门？');
    await until(() => phone.screen.length === 2, 'both answers');
    await d.settled();
    // WeChat has counted both in the window of the second message.
    expect(await left(phone)).toBeLessThanOrEqual(d.wechat.left(phone.user));
  });

  it('shows that it is typing while the assistant answers, and bears every refusal of that', async () => {
    const phone = d.phone();
    for (const errcode of [45080, 45081]) {
      d.wechat.trouble(TYPING, { errcode });
      const before = phone.screen.length;
      await phone.say('怎么申请退货？');
      await until(() => phone.screen.length > before, 'the answer');
    }
    await until(() => callsTo(phone, TYPING) === 2, 'both calls');
    await d.settled();
    expect(await statesOf(phone)).toEqual(['sent', 'sent']);
    expect(await d.desk.db.query('SELECT problem FROM wechat_account')).toEqual([{ problem: null }]);
  });

  it('sends again what may not have arrived, and counts both', async () => {
    const phone = d.phone();
    d.wechat.trouble(SEND, { cut: 'after' });
    await phone.say('怎么申请退货？');
    await until(async () => (await statesOf(phone)).join() === 'sent', 'that it has gone');
    expect(phone.screen).toHaveLength(2);
    expect(await left(phone)).toBe(3);
  });

  it('takes up what nobody sends any more', async () => {
    const phone = d.phone();
    d.wechat.trouble(SEND, { errcode: 45009 });
    await phone.say('怎么申请退货？');
    await until(async () => (await statesOf(phone)).join() === 'waiting' && callsTo(phone, SEND) === 1, 'a try');
    await d.settled();
    await d.desk.db.query(`DELETE FROM outbox_event WHERE handler = 'wechat.send'`);
    await d.desk.db.query(
      `UPDATE wechat_outgoing SET retry_at = NULL, created_at = created_at - interval '10 minutes' WHERE state = 'waiting'`,
    );
    expect(await d.desk.app.get(OwedSweeper, { strict: false }).sweep()).toBe(1);
    await until(() => phone.screen.length === 1, 'the answer');
    await d.settled();
    expect(await d.desk.app.get(OwedSweeper, { strict: false }).sweep()).toBe(0);
  });

  it('names the agent before their first words, at the cost of one reply', async () => {
    const phone = d.phone();
    const { agent, id } = await acceptedFrom(phone);
    await d.settled();
    expect(phone.screen).toHaveLength(1);
    await agent.reply(id, '您好，请问是哪一单？');
    await until(() => phone.screen.length === 2, 'the first words');
    expect(phone.screen[1]?.text).toMatch(/已接入[\s\S]*您好，请问是哪一单？/);
    await d.settled();
    expect(await left(phone)).toBe(3);
    expect(await statesOf(phone)).toEqual(['sent', 'sent', 'sent']);
  });

  it('keeps the order, though the clock of the process that put the first there is ahead', async () => {
    const phone = d.phone();
    const { agent, id } = await acceptedFrom(phone);
    d.wechat.trouble(SEND, { errcode: 45009 });
    await agent.reply(id, '第一句');
    await until(async () => (await statesOf(phone)).at(-1) === 'waiting' && callsTo(phone, SEND) === 2, 'a try');
    await d.settled();
    await d.desk.db.query(
      `UPDATE wechat_outgoing SET id = $1 WHERE state = 'waiting' AND conversation_id = $2 AND content ->> 'text' = '第一句'`,
      [uuidv7({ msecs: Date.now() + 3_600_000 }), id],
    );
    await agent.reply(id, '第二句');
    await until(async () => (await statesOf(phone)).length === 4, 'both to be owed');
    await nextSecond();
    await phone.say('在吗');
    await until(() => phone.screen.some(({ text }) => text.includes('第二句')), 'both');
    expect(phone.screen.map(({ text }) => text).join('\n')).toMatch(/已接入[\s\S]*第一句[\s\S]*第二句/);
  });

  it('names the agent alone when they say nothing for long', async () => {
    const phone = d.phone();
    await acceptedFrom(phone);
    await d.settled();
    // The minute is not waited for.
    await d.desk.db.query(`UPDATE wechat_outgoing SET retry_at = now() WHERE rank = 'aside' AND state = 'waiting'`);
    await d.desk.db.query(`UPDATE outbox_event SET available_at = now() WHERE handler = 'wechat.send'`);
    await until(() => phone.screen.some(({ text }) => text.includes('已接入')), 'the name');
  });

  it('keeps a score and thanks for it, or neither', async () => {
    const phone = d.phone();
    const { agent, id } = await acceptedFrom(phone);
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: id });
    await until(() => phone.screen.some(({ menu }) => menu?.length === 5), 'the survey');
    await d.desk.db.query(
      `ALTER TABLE wechat_outgoing ADD CONSTRAINT no_thanks CHECK (content ->> 'text' NOT LIKE '%谢谢您的评价%') NOT VALID`,
    );
    const scores = () => d.desk.db.query('SELECT score FROM csat_response WHERE conversation_id = $1', [id]);
    await nextSecond();
    await phone.say('满意', { bizmsgmenuid: '104' });
    const tried = `SELECT 1 FROM wechat_inbound WHERE state = 'waiting' AND attempts > 0`;
    await until(async () => (await d.desk.db.query(tried)).length === 1, 'a try');
    expect(await scores()).toEqual([]);
    await d.desk.db.query('ALTER TABLE wechat_outgoing DROP CONSTRAINT no_thanks');
    await until(() => phone.screen.some(({ text }) => text.includes('谢谢您的评价')), 'thanks');
    expect(await scores()).toEqual([{ score: 4 }]);
    expect(d.wechat.overruns).toBe(0);
  });

  describe('what the assistant asks back', () => {
    beforeAll(async () => {
      const token = await login(d.desk.url, await d.desk.addAgent('admin'), PASSWORD);
      const response = await fetch(`${d.desk.url}/api/v1/settings/handoff`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ settings: { answerFrom: 1, clarifyFrom: 0 }, version: 0 }),
      });
      expect(response.status).toBe(200);
    });

    it.each(['tap', 'number'] as const)('is a menu, answered by a %s', async (way) => {
      const phone = d.phone();
      await phone.say('退货');
      await until(() => phone.screen.length === 1, 'the question back');
      const menu = phone.screen[0]?.menu ?? [];
      expect(menu.length).toBeGreaterThan(0);
      expect(menu.map(({ id }) => id)).toEqual(menu.map((_item, index) => String(201 + index)));
      const [first] = menu;
      await nextSecond();
      if (way === 'tap') await phone.say(first?.label ?? '', { bizmsgmenuid: first?.id ?? '' });
      else await phone.say('1');
      await until(() => phone.screen.length === 2, 'the answer');
      const said = await d.desk.db.query<{ text: string }>(
        `SELECT m.text FROM message m JOIN conversation c ON c.id = m.conversation_id JOIN wechat_peer p ON p.shopper_id = c.shopper_id
         WHERE p.user_id = $1 AND m.author_kind = 'shopper' ORDER BY m.seq`,
        [phone.user],
      );
      expect(said.map(({ text }) => text)).toEqual(['退货', first?.label]);
    });
  });
});
