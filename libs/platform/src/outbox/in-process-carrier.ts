import { JobCarrier, Lanes, type Execute } from './job-carrier.js';
import type { Handing, OutboxRow } from './outbox.repository.js';

/** The embedded carrier: rows are run in the process that wrote them, without another look at the table. */
export class InProcessCarrier extends JobCarrier {
  private readonly lanes: Lanes;
  private readonly holding = new Set<string>();
  private execute?: Execute;
  private readonly untouched: Handing[] = [];
  private stopped = false;

  constructor(width: number) {
    super();
    this.lanes = new Lanes(width);
  }

  async start(execute: Execute): Promise<void> {
    this.execute = execute;
  }

  push(rows: OutboxRow[]): void {
    const execute = this.execute;
    if (!execute || this.stopped) return;
    for (const row of rows) {
      if (this.holding.has(row.id)) continue;
      this.holding.add(row.id);
      this.lanes.add(row.handler, row.key ?? row.id, async () => {
        try {
          if (this.stopped) this.untouched.push(row);
          else await execute(row);
        } finally {
          this.holding.delete(row.id);
        }
      });
    }
  }

  held(): string[] {
    return [...this.holding];
  }

  async ready(): Promise<void> {
    if (this.stopped) throw new Error('stopped');
  }

  async stop(timeoutMs: number): Promise<Handing[]> {
    this.stopped = true;
    await this.lanes.drained(timeoutMs);
    return this.untouched;
  }
}
