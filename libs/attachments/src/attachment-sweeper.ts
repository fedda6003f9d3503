import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig, Log } from '#platform';
import { AttachmentsService } from './attachments.service.js';

const SWEEP_MS = 10 * 60_000;

/** Takes away, from time to time, what was uploaded and never sent. Several processes may do so at once. */
@Injectable()
export class AttachmentSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;

  constructor(
    private readonly attachments: AttachmentsService,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.timer = setInterval(() => {
      this.running ??= this.attachments
        .sweep()
        .then(() => undefined)
        .catch((error: unknown) => this.log.warn({ error }, 'the sweep of unsent attachments failed'))
        .finally(() => (this.running = undefined));
    }, SWEEP_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
