import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig, Log } from '#platform';
import { QueueService } from '../queue/queue.service.js';
import { RoutingService } from '../routing/routing.service.js';
import { SWEEP_MS } from './intervals.js';
import { LeaseSweepService } from './lease-sweep.service.js';

/** Looks every few seconds for what a lost wake-up call has missed: leases, offers, free agents, places in the queue. */
@Injectable()
export class HandoffSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private sweeping?: Promise<void>;
  private stopped = false;

  constructor(
    private readonly leases: LeaseSweepService,
    private readonly routing: RoutingService,
    private readonly queue: QueueService,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
    await Promise.all([this.routing.idle(), this.queue.idle()]);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep().finally(() => this.schedule());
    }, SWEEP_MS);
  }

  private async sweep(): Promise<void> {
    for (const step of [
      () => this.leases.sweep(),
      () => this.routing.expireOffers(),
      () => this.routing.route(),
      () => this.queue.refresh(),
    ]) {
      try {
        await step();
      } catch (error) {
        this.log.error({ error }, 'a sweep failed; the next one tries again');
      }
    }
  }
}
