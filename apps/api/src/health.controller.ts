import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AppError } from '#kernel';
import { Database, Log, Metrics, Outbox } from '#platform';

const READY_WITHIN_MS = 2_000;

/** For whoever runs the desk: is it alive, can it work, how is it doing. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly outbox: Outbox,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  @Get('healthz')
  @HttpCode(200)
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 503 UNAVAILABLE with a retry time while the database or the carrier of jobs does not answer. */
  @Get('readyz')
  async ready(): Promise<{ status: 'ok'; database: 'ok'; queue: 'ok'; jobs: { pending: number; dead: number } }> {
    try {
      await within(this.db.query('SELECT 1'), READY_WITHIN_MS);
      await within(this.outbox.carrierReady(), READY_WITHIN_MS);
      return { status: 'ok', database: 'ok', queue: 'ok', jobs: await within(this.outbox.counts(), READY_WITHIN_MS) };
    } catch (error) {
      this.log.warn({ error }, 'not ready');
      throw new AppError('UNAVAILABLE', {}, 5_000);
    }
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  figures(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
