import { Injectable, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { newId, type EventMap, type EventName } from '#kernel';
import { AppConfig } from '../config/app-config.js';
import { Database, afterCommit, type Tx } from '../database/database.js';
import { Log, withLogContext } from '../log/log.js';
import { Metrics } from '../metrics/metrics.js';
import { BullCarrier } from './bull-carrier.js';
import { HandlerRegistry } from './handler-registry.js';
import { JobCarrier } from './job-carrier.js';
import { OutboxRepository, type DeadLetter, type NewOutboxRow, type OutboxRow } from './outbox.repository.js';

const POLL_MS = 1_000;
const MAX_ATTEMPTS = 8;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
const CLAIM_BATCH = 200;

export interface PublishOptions {
  /** Rows of one handler and key run one after the other, in the order of publication. */
  key?: string;
  delayMs?: number;
}

/** One event to be written, with its payload. */
export type Publication = { [E in EventName]: { event: E; payload: EventMap[E] } & PublishOptions }[EventName];

/**
 * Effects leave here: a row is written in the transaction that owes the effect, its handler runs after the commit, at least once.
 * A row that fails is tried again with backoff and jitter, then kept as a dead letter that can be listed and run again.
 */
@Injectable()
export class Outbox implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly finished: string[] = [];
  private pollTimer?: NodeJS.Timeout;
  private pollAt = Infinity;
  private renewTimer?: NodeJS.Timeout;
  private flushTimer?: NodeJS.Timeout;
  private polling?: Promise<void>;
  private started = false;
  private stopped = false;
  private lastCount = 0;

  constructor(
    private readonly db: Database,
    private readonly rows: OutboxRepository,
    private readonly registry: HandlerRegistry,
    private readonly carrier: JobCarrier,
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** Writes the event for each of its handlers into `tx`. */
  publish<E extends EventName>(tx: Tx, event: E, payload: EventMap[E], options: PublishOptions = {}): Promise<void> {
    return this.publishAll(tx, [{ event, payload, ...options } as Publication]);
  }

  /** Writes several events into `tx`, in this order and in one statement. */
  async publishAll(tx: Tx, publications: readonly Publication[]): Promise<void> {
    const rows = publications.flatMap((publication) => this.rowsOf(publication));
    // Written while this process starts or stops, a row is free at once for whoever looks first.
    const ours = this.started && !this.stopped && this.config.background;
    await this.rows.insert(tx, rows, ours ? this.config.outboxLeaseMs : 0);
    afterCommit(tx, () => {
      if (!ours || this.stopped) return;
      for (const { delayMs } of rows) if (delayMs > 0) this.schedulePoll(delayMs);
      this.carrier.push(rows.filter(({ delayMs }) => delayMs === 0));
    });
  }

  private rowsOf({ event, payload, key, delayMs = 0 }: Publication): NewOutboxRow[] {
    const wait = Math.max(0, Math.round(delayMs));
    return this.registry.handlersOf(event).map((handler) => ({
      id: newId(),
      event,
      handler,
      key: key ?? null,
      payload,
      attempt: 0,
      dispatch: wait > 0 ? 0 : 1,
      delayMs: wait,
    }));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.registry.scan();
    if (!this.config.background) return;
    if (this.config.embedded) await this.rows.releaseAll(this.db.manager);
    if (this.carrier instanceof BullCarrier) {
      this.carrier.takesWith((id, dispatch) =>
        this.rows.claimOne(this.db.manager, id, dispatch, this.config.outboxLeaseMs),
      );
    }
    await this.carrier.start((row) => this.execute(row));
    this.started = true;
    this.schedulePoll(0);
    this.renewTimer = setInterval(() => void this.renew(), this.config.outboxLeaseMs / 3);
  }

  /** Finishes what is under way; what only waits is given back, for another process or the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.pollTimer);
    await this.polling;
    const untouched = await this.carrier.stop(10_000);
    clearInterval(this.renewTimer);
    await this.flush();
    await this.rows.giveBack(this.db.manager, untouched);
  }

  /** For tests: resolves when no row is due and none is under way, in whichever process. */
  async settled(timeoutMs = 10_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (Date.now() < end) {
      await this.flush();
      const owed = await this.rows.owed(this.db.manager, 50);
      if (owed === 0 && this.carrier.held().length === 0) return;
      await new Promise((r) => setTimeout(r, 5));
    }
    throw new Error('the outbox did not settle');
  }

  deadLetters(limit = 100): Promise<DeadLetter[]> {
    return this.rows.deadLetters(this.db.manager, limit);
  }

  /** Gives dead letters another set of tries; all of them without `ids`. Returns how many. */
  async revive(ids?: string[]): Promise<number> {
    const count = await this.rows.revive(this.db.manager, ids ?? null);
    this.schedulePoll(0);
    return count;
  }

  counts(): Promise<{ pending: number; dead: number }> {
    return this.rows.counts(this.db.manager);
  }

  /** Rejects when jobs cannot be carried now. */
  carrierReady(): Promise<void> {
    return this.carrier.ready();
  }

  private async execute(row: OutboxRow): Promise<void> {
    const handler = this.registry.handler(row.handler);
    const started = performance.now();
    await withLogContext({ jobId: row.id, handler: row.handler, conversationId: row.key ?? undefined }, async () => {
      try {
        if (!handler) throw new Error(`no handler is named ${row.handler}`);
        await handler(row.payload, { id: row.id, attempt: row.attempt + 1 });
        this.metrics.jobs.inc({ handler: row.handler, result: 'done' });
        this.finish(row.id);
      } catch (error) {
        await this.failed(row, error);
      } finally {
        this.metrics.jobSeconds.observe({ handler: row.handler }, (performance.now() - started) / 1000);
      }
    });
  }

  private async failed(row: OutboxRow, error: unknown): Promise<void> {
    const dead = row.attempt + 1 >= MAX_ATTEMPTS;
    const backoff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** row.attempt);
    const retryInMs = dead ? null : Math.round(backoff * (0.5 + Math.random() / 2));
    this.metrics.jobs.inc({ handler: row.handler, result: dead ? 'dead' : 'retried' });
    const fields = { error, event: row.event, attempt: row.attempt + 1, retryInMs };
    if (dead) this.log.error(fields, 'a job was given up; see: npm run cli -- dead-letters');
    else this.log.warn(fields, 'a job failed and is tried again');
    try {
      await this.rows.failed(this.db.manager, row, error instanceof Error ? error.message : String(error), retryInMs);
      if (retryInMs !== null) this.schedulePoll(retryInMs);
    } catch (second) {
      this.log.warn(
        { error: second },
        'the failure could not be recorded; the job is handed out again when its lease ends',
      );
    }
  }

  /** Ends rows in batches: a crash before the batch runs an idempotent handler once more, no worse. */
  private finish(id: string): void {
    this.finished.push(id);
    this.flushTimer ??= setTimeout(() => {
      this.flushTimer = undefined;
      void this.flush();
    }, 10);
  }

  private async flush(): Promise<void> {
    const ids = this.finished.splice(0);
    if (ids.length === 0) return;
    try {
      await this.rows.done(this.db.manager, ids);
    } catch (error) {
      this.log.warn({ error, jobs: ids.length }, 'ended jobs could not be cleared; they run once more');
    }
  }

  private async renew(): Promise<void> {
    const ids = this.carrier.held();
    if (ids.length === 0) return;
    try {
      await this.rows.renew(this.db.manager, ids, this.config.outboxLeaseMs);
    } catch (error) {
      this.log.warn({ error }, 'leases could not be renewed');
    }
  }

  private schedulePoll(inMs: number): void {
    if (this.stopped) return;
    const wait = Math.min(POLL_MS, Math.max(0, inMs) + 1);
    const at = performance.now() + wait;
    // Only ever sooner: a stream of later wishes must not put off what is due.
    if (at >= this.pollAt) return;
    clearTimeout(this.pollTimer);
    this.pollAt = at;
    this.pollTimer = setTimeout(() => this.startPoll(), wait);
  }

  private startPoll(): void {
    this.pollTimer = undefined;
    this.pollAt = Infinity;
    this.polling ??= this.poll().finally(() => {
      this.polling = undefined;
    });
  }

  private async poll(): Promise<void> {
    let next = POLL_MS;
    try {
      for (let more = true; more && !this.stopped;) {
        const rows = await this.rows.claimDue(this.db.manager, CLAIM_BATCH, this.config.outboxLeaseMs);
        this.carrier.push(rows);
        more = rows.length === CLAIM_BATCH;
      }
      const due = await this.rows.nextDueInMs(this.db.manager);
      if (due !== null) next = Math.min(POLL_MS, Math.max(5, due));
      if (Date.now() - this.lastCount > 15_000) {
        this.lastCount = Date.now();
        this.metrics.deadLetters.set((await this.rows.counts(this.db.manager)).dead);
      }
    } catch (error) {
      this.log.warn({ error }, 'the outbox could not be read; trying again');
    }
    this.schedulePoll(next);
  }
}
