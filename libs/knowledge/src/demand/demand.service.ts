import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, type EventMap, type Locale } from '#kernel';
import { Database, Log, OnEvent } from '#platform';
import { DemandRepository, type AskedQuestion, type DemandCount } from './demand.repository.js';

/** Counts are gathered so long and written at once: one row per answer would be one hot row for everybody. */
const GATHER_MS = 2_000;

/** What shoppers ask most at each hour of the day, learnt from the answers that were given. */
@Injectable()
export class DemandService implements BeforeApplicationShutdown {
  private gathered = new Map<string, DemandCount>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly db: Database,
    private readonly demand: DemandRepository,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** A statistic: a process that is killed loses the two seconds it had gathered, a repeated event counts twice. */
  @OnEvent('question.answered', 'knowledge.demand')
  async onAnswered({ articleKey, locale, at }: EventMap['question.answered']): Promise<void> {
    const hour = new Date(at).getUTCHours();
    const key = JSON.stringify([articleKey, locale, hour]);
    const count = (this.gathered.get(key)?.count ?? 0) + 1;
    this.gathered.set(key, { articleKey, locale, hour, count });
    this.timer ??= setTimeout(() => void this.writeQuietly(), GATHER_MS).unref();
  }

  /** The articles most asked for around this hour, the most asked first; empty while nothing has been asked. */
  mostAsked(where: { locale: Locale; storeId?: string; limit: number }): Promise<AskedQuestion[]> {
    const at = this.clock.now();
    return this.demand.most(this.db.manager, {
      locale: where.locale,
      storeId: where.storeId ?? null,
      limit: where.limit,
      hour: at.getUTCHours(),
      at,
    });
  }

  /** Writes what has been gathered now. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counts = [...this.gathered.values()];
    this.gathered = new Map();
    await this.demand.add(this.db.manager, counts, this.clock.now());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.writeQuietly();
  }

  private async writeQuietly(): Promise<void> {
    try {
      await this.write();
    } catch (error) {
      this.log.warn({ error }, 'what shoppers ask most could not be counted');
    }
  }
}
