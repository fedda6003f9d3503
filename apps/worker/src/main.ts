import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { EVENT_NAMES } from '#kernel';
import { AppConfig, EnvironmentError, HandlerRegistry, Log } from '#platform';
import { AppModule } from '../../api/src/app.module.js';
import { connectSockets } from './sockets.js';

/** Runs jobs and sweeps without serving anybody: for desks that have outgrown one process. Needs DATABASE_URL and REDIS_URL. */
async function main(): Promise<void> {
  const config = AppConfig.load();
  if (config.embedded || !config.redisUrl) {
    throw new EnvironmentError(
      'A worker needs DATABASE_URL and REDIS_URL: an embedded desk runs its jobs itself (npm start).',
    );
  }
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), {
    logger: false,
    abortOnError: false,
  });
  app.get(HandlerRegistry).assertComplete(EVENT_NAMES);
  const disconnect = connectSockets(app, config.redisUrl);
  app.get(Log).info({}, 'worker ready');
  const stop = (): void => {
    void app.close().then(async () => {
      await disconnect();
      process.exit(0);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`The worker could not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
