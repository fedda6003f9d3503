import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type WireMessage } from '#kernel';
import { ARTICLES } from '../support/articles.js';
import { closeTestDatabases, testConfig } from '../support/database.js';
import { DeskProcess, freePort } from '../support/desk-process.js';
import { Shopper } from '../support/desk.js';
import { sleep } from '../support/wait.js';

const ROUNDS = 30;
const SHOPPERS = 4;

/** Seeded, so that a failure can be played again: set KILL_SEED to the printed one. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SAYINGS = [
  '停车多少钱',
  '几点关门',
  '怎么开发票',
  '可以借轮椅吗',
  '积分怎么用',
  '七天内能退货吗',
  '在吗',
  '谢谢',
  '那条裙子',
  '火星上有分店吗',
  '你们的量子咖啡机能拿来修飞船吗',
  '我要投诉你们的态度',
  '转人工',
  '算了不用人工了',
];

/** Sends one after the other, each until it is acknowledged, whatever happens to the connection. */
async function chatter(shopper: Shopper, next: () => number, done: () => boolean): Promise<WireMessage[]> {
  const acknowledged: WireMessage[] = [];
  while (!done()) {
    const text = SAYINGS[Math.floor(next() * SAYINGS.length)] ?? '在吗';
    const clientId = newId();
    for (let tries = 0; ; tries++) {
      try {
        const ack = await shopper.socket.timeout(1_500).emitWithAck('message.send', { clientId, text });
        if (ack.ok) {
          acknowledged.push(ack.message);
          break;
        }
        if (ack.error.code !== 'RATE_LIMITED') throw new Error(`refused: ${ack.error.code}`);
        await sleep(ack.error.retryAfterMs ?? 50);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('refused')) throw error;
        // Not delivered, or killed before the acknowledgement: again, as the widget does.
        if (done() && tries > 3) return acknowledged;
      }
    }
    await sleep(next() * 40);
  }
  return acknowledged;
}

let desk: DeskProcess;

beforeAll(async () => {
  execFileSync(process.execPath, ['apps/build.mjs', '--server', '--quiet'], { stdio: 'ignore' });
  const config = await testConfig();
  const knowledge = join(config.dataDir, 'knowledge');
  mkdirSync(knowledge);
  for (const { key, locale, title, questions, body } of ARTICLES) {
    const front = { id: key, locale, title, questions };
    writeFileSync(join(knowledge, `${key}.md`), `---\n${JSON.stringify(front)}\n---\n${body}\n`);
  }
  const server = config.database.kind === 'server' ? { DATABASE_URL: config.database.url } : {};
  const redis = config.redisUrl ? { REDIS_URL: config.redisUrl, REDIS_PREFIX: `kill-${newId()}` } : {};
  desk = new DeskProcess(await freePort(), {
    ...server,
    ...redis,
    DATA_DIR: config.dataDir,
    KNOWLEDGE_DIR: knowledge,
    SEED_DEMO: 'false',
    JWT_SECRET: config.jwtSecret,
    SHOP_IDENTITY_SECRET: config.identitySecret,
    MESSAGES_PER_MINUTE: '100000',
    CONNECTIONS_PER_MINUTE: '100000',
    FRAGMENT_WAIT_MS: '200',
  });
}, 120_000);

afterAll(async () => {
  await desk?.kill();
  await closeTestDatabases();
});

describe('kill -9 under traffic', () => {
  it(`loses, doubles and reorders nothing that was acknowledged, and answers what it owes (${ROUNDS} rounds)`, async () => {
    const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
    const next = random(seed);
    await desk.start();
    const shoppers = Array.from({ length: SHOPPERS }, () => new Shopper(desk.url));
    await Promise.all(shoppers.map((s) => s.ready()));
    let over = false;
    const talks = shoppers.map((s) => chatter(s, next, () => over));
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(80 + next() * 420);
      await desk.kill();
      await desk.start();
    }
    await sleep(1_000);
    over = true;
    const acknowledged = await Promise.all(talks);
    // One more life, which owes what the last one left: leases run out, jobs are taken up.
    await desk.kill();
    await desk.start();

    let total = 0;
    for (const [i, shopper] of shoppers.entries()) {
      const sent = acknowledged[i] ?? [];
      total += sent.length;
      for (const conversationId of new Set(sent.map((m) => m.conversationId))) {
        const transcript = await settledTranscript(shopper, conversationId);
        const place = `seed ${seed}, shopper ${i}`;
        // Numbered without a gap.
        expect({ place, seqs: transcript.map((m) => m.seq) }).toEqual({
          place,
          seqs: transcript.map((_m, at) => at + 1),
        });
        const said = transcript.filter((m) => m.author.kind === 'shopper');
        // Each once, and everything acknowledged is there, in the order of sending.
        expect(new Set(said.map((m) => m.clientId)).size).toBe(said.length);
        const ours = sent.filter((m) => m.conversationId === conversationId);
        expect(said.filter((m) => ours.some((o) => o.id === m.id)).map((m) => m.id)).toEqual(ours.map((m) => m.id));
        expect({ place, unanswered: unanswered(transcript) }).toEqual({ place, unanswered: [] });
      }
      shopper.socket.disconnect();
    }
    expect(total).toBeGreaterThan(ROUNDS * 2);
  }, 400_000);
});

/** The transcript when nothing has been added to it for a while. */
async function settledTranscript(shopper: Shopper, conversationId: string): Promise<WireMessage[]> {
  let before = -1;
  for (let tries = 0; tries < 120; tries++) {
    const transcript = await shopper.transcript(conversationId).catch(() => undefined);
    if (transcript && transcript.length === before && unanswered(transcript).length === 0) return transcript;
    before = transcript?.length ?? -1;
    await sleep(300);
  }
  return shopper.transcript(conversationId);
}

/** Shopper messages that lie in no answer's range, or in several, and were not handed over. */
function unanswered(transcript: readonly WireMessage[]): number[] {
  const wrong: number[] = [];
  let queuedSince: number | undefined;
  const handed = new Set<number>();
  let open: number[] = [];
  for (const message of transcript) {
    if (message.author.kind === 'shopper') {
      open.push(message.seq);
      if (queuedSince !== undefined) handed.add(message.seq);
    } else if (message.notice === 'handoff' || message.notice === 'handoff_offline') {
      queuedSince = message.seq;
      for (const seq of open) handed.add(seq);
      open = [];
    } else if (message.notice === 'withdrawn') queuedSince = undefined;
  }
  for (const message of transcript) {
    if (message.author.kind !== 'shopper') continue;
    const answers = transcript.filter((m) => m.answers && m.answers[0] <= message.seq && message.seq <= m.answers[1]);
    if (answers.length > 1 || (answers.length === 0 && !handed.has(message.seq))) wrong.push(message.seq);
  }
  return wrong;
}
