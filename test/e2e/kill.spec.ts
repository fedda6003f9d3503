import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseFile, WireMessage } from '#kernel';
import type { AppConfig } from '#platform';
import { writeArticles } from '../support/articles.js';
import { closeTestDatabases, forgetKeys, testConfig } from '../support/database.js';
import { DeskProcess, buildServer, freePort } from '../support/desk-process.js';
import { Agent, Shopper, login } from '../support/desk.js';
import { seedOfRun, seeded } from '../support/random.js';
import { botOutOfTurn, chatter, serve, settledTranscript, unanswered, type AgentRecord } from '../support/traffic.js';
import { sleep, until } from '../support/wait.js';

const ROUNDS = 30;
const SHOPPERS = 4;
const TEAM = ['lin@demo.local', 'chen@demo.local'];
const PASSWORD = 'correct horse battery';
/** Leases of a process that died run out before its jobs are handed out again; an embedded desk knows that it was the only one. */
const SETTLED_WITHIN_MS = 180_000;

let config: AppConfig;
let desk: DeskProcess;

beforeAll(async () => {
  await buildServer();
  config = await testConfig();
  desk = new DeskProcess(await freePort(), {
    DATABASE_URL: config.database.kind === 'server' ? config.database.url : undefined,
    REDIS_URL: config.redisUrl,
    REDIS_PREFIX: config.redisPrefix,
    DATA_DIR: config.dataDir,
    KNOWLEDGE_DIR: writeArticles(config.dataDir),
    SEED_DEMO: 'true',
    DEMO_PASSWORD: PASSWORD,
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

/** As a supervisor sees it, with notes and all. */
async function caseFile(conversationId: string, token: string): Promise<CaseFile> {
  const response = await fetch(`${desk.url}/api/v1/conversations/${conversationId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as CaseFile;
}

const noRecord = (): AgentRecord => ({ messages: [], notes: [], accepted: 0, wrong: [] });

interface Outcome {
  conversationId: string;
  transcript: WireMessage[];
  sent: WireMessage[];
  file: CaseFile;
}

/** Everything that is wrong with one shopper's conversation. */
function faults({ transcript, sent, file, conversationId }: Outcome, agents: readonly AgentRecord[]): string[] {
  const found: string[] = [];
  const check = (fine: boolean, what: string): void => void (fine || found.push(what));
  const list = (items: readonly unknown[]): string => items.join();
  const said = transcript.filter((m) => m.author.kind === 'shopper');
  check(list(transcript.map((m) => m.seq)) === list(transcript.map((_m, at) => at + 1)), 'numbers have a gap');
  check(new Set(said.map((m) => m.clientId)).size === said.length, 'a message is stored twice');
  const acknowledged = new Set(sent.map((m) => m.id));
  const kept = said.filter((m) => acknowledged.has(m.id)).map((m) => m.id);
  check(list(kept) === list(sent.map((m) => m.id)), 'acknowledged messages are lost or out of order');
  check(unanswered(transcript).length === 0, `not answered once: ${list(unanswered(transcript))}`);
  check(botOutOfTurn(transcript).length === 0, `the bot out of turn: ${list(botOutOfTurn(transcript))}`);
  const replies = file.messages.filter((m) => m.author.kind === 'agent');
  check(new Set(replies.map((m) => m.clientId)).size === replies.length, 'a reply is stored twice');
  for (const { messages, notes } of agents) {
    const ours = messages.filter((m) => m.conversationId === conversationId).map((m) => m.id);
    const ids = new Set(ours);
    check(
      list(replies.filter((m) => ids.has(m.id)).map((m) => m.id)) === list(ours),
      'replies are lost or out of order',
    );
    const stored = new Set(file.notes.map((n) => n.id));
    check(
      notes.every((n) => n.conversationId !== conversationId || stored.has(n.id)),
      'acknowledged notes are lost',
    );
  }
  check(list(file.notes.map((n) => n.noteSeq)) === list(file.notes.map((_n, at) => at + 1)), 'notes have a gap');
  return found;
}

describe('kill -9 under traffic', () => {
  it(`loses, doubles and reorders nothing that was acknowledged, and answers what it owes (${ROUNDS} rounds)`, async () => {
    const seed = seedOfRun();
    const next = seeded(seed);
    await desk.start();
    const tokens = await Promise.all(TEAM.map((email) => login(desk.url, email, PASSWORD)));
    const shoppers = Array.from({ length: SHOPPERS }, () => new Shopper(desk.url));
    const agents = tokens.map((token) => new Agent(desk.url, token));
    await Promise.all([...shoppers, ...agents].map((client) => client.ready()));
    let over = false;
    const sent: WireMessage[][] = shoppers.map(() => []);
    const talks = shoppers.map((s, i) => chatter(s, next, () => over, sent[i] ?? []));
    const served = agents.map(noRecord);
    const service = agents.map((a, i) => serve(a, next, () => over, served[i] ?? noRecord()));
    const progress = (): { sent: number; replied: number } => ({
      sent: sent.flat().length,
      replied: served.flatMap((r) => r.messages).length,
    });
    for (let round = 0; round < ROUNDS; round++) {
      // Every life acknowledges something, every third one an agent's reply too, and ends at any moment after that.
      const before = progress();
      await until(() => progress().sent >= before.sent + 3, `traffic in life ${round}: ${desk.log}`, 90_000);
      if (round % 3 === 0) await until(() => progress().replied > before.replied, `a reply in life ${round}`, 90_000);
      await sleep(next() * 300);
      await desk.kill();
      if (config.redisUrl && next() < 0.3) await forgetKeys(config.redisUrl, `${config.redisPrefix}*`);
      await desk.start();
      if (config.redisUrl && next() < 0.3) await forgetKeys(config.redisUrl, `${config.redisPrefix}*`);
    }
    await sleep(1_000);
    over = true;
    await Promise.all([...service, ...talks]);
    // One more life, which owes what the last one left.
    await desk.kill();
    await desk.start();
    const supervisor = await login(desk.url, 'wu@demo.local', PASSWORD);

    const wrong = served.flatMap((record) => record.wrong);
    for (const [i, shopper] of shoppers.entries()) {
      const ours = sent[i] ?? [];
      for (const conversationId of new Set(ours.map((m) => m.conversationId))) {
        const transcript = await settledTranscript(shopper, conversationId, SETTLED_WITHIN_MS);
        const file = await caseFile(conversationId, supervisor);
        const outcome = {
          conversationId,
          transcript,
          file,
          sent: ours.filter((m) => m.conversationId === conversationId),
        };
        wrong.push(...faults(outcome, served).map((fault) => `shopper ${i}: ${fault}`));
      }
      shopper.socket.disconnect();
    }
    for (const agent of agents) agent.socket.disconnect();
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(served.flatMap((r) => r.notes).length).toBeGreaterThan(0);
  }, 1_500_000);
});
