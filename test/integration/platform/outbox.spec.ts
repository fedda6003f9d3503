import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '#kernel';
import { AppConfig, JobCarrier, OnEvent, Outbox, TransactionRunner, sql } from '#platform';
import { closeTestDatabases, testConfig } from '../../support/database.js';
import { startOutboxDesk, type OutboxDesk } from '../../support/outbox-desk.js';
import { sleep, until } from '../../support/wait.js';

/** Publishes while it starts, before the outbox itself has started. */
@Injectable()
class EarlyPublisher implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly runner: TransactionRunner,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.runner.run((tx) => this.outbox.publish(tx, 'knowledge.changed', { locale: 'early' }));
  }
}

@Injectable()
class SecondOfTheName {
  @OnEvent('note.appended', 'first')
  async handle(): Promise<void> {
    await sleep(0);
  }
}

const carriers = process.env['REDIS_URL'] ? (['in process', 'bull'] as const) : (['in process'] as const);

/** What every carrier promises. `npm run test:services` adds Bull, and PostgreSQL below both. */
describe.each(carriers)('outbox, carried %s', (carrier) => {
  let config: AppConfig;
  let desk: OutboxDesk;

  beforeAll(async () => {
    config = await testConfig(carrier === 'in process' ? { redisUrl: undefined } : {});
    desk = await startOutboxDesk(config);
  });

  beforeEach(() => {
    desk.recorder.forget();
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const withLeases = (outboxLeaseMs: number): AppConfig => Object.assign(new AppConfig(), config, { outboxLeaseMs });
  const settled = (): Promise<void> => desk.outbox.settled(30_000);
  const rowsLeft = async (): Promise<number> => (await desk.outbox.counts()).pending;

  it('calls each handler of an event after the commit, and the row goes', async () => {
    await desk.publish('a');
    await settled();
    expect(desk.recorder.calls).toHaveLength(2);
    expect(desk.recorder.calls.map((c) => c.handler).sort()).toEqual(['first', 'second']);
    expect(desk.recorder.calls[0]).toMatchObject({ payload: { locale: 'a' }, attempt: 1 });
    expect(await rowsLeft()).toBe(0);
  });

  it('calls nobody before the commit', async () => {
    await desk.module.get(TransactionRunner).run(async (tx) => {
      await desk.outbox.publish(tx, 'knowledge.changed', { locale: 'a' });
      await sleep(200);
      expect(desk.recorder.calls).toEqual([]);
    });
    await settled();
    expect(desk.recorder.names).toEqual(['a']);
  });

  it('calls nobody after a rollback', async () => {
    const failing = desk.module.get(TransactionRunner).run(async (tx) => {
      await desk.outbox.publish(tx, 'knowledge.changed', { locale: 'never' });
      await desk.outbox.publish(tx, 'knowledge.changed', { locale: 'never' }, { delayMs: 10 });
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await sleep(300);
    await settled();
    expect(desk.recorder.calls).toEqual([]);
  });

  it('tries again with growing pauses until the handler succeeds', async () => {
    let failures = 0;
    desk.recorder.work = () => {
      if (failures++ < 2) throw new Error('not yet');
    };
    await desk.publish('a');
    await until(() => desk.recorder.names.length === 3, 'three tries');
    const tries = desk.recorder.calls.filter((c) => c.handler === 'first');
    expect(tries.map((t) => t.attempt)).toEqual([1, 2, 3]);
    const pauses = tries.slice(1).map((t, i) => t.at - (tries[i]?.at ?? 0));
    expect(pauses[0]).toBeGreaterThan(240);
    expect(pauses[1]).toBeGreaterThan(490);
    await settled();
    expect(await rowsLeft()).toBe(0);
  });

  it('keeps what failed too often as a dead letter, lists it, and runs it again when asked', async () => {
    desk.recorder.work = () => {
      throw new Error('will not do');
    };
    await desk.publish('dead', { delayMs: 3_600_000, key: 'k' });
    await desk.publish('other', { delayMs: 3_600_000 });
    // Seven tries have failed, and the hour is over.
    await desk.db.query(
      `UPDATE outbox_event SET available_at = now(), attempt = CASE handler WHEN 'first' THEN 7 ELSE 0 END`,
    );
    await until(async () => (await desk.outbox.counts()).dead === 2, 'two dead letters');
    const letters = await desk.outbox.deadLetters();
    expect(letters).toHaveLength(2);
    const letter = letters.find((l) => l.key === 'k');
    expect(letter).toMatchObject({
      event: 'knowledge.changed',
      handler: 'first',
      attempt: 8,
      lastError: 'will not do',
    });
    await sleep(300);
    expect(desk.recorder.names).toHaveLength(2);

    desk.recorder.work = () => undefined;
    expect(await desk.outbox.revive([letter?.id ?? ''])).toBe(1);
    await until(() => desk.recorder.names.length === 3, 'the revived one');
    expect(desk.recorder.names[2]).toBe('dead');
    expect(await desk.outbox.revive()).toBe(1);
    await until(() => desk.recorder.names.length === 4, 'the other one');
    await settled();
    expect(await desk.outbox.counts()).toEqual({ pending: 0, dead: 0 });
  });

  it('holds a delayed event back, and brings it in time whatever is published meanwhile', async () => {
    const start = performance.now();
    await desk.publish('soon', { delayMs: 400 });
    // In time: while others are still published, each of which might put off the next look at what is due.
    while (desk.recorder.names.length === 0 && performance.now() - start < 30_000) {
      await desk.publish('later', { delayMs: 900 });
      await sleep(40);
    }
    expect(desk.recorder.names[0]).toBe('soon');
    const soon = desk.recorder.calls.find((c) => c.handler === 'first');
    expect((soon?.at ?? 0) - start).toBeGreaterThanOrEqual(395);
    await until(async () => (await rowsLeft()) === 0, 'all later ones');
  });

  it('keeps the order within a key', async () => {
    desk.recorder.work = () => sleep(2 + Math.random() * 20);
    const keys = ['k1', 'k2', 'k3', 'k4'];
    for (let n = 0; n < 20; n++) for (const key of keys) await desk.publish(`${key}:${n}`, { key });
    await settled();
    for (const key of keys) {
      const ofKey = desk.recorder.names.filter((name) => name?.startsWith(`${key}:`));
      expect(ofKey).toEqual(Array.from({ length: 20 }, (_, n) => `${key}:${n}`));
    }
  });

  it('lets keys run side by side', async () => {
    // Each ends only when all have begun.
    desk.recorder.work = () => until(() => desk.recorder.names.length === 4, 'the others');
    for (const key of ['k1', 'k2', 'k3', 'k4']) await desk.publish(key, { key });
    await settled();
    expect([...desk.recorder.names].sort()).toEqual(['k1', 'k2', 'k3', 'k4']);
  });

  it('hands a row out again, under a new number, when its holder has died', async () => {
    // What a process leaves behind that died between its commit and its handler.
    const id = newId();
    const start = performance.now();
    await desk.db.query(
      `INSERT INTO outbox_event (id, event, handler, payload, dispatch, available_at, lease_until)
       VALUES ($1, 'knowledge.changed', 'first', '{"locale": "orphan"}', 1, now(), now() + interval '700 ms')`,
      [id],
    );
    let dispatch: number | undefined;
    desk.recorder.work = async (_payload, meta) => {
      const rows = await desk.db.query<{ dispatch: number }>('SELECT dispatch FROM outbox_event WHERE id = $1', [
        meta.id,
      ]);
      dispatch = rows[0]?.dispatch;
    };
    await until(() => desk.recorder.names.includes('orphan'), 'the orphan');
    expect(performance.now() - start).toBeGreaterThan(500);
    await settled();
    expect(dispatch).toBeGreaterThan(1);
    expect(desk.recorder.names).toEqual(['orphan']);
  });

  it('keeps a slow job in one pair of hands, far beyond the lease', async () => {
    await desk.close();
    desk = await startOutboxDesk(withLeases(1_000));
    desk.recorder.work = () => sleep(2_500);
    await desk.publish('slow');
    await settled();
    await sleep(300);
    expect(desk.recorder.names).toEqual(['slow']);
    await desk.close();
    desk = await startOutboxDesk(config);
  });

  it('finishes what is under way when it stops, and leaves the rest to the next start at once', async () => {
    let finished = 0;
    // The first is under way until the carrier has been told to stop.
    const carrier = desk.module.get(JobCarrier);
    const stop = carrier.stop.bind(carrier);
    const stopping = new Promise<void>((resolve) => {
      carrier.stop = (timeoutMs) => {
        const untouched = stop(timeoutMs);
        resolve();
        return untouched;
      };
    });
    desk.recorder.work = async () => {
      await stopping;
      finished++;
    };
    for (const name of ['1', '2', '3']) await desk.publish(name, { key: 'same' });
    await until(() => desk.recorder.names.length === 1, 'the first has begun');
    await desk.close();
    expect(finished).toBe(1);
    expect(desk.recorder.names).toEqual(['1']);

    // Long before their leases end.
    desk = await startOutboxDesk(withLeases(3_600_000));
    await until(() => desk.recorder.names.length === 2, 'the other two');
    expect(desk.recorder.names).toEqual(['2', '3']);
    await desk.close();
    desk = await startOutboxDesk(config);
  });

  it('stops although a job does not end, and hands it out again', async () => {
    await desk.close();
    desk = await startOutboxDesk(withLeases(5_000));
    // It is waited for, but not as long as in a shop.
    const carrier = desk.module.get(JobCarrier);
    const stop = carrier.stop.bind(carrier);
    carrier.stop = () => stop(1_000);
    let end = (): void => undefined;
    desk.recorder.work = () => new Promise<void>((resolve) => (end = resolve));
    await desk.publish('endless');
    await until(() => desk.recorder.names.includes('endless'), 'the job to have begun');
    await desk.close();
    end();
    desk = await startOutboxDesk(config);
    await until(() => desk.recorder.names.includes('endless'), 'the next start to take it up', 80_000);
  });

  it('loses nothing that was published while modules start', async () => {
    await desk.close();
    // Long before a lease would end.
    desk = await startOutboxDesk(withLeases(3_600_000), [EarlyPublisher]);
    await until(() => desk.recorder.names.includes('early'), 'the early one');
    await settled();
    expect(desk.recorder.names).toEqual(['early']);
    await desk.close();
    desk = await startOutboxDesk(config);
  });

  it('records why, when a row waits for a handler that this version does not have', async () => {
    const id = newId();
    await sql(
      desk.db.manager,
      `INSERT INTO outbox_event (id, event, handler, payload, attempt, available_at)
       VALUES ($1, 'knowledge.changed', 'gone', '{}', 7, now())`,
      [id],
    );
    await until(async () => (await desk.outbox.counts()).dead === 1, 'a dead letter');
    expect((await desk.outbox.deadLetters())[0]?.lastError).toBe('no handler is named gone');
    await desk.db.query('DELETE FROM outbox_event WHERE id = $1', [id]);
  });

  it('does not start with two handlers of one name', async () => {
    await desk.close();
    await expect(startOutboxDesk(config, [SecondOfTheName])).rejects.toThrow('two handlers are named first');
    desk = await startOutboxDesk(config);
  });
});
