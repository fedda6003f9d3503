import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock, newId, type WidgetFront } from '#kernel';
import { DemandService } from '#knowledge';
import { Log } from '#platform';
import { DemandRepository } from '../../libs/knowledge/src/demand/demand.repository.js';
import { ARTICLES } from '../support/articles.js';
import { ask } from '../support/bad-desk.js';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { call } from '../support/raw.js';

const SHOP = 'https://shop.example';
let desk: Desk;
let demand: DemandService;

beforeAll(async () => {
  desk = await Desk.start({ allowedOrigins: [SHOP], seedDemo: true }, ARTICLES);
  demand = desk.app.get(DemandService, { strict: false });
}, 120_000);

afterAll(async () => {
  await desk?.close();
  await closeTestDatabases();
});

const front = async (query = 'locale=zh-CN'): Promise<WidgetFront> =>
  (await call(desk.url, `/api/v1/widget?${query}`)).json as WidgetFront;

describe('what the widget shows first', () => {
  it('is public and may be kept for a minute; foreign pages need ALLOWED_ORIGINS', async () => {
    const own = await call(desk.url, '/api/v1/widget?locale=en', { headers: { origin: SHOP } });
    expect(own.status).toBe(200);
    expect(own.headers['cache-control']).toBe('public, max-age=60');
    expect(own.headers['access-control-allow-origin']).toBe(SHOP);
    expect(own.headers['vary']).toContain('Origin');
    const foreign = await call(desk.url, '/api/v1/widget', { headers: { origin: 'https://other.example' } });
    expect(foreign.status).toBe(403);
  });

  it('without history offers usual questions, and only such as the articles answer', async () => {
    const { questions, look, people } = await front();
    expect(questions.length).toBeGreaterThanOrEqual(3);
    for (const { title } of questions) {
      const asked = await call(desk.url, '/api/v1/knowledge/ask', { json: { question: title } });
      expect((asked.json as { outcome: string }).outcome).not.toBe('abstained');
    }
    expect(look).toMatchObject({ name: null, accent: null, greeting: null });
    // Nobody is online: no wait is promised.
    expect(people).toEqual({ open: false, etaSeconds: null });
  });

  it('says how long a person takes once one is online', async () => {
    await desk.agent();
    const { people } = await front('locale=en&storeId=unknown-store');
    // The front of a minute ago: the promise is as old as the rest of it.
    expect(people.open === false || people.etaSeconds !== null).toBe(true);
  });

  it('refuses what is no language or store', async () => {
    for (const query of [`locale=${'x'.repeat(36)}`, `storeId=${'x'.repeat(101)}`, 'locale=', 'locale=a&locale=b']) {
      expect((await call(desk.url, `/api/v1/widget?${query}`)).status).toBe(400);
    }
  });
});

describe('demand', () => {
  const at = (key: string, locale: 'zh-CN' | 'en', hour: number, times: number): Promise<unknown> =>
    Promise.all(
      Array.from({ length: times }, () =>
        demand.onAnswered({ articleKey: key, locale, at: `2026-11-20T${String(hour).padStart(2, '0')}:10:00.000Z` }),
      ),
    );
  const most = async (time: string): Promise<string[]> => {
    const then = new DemandService(desk.db, new DemandRepository(), new ManualClock(new Date(time)), desk.app.get(Log));
    const asked = await then.mostAsked({ locale: 'zh-CN', limit: 2 });
    return asked.map(({ title }) => ARTICLES.find((each) => each.title === title)?.key ?? title);
  };

  it('is counted from answers, whoever asked', async () => {
    const shopper = await desk.shopper();
    await shopper.answerTo((await shopper.say('停车多少钱')).seq);
    await desk.settled();
    await demand.write();
    const rows = await desk.db.query<{ article_key: string; weight: number }[]>(
      'SELECT article_key, weight FROM question_demand',
    );
    expect(rows).toEqual([{ article_key: 'parking', weight: 1 }]);
  });

  it('differs by the hour, with the hours beside it counting half', async () => {
    // What the shopper above has asked counts for the hour in which the test runs.
    await desk.db.query('DELETE FROM question_demand');
    await at('hours', 'zh-CN', 2, 10);
    await at('return', 'zh-CN', 3, 12);
    await at('invoice', 'zh-CN', 14, 50);
    await demand.write();
    expect(await most('2026-11-22T02:30:00.000Z')).toEqual(['hours', 'return']);
    expect(await most('2026-11-22T14:30:00.000Z')).toEqual(['invoice']);
    expect(await most('2026-11-22T23:30:00.000Z')).toEqual([]);
  });

  it('wears off, also over years, without an error', async () => {
    await demand.write();
    await at('wheelchair', 'zh-CN', 2, 1);
    await demand.write();
    expect((await most('2045-01-01T02:30:00.000Z'))[0]).toBe('hours');
  });
});

describe('an opinion of an answer', () => {
  it('is kept on the message, the last one counts, and it can be repeated', async () => {
    const shopper = await desk.shopper();
    const answer = await shopper.answerTo((await shopper.say('停车多少钱')).seq);
    for (const helpful of [true, true, false]) {
      const ack = await ask(shopper.socket, 'feedback.submit', { messageId: answer.id, helpful, comment: '太笼统' });
      expect(ack).toEqual({ ok: true });
    }
    const [stored] = await desk.db.query<{ helpful: boolean; comment: string }[]>(
      `SELECT helpful, comment FROM answer_feedback WHERE message_id = '${answer.id}'`,
    );
    expect(stored).toEqual({ helpful: false, comment: '太笼统' });
    expect((await shopper.transcript()).find(({ id }) => id === answer.id)?.helpful).toBe(false);
  });

  it('is for the shopper’s own answers of the bot only', async () => {
    const [one, other] = [await desk.shopper(), await desk.shopper()];
    const mine = await one.say('停车多少钱');
    const answer = await one.answerTo(mine.seq);
    await other.say('谢谢');
    for (const [who, messageId] of [
      [other, answer.id],
      [one, mine.id],
      [one, newId()],
    ] as const) {
      const ack = await ask(who.socket, 'feedback.submit', { messageId, helpful: true });
      expect(ack.error?.code).toBe('MESSAGE_NOT_FOUND');
    }
    expect((await one.transcript()).every(({ helpful }) => helpful === undefined)).toBe(true);
  });
});

describe('the demo shop’s members', () => {
  it('are signed in as the shop’s back end would', async () => {
    const signed = await call(desk.url, '/api/v1/demo/sign-in', { json: { member: 'shen' } });
    const { identity, name } = signed.json as { identity: string; name: string };
    const phone = await desk.shopper({ identity });
    await phone.say('停车多少钱');
    const laptop = await desk.shopper({ identity });
    expect(laptop.session?.shopperId).toBe(phone.session?.shopperId);
    expect(laptop.session?.messages[0]?.text).toBe('停车多少钱');
    expect(name).toBe('沈青');
    for (const member of ['nobody', '__proto__', 5, undefined]) {
      expect((await call(desk.url, '/api/v1/demo/sign-in', { json: { member } })).status).toBe(400);
    }
  });
});
