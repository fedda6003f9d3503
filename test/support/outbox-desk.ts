import { Injectable, type Provider } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { EventMap, EventName } from '#kernel';
import { AppConfig, Database, OnEvent, Outbox, PlatformModule, TransactionRunner, type JobMeta } from '#platform';

type Work = (payload: EventMap['knowledge.changed'], meta: JobMeta) => Promise<void> | void;

/** Handlers that note what they were called with and then do what the test wants. */
@Injectable()
export class Recorder {
  readonly calls: { handler: string; payload: unknown; attempt: number; at: number }[] = [];
  work: Work = () => undefined;

  forget(): void {
    this.calls.length = 0;
    this.work = () => undefined;
  }

  /** The `locale` of the payloads that `first` has got, in order: the tests' way of numbering events. */
  get names(): (string | undefined)[] {
    return this.calls.filter((c) => c.handler === 'first').map((c) => (c.payload as { locale?: string }).locale);
  }

  @OnEvent('knowledge.changed', 'first')
  async first(payload: EventMap['knowledge.changed'], meta: JobMeta): Promise<void> {
    this.calls.push({ handler: 'first', payload, attempt: meta.attempt, at: performance.now() });
    await this.work(payload, meta);
  }

  @OnEvent('knowledge.changed', 'second')
  async second(payload: EventMap['knowledge.changed'], meta: JobMeta): Promise<void> {
    this.calls.push({ handler: 'second', payload, attempt: meta.attempt, at: performance.now() });
  }
}

/** The platform alone, as one process of a desk runs it. */
export interface OutboxDesk {
  module: TestingModule;
  outbox: Outbox;
  recorder: Recorder;
  db: Database;
  publish: (name: string, options?: { key?: string; delayMs?: number }) => Promise<void>;
  close: () => Promise<void>;
}

export async function startOutboxDesk(config: AppConfig, providers: Provider[] = []): Promise<OutboxDesk> {
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(config)],
    providers: [Recorder, ...providers],
  }).compile();
  try {
    await module.init();
  } catch (error) {
    await module.close();
    throw error;
  }
  const outbox = module.get(Outbox);
  const runner = module.get(TransactionRunner);
  const event: EventName = 'knowledge.changed';
  let closing: Promise<void> | undefined;
  return {
    module,
    outbox,
    recorder: module.get(Recorder),
    db: module.get(Database),
    publish: (name, options) => runner.run((tx) => outbox.publish(tx, event, { locale: name }, options)),
    close: () => (closing ??= module.close()),
  };
}
