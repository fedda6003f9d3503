import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getQueueToken } from '@nestjs/bull';
import type { Queue } from 'bull';
import { Redis } from 'ioredis';
import { AppConfig } from '#platform';
import { closeTestDatabases, forgetKeys, testConfig } from '../support/database.js';
import { startOutboxDesk, type OutboxDesk } from '../support/outbox-desk.js';
import { sleep, until } from '../support/wait.js';

/** What only shows with several processes on one PostgreSQL, and with a Redis that can be wiped. */
describe('outbox of several processes', () => {
  let desks: OutboxDesk[] = [];
  let config: AppConfig;

  const start = async (overrides: Partial<AppConfig> = {}): Promise<OutboxDesk> => {
    const desk = await startOutboxDesk(Object.assign(new AppConfig(), config, overrides));
    desks.push(desk);
    return desk;
  };
  const names = (): (string | undefined)[] => desks.flatMap((d) => d.recorder.names);

  beforeEach(async () => {
    config = await testConfig({ outboxLeaseMs: 1_000 });
  });

  afterEach(async () => {
    for (const desk of desks) await desk.close();
    desks = [];
  });

  afterAll(closeTestDatabases);

  it.each(['bull', 'in process'])('runs each job once, slow ones too (%s)', async (carrier) => {
    if (carrier === 'in process') config.redisUrl = undefined;
    // Renewed three times over, with room for a machine that is busy for two seconds.
    const [a, b] = [await start({ outboxLeaseMs: 3_000 }), await start({ outboxLeaseMs: 3_000 })];
    for (const desk of desks) desk.recorder.work = (p) => sleep(p.locale?.startsWith('slow') ? 6_500 : 2);
    const published: string[] = [];
    for (let n = 0; n < 60; n++) {
      const name = n % 20 === 0 ? `slow ${n}` : `quick ${n}`;
      published.push(name);
      await (n % 2 ? a : b).publish(name, n % 3 ? { delayMs: n % 7 } : {});
    }
    await a.outbox.settled(60_000);
    await sleep(1_200);
    expect(names().sort()).toEqual(published.sort());
  });

  it('loses nothing when Redis is wiped in the middle', async () => {
    const [a] = [await start(), await start()];
    for (const desk of desks) desk.recorder.work = () => sleep(15);
    const published = Array.from({ length: 300 }, (_, n) => `wiped ${n}`);
    for (const [n, name] of published.entries()) {
      await a.publish(name, { key: `k${n % 40}` });
      if (n === 100 || n === 200) await forgetKeys(config.redisUrl ?? '', `${config.redisPrefix}*`);
    }
    await a.outbox.settled(60_000);
    // At least once: a job that was under way during the wipe may have run twice.
    expect([...new Set(names())].sort()).toEqual(published.sort());
  });

  it('runs a ticket that Redis brings twice only once', async () => {
    const desk = await start({ outboxLeaseMs: 60_000 });
    desk.recorder.work = () => sleep(1_500);
    const redisQueue = desk.module.get<Queue>(getQueueToken('deskhand-outbox'));
    await desk.publish('once');
    await until(() => names().length === 1, 'the first run');
    const [row] = await desk.db.query<{ id: string }>(`SELECT id FROM outbox_event WHERE handler = 'first'`);
    // The first handing out of a row has the number 1.
    const ticket = { id: row?.id, dispatch: 1, handler: 'first', key: null };
    for (const jobId of ['again', 'and-again'])
      await redisQueue.add('first', ticket, { jobId, removeOnComplete: true });
    await desk.outbox.settled(60_000);
    await until(async () => Object.values(await redisQueue.getJobCounts()).every((n) => n === 0), 'no ticket left');
    expect(names()).toEqual(['once']);
  });

  it('leaves no jobs behind in Redis', async () => {
    const desk = await start({ outboxLeaseMs: 60_000 });
    let failed = false;
    desk.recorder.work = (p) => {
      if (p.locale === 'fails' && !failed) {
        failed = true;
        throw new Error('once');
      }
    };
    for (let n = 0; n < 50; n++) await desk.publish(n ? 'done' : 'fails');
    await until(() => names().length === 51, 'all of them');
    await desk.outbox.settled(60_000);
    const queue = desk.module.get<Queue>(getQueueToken('deskhand-outbox'));
    await until(async () => Object.values(await queue.getJobCounts()).every((n) => n === 0), 'empty lists in Redis');
    const redis = new Redis(config.redisUrl ?? '');
    const keys = await redis.keys(`${config.redisPrefix}:deskhand-outbox:????????-*`);
    redis.disconnect();
    expect(keys).toEqual([]);
  });

  it('takes over at once what a process that stops has not begun', async () => {
    const leaving = await start({ outboxLeaseMs: 60_000 });
    leaving.recorder.work = (p) => sleep(p.locale === '1' ? 3_000 : 0);
    for (const name of ['1', '2', '3']) await leaving.publish(name, { key: 'same' });
    await until(() => leaving.recorder.names.length === 1, 'the first has begun');
    const staying = await start({ outboxLeaseMs: 60_000 });
    await leaving.close();
    // Long before the lease would have run out.
    await until(() => staying.recorder.names.length === 2, 'the rest');
    expect(leaving.recorder.names).toEqual(['1']);
  });

  it('goes on when Redis cannot be reached at the moment of the commit', async () => {
    const desk = await start();
    const queue = desk.module.get<Queue>(getQueueToken('deskhand-outbox'));
    await queue.client.disconnect();
    await desk.publish('meanwhile');
    await sleep(100);
    await queue.client.connect();
    await until(() => names().length >= 1, 'the job after Redis came back');
  });
});
