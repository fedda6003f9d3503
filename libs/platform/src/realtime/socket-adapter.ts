import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server, type ServerOptions } from 'socket.io';
import { AppConfig } from '../config/app-config.js';
import { Log } from '../log/log.js';
import { isAllowedOrigin } from '../http/origins.js';
import { Realtime } from './realtime.js';

/** Frames above this are refused by closing the connection; texts are refused far below it with a code. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Socket.IO with the desk's limits and origins, over Redis when there are several processes. */
export class SocketAdapter extends IoAdapter {
  private readonly clients: Redis[] = [];

  constructor(
    private readonly app: INestApplicationContext,
    private readonly config: AppConfig,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      transports: ['websocket', 'polling'],
      maxHttpBufferSize: MAX_FRAME_BYTES,
      // An agent's lease lasts from the last answer, so several must fit into it.
      pingInterval: Math.min(20_000, this.config.presenceLeaseMs / 4),
      pingTimeout: 10_000,
      serveClient: false,
      allowRequest: (
        request: { headers: Record<string, string | undefined> },
        done: (error: string | null, ok: boolean) => void,
      ) => {
        const ok = isAllowedOrigin(request.headers['origin'], request.headers['host'], this.config.allowedOrigins);
        done(ok ? null : 'ORIGIN_NOT_ALLOWED', ok);
      },
      // Who may is decided above, with the same rules; here only the header is set.
      cors: {
        origin: (origin: string | undefined, done: (error: null, allowed: boolean) => void) =>
          done(null, isAllowedOrigin(origin, undefined, this.config.allowedOrigins)),
        credentials: false,
      },
    } as unknown as ServerOptions) as Server;
    if (this.config.redisUrl) this.overRedis(server, this.config.redisUrl);
    this.app.get(Realtime).attach(server);
    return server;
  }

  override async dispose(): Promise<void> {
    for (const client of this.clients) client.disconnect();
    await super.dispose();
  }

  private overRedis(server: Server, url: string): void {
    const log = this.app.get(Log);
    const publisher = new Redis(url);
    const subscriber = publisher.duplicate();
    this.clients.push(publisher, subscriber);
    for (const client of this.clients)
      client.on('error', (error) => log.warn({ error }, 'redis of the socket adapter'));
    server.adapter(overChannels(this.config, publisher, subscriber));
  }
}

/** Redis' channels know no database numbers: the prefix alone keeps two desks on one Redis apart. */
function overChannels(config: AppConfig, publisher: Redis, subscriber: Redis): ReturnType<typeof createAdapter> {
  return createAdapter(publisher, subscriber, { key: `${config.redisPrefix}:socket` });
}

/** A Socket.IO server that nobody connects to: pushes to the sockets of other processes through Redis. */
export function connectEmitter(
  app: INestApplicationContext,
  redisUrl: string,
): { server: Server; close: () => Promise<void> } {
  const log = app.get(Log);
  const publisher = new Redis(redisUrl);
  const subscriber = publisher.duplicate();
  for (const client of [publisher, subscriber])
    client.on('error', (error) => log.warn({ error }, 'redis of the emitter'));
  const server = new Server({ adapter: overChannels(app.get(AppConfig), publisher, subscriber) });
  app.get(Realtime).attach(server);
  return {
    server,
    // The server itself listens to nothing, so there is nothing of it to close.
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
