import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { AppError } from '#kernel';
import { Log, handle, refuseUnknown } from '#platform';
import { testConfig, closeTestDatabases } from '../../support/database.js';

class SendDto {
  @IsUUID() clientId!: string;
  @IsString() @MaxLength(4000) text!: string;
  @IsOptional() @IsString() storeId?: string;
}

interface Answer {
  ok: boolean;
  error?: { code: string; message: string; details?: Record<string, unknown>; retryAfterMs?: number };
  [field: string]: unknown;
}

const ID = '0199d3c0-0000-7000-8000-000000000001';

describe('acknowledgements of socket events', () => {
  let http: HttpServer;
  let server: Server;
  let client: Socket;
  let seen: SendDto[] = [];

  beforeAll(async () => {
    const log = new Log(await testConfig());
    http = createServer();
    server = new Server(http, { maxHttpBufferSize: 4 * 1024 * 1024 });
    server.on('connection', (socket) => {
      let floods = 0;
      const options = {
        locale: () => 'en' as const,
        log,
        before: async (event: string) => {
          if (event === 'limited' && floods++ > 0) throw new AppError('RATE_LIMITED', {}, 1_500);
        },
      };
      handle(
        socket,
        'message.send',
        SendDto,
        async (payload) => {
          seen.push(payload);
          return { length: payload.text.length };
        },
        options,
      );
      handle(socket, 'limited', SendDto, async () => ({}), options);
      handle(socket, 'refuses', SendDto, async () => Promise.reject(new AppError('CONVERSATION_NOT_FOUND')), options);
      handle(socket, 'breaks', SendDto, async () => Promise.reject(new Error('SELECT secret FROM shopper')), options);
      refuseUnknown(socket, options);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
    await new Promise<void>((resolve) => client.once('connect', resolve));
  });

  afterAll(async () => {
    client.disconnect();
    await server.close();
    await closeTestDatabases();
  });

  const ask = (event: string, ...args: unknown[]): Promise<Answer> =>
    client.timeout(30_000).emitWithAck(event, ...args) as Promise<Answer>;

  it('answers a good payload with ok and the result', async () => {
    expect(await ask('message.send', { clientId: ID, text: '你好' })).toEqual({ ok: true, length: 2 });
  });

  const malformed: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['a number', 42],
    ['a boolean', true],
    ['a list', [{ clientId: ID, text: 'x' }]],
    ['bytes', Buffer.from('hello')],
    ['an empty object', {}],
    ['a missing field', { clientId: ID }],
    ['a number for a text', { clientId: ID, text: 5 }],
    ['an object for a text', { clientId: ID, text: { toString: 'x' } }],
    ['a list for a text', { clientId: ID, text: ['x'] }],
    ['bytes for a text', { clientId: ID, text: Buffer.from('x') }],
    ['null for a text', { clientId: ID, text: null }],
    ['an id that is none', { clientId: "1' OR '1'='1", text: 'x' }],
    ['a text that is too long', { clientId: ID, text: 'x'.repeat(4_001) }],
    ['a text of 1 MB', { clientId: ID, text: 'x'.repeat(1024 * 1024) }],
    ['a number for an optional field', { clientId: ID, text: 'x', storeId: 7 }],
    ['a deep object', { clientId: ID, text: JSON.parse('{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000)) as unknown }],
  ];

  it.each(malformed)('answers %s with VALIDATION_FAILED', async (_what, payload) => {
    seen = [];
    const answer = await ask('message.send', ...(payload === undefined ? [] : [payload]));
    expect(answer).toMatchObject({ ok: false, error: { code: 'VALIDATION_FAILED' } });
    expect(answer.error?.message.length).toBeGreaterThan(10);
    expect(seen).toEqual([]);
  });

  it('leaves unknown fields out, prototypes among them', async () => {
    seen = [];
    const payload = JSON.parse(
      `{"clientId":"${ID}","text":"x","role":"admin","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}`,
    ) as unknown;
    expect(await ask('message.send', payload)).toMatchObject({ ok: true });
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual(['clientId', 'text']);
    expect('admin' in {}).toBe(false);
    expect((seen[0] as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(['no.such.event', 'error', 'toString', '__proto__', ''])('answers the unknown event %p', async (event) => {
    expect(await ask(event, {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } });
  });

  it('survives events without a payload or an acknowledgement', async () => {
    client.emit('message.send');
    client.emit('no.such.event', 1, 2, 3);
    client.emit('error');
    // What follows on the same socket is read after them.
    expect(await ask('message.send', { clientId: ID, text: 'still here' })).toMatchObject({ ok: true });
  });

  it('passes on a refusal with its code, and a limit with its retry time', async () => {
    expect(await ask('refuses', { clientId: ID, text: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'CONVERSATION_NOT_FOUND' },
    });
    await ask('limited', { clientId: ID, text: 'x' });
    expect(await ask('limited', { clientId: ID, text: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'RATE_LIMITED', retryAfterMs: 1_500 },
    });
  });

  it('says nothing of what went wrong inside', async () => {
    const answer = await ask('breaks', { clientId: ID, text: 'x' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  it('closes a connection whose frames cannot be decoded, and serves the others', async () => {
    const { port } = http.address() as AddressInfo;
    const broken = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false });
    await new Promise<void>((resolve) => broken.once('connect', resolve));
    const gone = new Promise<void>((resolve) => broken.once('disconnect', () => resolve()));
    broken.io.engine.write('2["message.send",{"clientId":');
    await gone;
    expect(await ask('message.send', { clientId: ID, text: 'still here' })).toMatchObject({ ok: true });
  });
});
