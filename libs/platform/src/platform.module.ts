import { Global, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { BullModule } from '@nestjs/bull';
import { DataSource } from 'typeorm';
import { Clock, SystemClock } from '#kernel';
import { AppConfig } from './config/app-config.js';
import { DataDirLock } from './database/data-dir-lock.js';
import { makeDataSource } from './database/data-source.js';
import { Database, TransactionRunner } from './database/database.js';
import { migrate } from './database/migrate.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { SharedCache } from './limits/shared-cache.js';
import { Log } from './log/log.js';
import { Metrics } from './metrics/metrics.js';
import { OperatorCommands } from './operator/operator-commands.js';
import { OperatorSocket } from './operator/operator-socket.js';
import { BullCarrier, OUTBOX_QUEUE } from './outbox/bull-carrier.js';
import { HandlerRegistry } from './outbox/handler-registry.js';
import { InProcessCarrier } from './outbox/in-process-carrier.js';
import { JobCarrier, LANE_WIDTH } from './outbox/job-carrier.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxCommands } from './outbox/outbox.commands.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import './outbox/outbox-event.entity.js';
import { Realtime } from './realtime/realtime.js';

/** Ends the data source last, then gives the data folder free. */
class DatabaseLifetime implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lock: DataDirLock | undefined,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    this.lock?.release();
  }
}

interface OpenDatabase {
  dataSource: DataSource;
  lock: DataDirLock | undefined;
}

const OPEN_DATABASE = Symbol('open database');

/** Locks the data folder (embedded), opens the database and brings its schema up to date. */
async function openDatabase(config: AppConfig): Promise<OpenDatabase> {
  const lock = config.embedded ? DataDirLock.acquire(config.dataDir) : undefined;
  try {
    const dataSource = await makeDataSource(config).initialize();
    await migrate(dataSource);
    return { dataSource, lock };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Everything the desk stands on, for every library. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: AppConfig, clock: Clock = new SystemClock()): DynamicModule {
    const carrier: Provider[] = config.redisUrl
      ? [BullCarrier, { provide: JobCarrier, useExisting: BullCarrier }]
      : [{ provide: JobCarrier, useFactory: () => new InProcessCarrier(LANE_WIDTH) }];
    const providers: Provider[] = [
      { provide: AppConfig, useValue: config },
      { provide: Clock, useValue: clock },
      Log,
      Metrics,
      { provide: OPEN_DATABASE, useFactory: () => openDatabase(config) },
      { provide: DataSource, useFactory: (open: OpenDatabase) => open.dataSource, inject: [OPEN_DATABASE] },
      {
        provide: DatabaseLifetime,
        useFactory: (open: OpenDatabase) => new DatabaseLifetime(open.dataSource, open.lock),
        inject: [OPEN_DATABASE],
      },
      Database,
      TransactionRunner,
      OutboxRepository,
      HandlerRegistry,
      ...carrier,
      Outbox,
      OutboxCommands,
      Realtime,
      RateLimiter,
      SharedCache,
      OperatorCommands,
      OperatorSocket,
    ];
    return {
      module: PlatformModule,
      imports: [
        DiscoveryModule,
        ...(config.redisUrl
          ? [
              BullModule.forRoot({ url: config.redisUrl, prefix: config.redisPrefix }),
              BullModule.registerQueue({ name: OUTBOX_QUEUE }),
            ]
          : []),
      ],
      providers,
      exports: [
        AppConfig,
        Clock,
        Log,
        Metrics,
        DataSource,
        Database,
        TransactionRunner,
        Outbox,
        Realtime,
        RateLimiter,
        SharedCache,
        OperatorCommands,
        OperatorSocket,
        HandlerRegistry,
        DiscoveryModule,
      ],
    };
  }
}
