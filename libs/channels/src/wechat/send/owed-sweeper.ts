import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#kernel';
import { AppConfig, Database, Log, Outbox } from '#platform';
import { WeChatTrafficRepository } from '../store/traffic.repository.js';

const SWEEP_MS = 60_000;
/** Whoever is to send it has had the time by then. */
const OVERDUE_MS = 3 * 60_000;
const SWEPT_AT_ONCE = 200;

/** Takes up what is owed to users and nobody sends any more: its job was given up, or lost. */
@Injectable()
export class OwedSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  constructor(
    private readonly db: Database,
    private readonly traffic: WeChatTrafficRepository,
    private readonly outbox: Outbox,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.timer = setInterval(() => {
      this.running ??= this.sweep()
        .then(() => undefined)
        .catch((error: unknown) => this.log.warn({ error }, 'the look for messages that nobody sends failed'))
        .finally(() => (this.running = undefined));
    }, SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look. Returns to how many users something is sent again. */
  async sweep(): Promise<number> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - OVERDUE_MS);
    const peers = await this.traffic.overdue(this.db.manager, now, before, SWEPT_AT_ONCE);
    for (const peerId of peers) await this.outbox.publish(this.db.manager, 'wechat.flush', { peerId }, { key: peerId });
    return peers.length;
  }
}
