import { InjectQueue } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bull';
import { Log } from '../log/log.js';
import { JobCarrier, LANE_WIDTH, Lanes, type Execute } from './job-carrier.js';
import type { Handing, OutboxRow } from './outbox.repository.js';

export const OUTBOX_QUEUE = 'deskhand-outbox';

/** Jobs that one process takes from Bull at a time: more than one lane holds, so that a full lane leaves room for the others. */
const AT_ONCE = 2 * LANE_WIDTH;

/** What travels through Redis: no personal data, only which row to take from the outbox. */
interface Ticket {
  id: string;
  dispatch: number;
  handler: string;
  key: string | null;
}

export type TakeRow = (id: string, dispatch: number) => Promise<OutboxRow | undefined>;

/** Rows travel as tickets through a Bull queue to whichever process is free. Redis may be wiped: the rows are in the outbox. */
@Injectable()
export class BullCarrier extends JobCarrier {
  private readonly lanes = new Lanes(LANE_WIDTH);
  private readonly holding = new Set<string>();
  private readonly untouched: Handing[] = [];
  /** Ends the jobs that Bull waits for. */
  private readonly running = new Set<() => void>();
  private stopped = false;
  private take?: TakeRow;

  constructor(
    @InjectQueue(OUTBOX_QUEUE) private readonly bull: Queue<Ticket>,
    private readonly log: Log,
  ) {
    super();
    this.bull.on('error', (error) => this.log.warn({ error }, 'bull'));
  }

  takesWith(take: TakeRow): void {
    this.take = take;
  }

  async start(execute: Execute): Promise<void> {
    // Not awaited: the promise settles when the queue closes.
    void this.bull
      .process('*', AT_ONCE, (job: Job<Ticket>) => this.run(job.data, execute))
      .catch((error: unknown) => {
        this.log.warn({ error }, 'bull stopped processing');
      });
  }

  push(rows: OutboxRow[]): void {
    if (rows.length === 0) return;
    const jobs = rows.map((row) => ({
      name: row.handler,
      data: { id: row.id, dispatch: row.dispatch, handler: row.handler, key: row.key },
      // Bull ignores an id it knows, so every handing out has its own, and ended jobs leave nothing behind.
      opts: { jobId: `${row.id}-${row.dispatch}`, removeOnComplete: true, removeOnFail: true, attempts: 1 },
    }));
    this.bull.addBulk(jobs).catch((error: unknown) => {
      this.log.warn(
        { error, jobs: jobs.length },
        'redis did not take the jobs; they are handed out again when their lease ends',
      );
    });
  }

  held(): string[] {
    return [...this.holding];
  }

  async ready(): Promise<void> {
    await this.bull.client.ping();
  }

  async stop(timeoutMs: number): Promise<Handing[]> {
    this.stopped = true;
    await this.bull.pause(true, true).catch((error: unknown) => this.log.warn({ error }, 'bull pause'));
    await this.lanes.drained(timeoutMs);
    // Bull's own close would wait for what has not ended in time, however long; its lease runs out instead.
    if (this.running.size > 0) this.log.warn({ jobs: this.running.size }, 'jobs were still running at the end');
    for (const letGo of this.running) letGo();
    return this.untouched;
  }

  private run(ticket: Ticket, execute: Execute): Promise<void> {
    return new Promise((resolve) => {
      this.running.add(resolve);
      this.lanes.add(ticket.handler, ticket.key ?? ticket.id, async () => {
        try {
          if (this.stopped) {
            this.untouched.push(ticket);
            return;
          }
          const row = await this.take?.(ticket.id, ticket.dispatch);
          if (row) {
            this.holding.add(row.id);
            await execute(row);
          }
        } catch (error) {
          this.log.warn(
            { error, jobId: ticket.id },
            'a job could not be taken; it is handed out again when its lease ends',
          );
        } finally {
          this.holding.delete(ticket.id);
          this.running.delete(resolve);
          resolve();
        }
      });
    });
  }
}
