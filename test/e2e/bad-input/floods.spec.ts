import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '#kernel';
import { ageKeys, closeTestDatabases } from '../../support/database.js';
import { ask, expectHttpRefusal, expectRefusal } from '../../support/bad-desk.js';
import { Desk, PASSWORD, Shopper } from '../../support/desk.js';
import { call, type Answer } from '../../support/raw.js';

const EVERYTHING_BUT_DATE = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Moves the clock of the desk and of its Redis on by `ms`, as waiting would; timers go on as they are. */
async function later({ config }: Desk, ms: number): Promise<void> {
  if (config.redisUrl) await ageKeys(config.redisUrl, `${config.redisPrefix}:limit:*`, ms);
  const now = Date.now() + ms;
  jest.useFakeTimers({ doNotFake: [...EVERYTHING_BUT_DATE], now });
}

describe('floods', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start({
      limits: { messagesPerMinute: 5, asksPerMinute: 5, connectionsPerMinute: 40, agentCallsPerMinute: 600 },
    });
  }, 180_000);

  afterEach(() => {
    jest.useRealTimers();
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  it('messages: refused with a retry time, and taken with the same client id after it', async () => {
    const shopper = await desk.shopper({ locale: 'en' });
    const calm = await desk.shopper();
    const ids = Array.from({ length: 25 }, () => newId());
    const answers = await Promise.all(
      ids.map((clientId) => ask(shopper.socket, 'message.send', { clientId, text: '谢谢' })),
    );
    const taken = answers.filter((a) => a.ok).length;
    expect(taken).toBe(15);
    const refused = answers.findIndex((a) => !a.ok);
    for (const { error } of answers.filter((a) => !a.ok)) {
      expectRefusal(error, 'RATE_LIMITED');
      expect(error?.retryAfterMs).toBeLessThanOrEqual(60_000);
      expect(error?.message).toBe('Too many requests; wait a moment and try again.');
    }
    // Others are not held up, and the shopper can still read and ask for a person.
    expect((await calm.send('谢谢')).ok).toBe(true);
    expect((await ask(shopper.socket, 'human.request', {})).ok).toBe(true);
    expect(await shopper.transcript()).not.toHaveLength(0);
    await later(desk, answers[refused]!.error!.retryAfterMs!);
    const again = await ask(shopper.socket, 'message.send', { clientId: ids[refused], text: '谢谢' });
    expect(again.error).toBeUndefined();
    expect(again).toMatchObject({ ok: true, message: { clientId: ids[refused] } });
    const said = (await shopper.transcript()).filter((m) => m.author.kind === 'shopper');
    expect(said).toHaveLength(taken + 1);
    expect(new Set(said.map((m) => m.clientId)).size).toBe(taken + 1);
  });

  it('other events of shoppers, malformed ones too', async () => {
    const shopper = await desk.shopper();
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_x, i) => ask(shopper.socket, i % 2 ? 'sync' : 'typing', { conversationId: i })),
    );
    const codes = answers.map((a) => a.error?.code);
    expect(codes.filter((c) => c === 'RATE_LIMITED').length).toBe(30);
    expect(codes.filter((c) => c === 'VALIDATION_FAILED').length).toBe(50);
    for (const { error } of answers) expectRefusal(error);
  });

  it('events of agents', async () => {
    const agent = await desk.agent();
    const answers = await Promise.all(Array.from({ length: 700 }, () => ask(agent.socket, 'queue.list', {})));
    const refused = answers.filter((a) => !a.ok);
    expect(refused.length).toBeGreaterThanOrEqual(100);
    for (const { error } of refused) expectRefusal(error, 'RATE_LIMITED');
    expectHttpRefusal(await call(desk.url, '/api/v1/me', { token: agent.token }), 429, 'RATE_LIMITED');
  });

  it('questions over REST, and signing in', async () => {
    const flood = async (path: string, json: object, count: number): Promise<Answer[]> =>
      Promise.all(Array.from({ length: count }, () => call(desk.url, path, { json })));
    for (const [path, json, count] of [
      ['/api/v1/knowledge/ask', { question: '停车多少钱' }, 30],
      ['/api/v1/auth/login', { email: 'somebody@test.local', password: 'guess' }, 12],
    ] as const) {
      const refused = (await flood(path, json, count)).filter((a) => a.status === 429);
      expect(refused.length).toBeGreaterThan(0);
      for (const answer of refused) {
        expectHttpRefusal(answer, 429, 'RATE_LIMITED');
        expect(Number(answer.headers['retry-after'])).toBe(Math.ceil(answer.error!.retryAfterMs! / 1000));
      }
    }
    // Guesses at one account do not lock out others.
    const email = await desk.addAgent();
    expect((await call(desk.url, '/api/v1/auth/login', { json: { email, password: PASSWORD } })).status).toBe(200);
  });

  it('connections', async () => {
    // With those who came before gone from the count: its minute neither ends nor begins while the crowd comes.
    await later(desk, 60_000);
    const errors: (Error & { data?: never })[] = [];
    const crowd = Array.from({ length: 60 }, () => new Shopper(desk.url, { locale: 'en' }));
    await Promise.all(
      crowd.map(
        ({ socket }) =>
          new Promise<void>((resolve) => {
            socket.once('session', () => resolve());
            socket.once('connect_error', (error) => {
              errors.push(error as never);
              resolve();
            });
          }),
      ),
    );
    for (const { socket } of crowd) socket.disconnect();
    expect(errors.length).toBeGreaterThanOrEqual(20);
    for (const error of errors) expectRefusal(error.data, 'RATE_LIMITED');
    await later(desk, errors[0]!.data!['retryAfterMs']);
    const back = await desk.shopper();
    expect(back.session).toBeDefined();
  });
});
