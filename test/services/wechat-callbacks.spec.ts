import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OperatorCommands } from '#platform';
import { closeTestDatabases } from '../support/database.js';
import { DeskProcess, buildServer, freePort } from '../support/desk-process.js';
import { seedOfRun, seeded } from '../support/random.js';
import { until } from '../support/wait.js';
import { AES_KEY, APP_ID, TOKEN, startWeChatDesk, type WeChatDesk } from '../support/wechat/desk.js';
import { bodyOf, makeCallback, newMsgId, post, type MadeCallback } from '../support/wechat/phone.js';

const CALLBACKS = 5_000;
const DISTINCT = CALLBACKS * 0.7;
const USERS = 250;
const AT_ONCE = 24;
/** WeChat's own patience, and how often it tries. */
const PATIENCE_MS = 5_000;

const QUESTIONS = [
  '怎么申请退货？',
  '门店几点开门？',
  '停车怎么收费？',
  '会员积分怎么用？',
  '怎么开发票？',
  '谢谢',
  '送货要多久？',
];

interface Letter {
  user: string;
  msgId: string;
  callback: () => MadeCallback;
}

interface Spoken {
  user: string;
  seq: number;
  entitled: boolean;
  text: string | null;
}

/** What of `said`, in this order, does not stand on the screen behind what was said before it; with the screen, to be understood. */
function misplaced(said: readonly Spoken[], screen: readonly string[]): object[] {
  const all = screen.join('\n\n');
  let from = 0;
  for (const one of said) {
    const at = all.indexOf((one.text ?? '').slice(0, 30), from);
    if (at < 0) return [{ ...one, said: said.map(({ seq, text }) => `${seq} ${text}`), screen }];
    from = at;
  }
  return [];
}

