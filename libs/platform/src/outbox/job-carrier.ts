import type { Handing, OutboxRow } from './outbox.repository.js';

export type Execute = (row: OutboxRow) => Promise<void>;

/** Jobs of one handler that a process runs at a time. */
export const LANE_WIDTH = 64;

/**
 * Brings rows that were handed out to a runner. Only a carrier: what it loses is handed out again when its lease runs out, what it
 * brings twice is recognised by the dispatch number. Two live implementations, in process and Bull, pass one contract suite.
 */
export abstract class JobCarrier {
  /** Begins to bring rows to `execute`. Called once. */
  abstract start(execute: Execute): Promise<void>;

  /** Takes rows that this process has handed out. Never throws: a failure only means the lease runs out. */
  abstract push(rows: OutboxRow[]): void;

  /** Rows that wait or run here, so that their leases are renewed. */
  abstract held(): string[];

  /** Rejects when rows cannot be brought now. */
  abstract ready(): Promise<void>;

  /** Takes no more rows and waits for those under way, at most `timeoutMs`. Returns those that were not begun. */
  abstract stop(timeoutMs: number): Promise<Handing[]>;
}

/** Runs `tasks` of one key one after the other, of different keys side by side, at most `width` at a time. */
export class KeyedQueue {
  private readonly chains = new Map<string, (() => Promise<void>)[]>();
  private readonly ready: string[] = [];
  private running = 0;
  private idle: (() => void)[] = [];

  constructor(private readonly width: number) {}

  add(key: string, task: () => Promise<void>): void {
    const chain = this.chains.get(key);
    if (chain) chain.push(task);
    else {
      this.chains.set(key, [task]);
      this.ready.push(key);
    }
    this.pump();
  }

  async drained(timeoutMs: number): Promise<void> {
    if (this.running === 0 && this.ready.length === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.idle.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private pump(): void {
    while (this.running < this.width) {
      const key = this.ready.shift();
      if (key === undefined) break;
      const task = this.chains.get(key)?.[0];
      if (!task) continue;
      this.running++;
      void task().finally(() => this.finished(key));
    }
    if (this.running === 0 && this.ready.length === 0) for (const wake of this.idle.splice(0)) wake();
  }

  private finished(key: string): void {
    this.running--;
    const chain = this.chains.get(key);
    chain?.shift();
    if (chain && chain.length > 0) this.ready.push(key);
    else this.chains.delete(key);
    this.pump();
  }
}

/**
 * A queue of its own for every handler: handlers that wait for others (a turn for a slow language model) never hold up those that
 * people wait for (deliveries, offers).
 */
export class Lanes {
  private readonly lanes = new Map<string, KeyedQueue>();

  constructor(private readonly width: number) {}

  add(handler: string, key: string, task: () => Promise<void>): void {
    let lane = this.lanes.get(handler);
    if (!lane) this.lanes.set(handler, (lane = new KeyedQueue(this.width)));
    lane.add(key, task);
  }

  async drained(timeoutMs: number): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.drained(timeoutMs)));
  }
}
