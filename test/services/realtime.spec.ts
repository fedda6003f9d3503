import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppConfig, PlatformModule, Realtime, SocketAdapter, connectEmitter, rooms } from '#platform';
import { closeTestDatabases, testConfig } from '../support/database.js';
import { sleep, until } from '../support/wait.js';

const SHOPPER = '0199d3c0-0000-7000-8000-00000000000a';

/** A process that serves sockets, as far as the platform goes. */
async function serve(config: AppConfig): Promise<{ server: Server; url: string; close: () => Promise<void> }> {
  const app = await NestFactory.createApplicationContext(PlatformModule.forRoot(config), { logger: false });
  const http = createServer();
  const adapter = new SocketAdapter(app, config);
  const server = adapter.createIOServer(0).attach(http);
  server.of('/shopper').on('connection', (socket) => void socket.join(rooms.shopper(SHOPPER)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/shopper`;
  return {
    server,
    url,
    close: async () => {
      await server.close();
      await adapter.dispose();
      await app.close();
    },
  };
}

describe('pushes between processes', () => {
  const closing: (() => Promise<void>)[] = [];
  let worker: INestApplicationContext;
  let client: Socket;
  let foreign: Socket;
  const got: string[] = [];
  const gotByForeign: string[] = [];

  beforeAll(async () => {
    const config = await testConfig();
    const [api, other] = [await serve(config), await serve(await testConfig())];
    worker = await NestFactory.createApplicationContext(PlatformModule.forRoot(config), { logger: false });
    const emitter = connectEmitter(worker, config.redisUrl ?? '');
    client = io(api.url, { transports: ['websocket'] });
    foreign = io(other.url, { transports: ['websocket'] });
    client.on('message.discarded', (m: { messageId: string }) => got.push(m.messageId));
    foreign.on('message.discarded', (m: { messageId: string }) => gotByForeign.push(m.messageId));
    await until(() => client.connected && foreign.connected, 'both clients');
    closing.push(emitter.close, () => worker.close(), api.close, other.close);
  });

  afterAll(async () => {
    client.disconnect();
    foreign.disconnect();
    for (const close of closing) await close();
    await closeTestDatabases();
  });

  it('reach a shopper whose socket is on another process, and nobody of another desk on the same Redis', async () => {
    const realtime = worker.get(Realtime);
    await until(() => {
      realtime.toShopper(SHOPPER).emit('message.discarded', { messageId: 'm1' });
      return got.length > 0;
    }, 'a push');
    await sleep(200);
    expect(new Set(got)).toEqual(new Set(['m1']));
    expect(gotByForeign).toEqual([]);
  });
});
