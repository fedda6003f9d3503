import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#kernel';
import { AppConfig, Database, Log } from '#platform';
import { WeChatTrafficRepository } from './traffic.repository.js';

const SWEEP_MS = 10 * 60_000;
/** WeChat customer service may bring three days again from the start. */
const KEPT_MS = 4 * 24 * 3_600_000;
const BATCH = 2_000;

/** Forgets, after days, which callbacks have been here and what has gone out: the words stand in the conversations. */
@Injectable()
export class TrafficSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  constructor(
    private readonly db: Database,
    private readonly traffic: WeChatTrafficRepository,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.timer = setInterval(() => {
      this.running ??= this.sweep()
        .then(() => undefined)
        .catch((error: unknown) => this.log.warn({ error }, 'the sweep of old traffic failed'))
        .finally(() => (this.running = undefined));
    }, SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look. Returns how many were forgotten. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    const callbacks = await this.traffic.sweep(this.db.manager, before, BATCH);
    return callbacks + (await this.traffic.sweepSent(this.db.manager, before, BATCH));
  }
}