/** What only shows with two processes on one PostgreSQL and one Redis, of which one is taken away in the middle. */
describe('5,000 callbacks of WeChat’s, 30 % of them repeats, in any order', () => {
  let d: WeChatDesk;
  let other: DeskProcess;
  const random = seeded(seedOfRun());

  beforeAll(async () => {
    await buildServer();
    d = await startWeChatDesk({ config: { fragmentWaitMs: 100 } });
    const { config } = d.desk;
    if (config.database.kind !== 'server') throw new Error('this needs a server');
    other = new DeskProcess(await freePort(), {
      DATA_DIR: config.dataDir,
      DATABASE_URL: config.database.url,
      REDIS_URL: config.redisUrl,
      REDIS_PREFIX: config.redisPrefix,
      JWT_SECRET: config.jwtSecret,
      SHOP_IDENTITY_SECRET: config.identitySecret,
      SEED_DEMO: 'false',
      FRAGMENT_WAIT_MS: '100',
      WECHAT_ACCOUNT_ID: 'shop',
      WECHAT_APP_ID: APP_ID,
      WECHAT_APP_SECRET: d.wechat.secret,
      WECHAT_TOKEN: TOKEN,
      WECHAT_AES_KEY: AES_KEY,
      WECHAT_API_BASE_URL: d.wechat.url,
      WECHAT_SECRETS_KEY: config.wechat.secretsKey,
    });
    await other.start();
  }, 180_000);

  afterAll(async () => {
    await other.kill();
    await d.close();
    await closeTestDatabases();
  });

  it('what one process has let in, the other knows: a repeat is confirmed, another body under the same signature is refused', async () => {
    const account = { appId: 'wxplain00000000001', token: 'plaintoken' };
    await d.desk.app
      .get(OperatorCommands)
      .run('wechat:add', { id: 'plain', kind: 'official', ...account, appSecret: d.wechat.secret });
    const fields = { ToUserName: 'gh_plain', FromUserName: 'openid-plain', MsgType: 'event', Event: 'unsubscribe' };
    const body = (key: string): string =>
      bodyOf({ ...fields, EventKey: key, CreateTime: Math.floor(Date.now() / 1000) });
    const callback = makeCallback(account, body('a'));
    const [one, two] = [d.desk.url, other.url].map((url) => `${url}/api/v1/webhooks/wechat/plain`) as [string, string];
    expect(await post(one, callback)).toMatchObject({ status: 200, text: 'success' });
    expect(await post(two, callback)).toMatchObject({ status: 200, text: 'success' });
    const forged = await post(two, { ...callback, body: body('b') });
    expect([forged.status, forged.text]).toEqual([403, expect.stringContaining('WECHAT_REPLAYED')]);
    await d.settled();
    await d.desk.db.query(`DELETE FROM wechat_inbound WHERE account_id = 'plain'`);
    await d.desk.db.query(`DELETE FROM wechat_peer WHERE account_id = 'plain'`);
  });

  it('each is stored once, answered once or handed over, in its user’s order, within the budget', async () => {
    const letters: Letter[] = Array.from({ length: DISTINCT }, (_, n) => {
      const user = `openid-${n % USERS}`;
      const msgId = newMsgId();
      let saidAt: number | undefined;
      const fields = {
        ToUserName: 'gh_test',
        FromUserName: user,
        MsgType: 'text',
        Content: `${QUESTIONS[Math.floor(random() * QUESTIONS.length)] ?? ''}`,
        MsgId: msgId,
      };
      return {
        user,
        msgId,
        callback: () =>
          makeCallback(
            { appId: APP_ID, token: TOKEN, aesKey: AES_KEY },
            bodyOf({ ...fields, CreateTime: (saidAt ??= Math.floor(Date.now() / 1000)) }),
          ),
      };
    });
    const repeats = Array.from(
      { length: CALLBACKS - DISTINCT },
      () => letters[Math.floor(random() * DISTINCT)] as Letter,
    );
    const all = [...letters, ...repeats].sort(() => random() - 0.5);
    const urls = [d.account.url, d.account.url.replace(d.desk.url, other.url)];
    const ms: number[] = [];
    let killed = false;

    const bring = async (letter: Letter, n: number): Promise<void> => {
      // Once per message: what comes again allows no further reply.
      d.wechat.grant(letter.user, 'message', letter.msgId);
      for (let attempt = 0; ; attempt++) {
        const url = urls[(n + attempt) % 2] ?? '';
        try {
          const answer = await Promise.race([
            post(url, letter.callback()),
            new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), PATIENCE_MS)),
          ]);
          if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
          ms.push(answer.ms);
          return;
        } catch (error) {
          // As WeChat does: what was not confirmed comes again.
          if (attempt >= 5) throw error;
        }
      }
    };
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let n = next++; n < all.length; n = next++) {
        if (n >= CALLBACKS * 0.45 && !killed) {
          killed = true;
          await other.kill();
        }
        await bring(all[n] as Letter, n);
      }
    };
    const began = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const seconds = (performance.now() - began) / 1000;

    // What the dead process held is taken up when its leases have run out.
    await until(
      async () => {
        const [row] = await d.desk.db.query<{ n: number }>(
          `SELECT (SELECT count(*) FROM wechat_inbound WHERE state = 'waiting')::int
             + (SELECT count(*) FROM conversation WHERE status = 'bot' AND answered_seq < last_shopper_seq)::int
             + (SELECT count(*) FROM wechat_outgoing WHERE state IN ('waiting', 'sending'))::int AS n`,
        );
        return row?.n === 0;
      },
      'everything to be dealt with',
      600_000,
    );

    const stored = await d.desk.db.query<{ id: string }>(
      `SELECT split_part(external_id, ':', 3) AS id FROM message WHERE author_kind = 'shopper'`,
    );
    expect(stored.map(({ id }) => id).sort()).toEqual(letters.map(({ msgId }) => msgId).sort());

    const unanswered = await d.desk.db.query(
      `SELECT m.conversation_id, m.seq, count(b.seq)::int AS answers FROM message m
       JOIN conversation c ON c.id = m.conversation_id
       LEFT JOIN message b ON b.conversation_id = m.conversation_id AND m.seq BETWEEN b.answers_from AND b.answers_to
       WHERE m.author_kind = 'shopper' GROUP BY m.conversation_id, m.seq, c.handed_off_at, c.status
       HAVING count(b.seq) > 1 OR (count(b.seq) = 0 AND c.handed_off_at IS NULL)`,
    );
    expect(unanswered).toEqual([]);
    const gaps = await d.desk.db.query(
      `SELECT c.id FROM conversation c JOIN message m ON m.conversation_id = c.id GROUP BY c.id, c.last_seq
       HAVING count(*) <> c.last_seq OR max(m.seq) <> c.last_seq`,
    );
    expect(gaps).toEqual([]);
    expect(await d.desk.db.query('SELECT count(*)::int AS n FROM wechat_peer')).toEqual([{ n: USERS }]);

    // What was sent, user by user, in the order in which it was said. Only what has a right to the last reply may go before its turn:
    // it has an order of its own.
    const spoken = await d.desk.db.query<Spoken>(
      `SELECT p.user_id AS "user", m.seq, o.rank = 'must' AS entitled, o.content ->> 'text' AS text FROM wechat_outgoing o
       JOIN wechat_peer p ON p.id = o.peer_id JOIN message m ON m.id = o.message_id
       WHERE o.state = 'sent' ORDER BY p.user_id, m.conversation_id, m.seq, o.part`,
    );
    const outOfOrder = Array.from({ length: USERS }, (_, n) => `openid-${n}`).flatMap((user) => {
      const screen = d.wechat.to(user).map(({ text }) => text);
      const said = spoken.filter((one) => one.user === user);
      return [true, false].flatMap((entitled) =>
        misplaced(
          said.filter((one) => one.entitled === entitled),
          screen,
        ),
      );
    });
    expect(outOfOrder).toEqual([]);
    expect(d.wechat.refusedMessages).toEqual([]);
    ms.sort((a, b) => a - b);
    const p = (q: number): number => Math.round(ms[Math.floor(ms.length * q)] ?? 0);
    process.stderr.write(
      `wechat: ${CALLBACKS} callbacks in ${seconds.toFixed(1)} s, success p50 ${p(0.5)} ms, p99 ${p(0.99)} ms; ` +
        `${d.wechat.sent.length} messages sent\n`,
    );
  }, 900_000);
});
