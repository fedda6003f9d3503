import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock } from '#kernel';
import { AppConfig, Database, Log } from '#platform';
import { ConversationRepository } from './conversation.repository.js';
import { Ownership } from './ownership.js';
import { TurnLedger } from './turn-ledger.js';

const SWEEP_MS = 15_000;
const BATCH = 200;
/** A queued shopper who has not written for a day is followed up by ticket instead: complaints are owed an answer within 24 h. */
const ABANDON_MS = 24 * 3_600_000;

/** Ends conversations that have gone quiet: of the bot's after its idle time, queued ones after a day. */
@Injectable()
export class ConversationLifetime implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  constructor(
    private readonly db: Database,
    private readonly conversations: ConversationRepository,
    private readonly ownership: Ownership,
    private readonly turns: TurnLedger,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Before any job runs: one that met the lease of the process that died would wait for its end, and a lease taken by now is alive. */
  async onModuleInit(): Promise<void> {
    if (this.config.background && this.config.embedded) await this.turns.releaseAll();
  }

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.timer = setInterval(() => {
      this.running ??= this.sweep()
        .then(() => undefined)
        .catch((error: unknown) => this.log.warn({ error }, 'the sweep of idle conversations failed'))
        .finally(() => (this.running = undefined));
    }, SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look; each conversation ends in a transaction of its own. Returns how many were looked at. */
  async sweep(): Promise<number> {
    const now = this.clock.now().getTime();
    const quiet = new Date(now - this.config.botIdleMs);
    const gone = new Date(now - ABANDON_MS);
    const idle = await this.conversations.idle(this.db.manager, 'bot', quiet, BATCH);
    for (const id of idle) await this.ownership.resolveByBot(id, 'idle', quiet);
    const abandoned = await this.conversations.idle(this.db.manager, 'queued', gone, BATCH);
    for (const id of abandoned) await this.ownership.abandon(id, gone);
    return idle.length + abandoned.length;
  }
}
