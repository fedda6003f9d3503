import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { closeTestDatabases } from '../../support/database.js';
import { NO_LIMITS, expectHttpRefusal, expectRefusal, expectServing } from '../../support/bad-desk.js';
import { Desk, PASSWORD, login } from '../../support/desk.js';
import { RawSocket, call } from '../../support/raw.js';

const SHOP = 'https://shop.example';
const BRANCH = 'https://north.shops.example';
const FOREIGN = [
  'https://evil.example',
  'http://shop.example',
  'https://shop.example.evil.example',
  'https://evilshop.example',
  'https://shops.example',
  'https://shop.example:8443',
  'null',
  'file://',
  'rubbish',
  '',
];
const ASK = '/api/v1/knowledge/ask';
const POLLING = '/socket.io/?EIO=4&transport=polling';

describe('foreign pages', () => {
  let desk: Desk;
  let token: string;

  beforeAll(async () => {
    desk = await Desk.start({ ...NO_LIMITS, allowedOrigins: [SHOP, 'https://*.shops.example'] });
    token = await login(desk.url, await desk.addAgent('admin'), PASSWORD);
  }, 180_000);

  afterAll(async () => {
    await expectServing(desk);
    await desk.close();
    await closeTestDatabases();
  }, 180_000);

  it.each(FOREIGN)('%p gets nothing', async (origin) => {
    const headers = { origin, 'accept-language': 'en' };
    for (const answer of [
      await call(desk.url, ASK, { headers, json: { question: '停车多少钱' } }),
      await call(desk.url, ASK, {
        headers: { ...headers, 'access-control-request-method': 'POST' },
        method: 'OPTIONS',
      }),
      await call(desk.url, '/api/v1/auth/login', { headers, json: { email: 'x', password: 'x' } }),
      await call(desk.url, '/api/v1/conversations', { headers, token }),
      await call(desk.url, '/console', { headers }),
      await call(desk.url, '/api/docs-json', { headers }),
      await call(desk.url, '/metrics', { headers }),
    ]) {
      expectHttpRefusal(answer, 403, 'ORIGIN_NOT_ALLOWED');
      expect(answer.error?.message).toBe('This origin is not allowed.');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const polling = await call(desk.url, POLLING, { headers });
    expect(polling.status).toBe(403);
    expect(polling.text).toContain('ORIGIN_NOT_ALLOWED');
    expect(polling.headers['access-control-allow-origin']).toBeUndefined();
    await expect(new RawSocket(desk.url, { headers: { origin } }).open()).rejects.toThrow(/40[03]/);
  });

  it.each([SHOP, BRANCH])('the widget on %s may ask and connect, by both transports', async (origin) => {
    const headers = { origin };
    const asked = await call(desk.url, ASK, { headers, json: { question: '停车多少钱' } });
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([200, origin]);
    const preflight = await call(desk.url, ASK, { headers, method: 'OPTIONS' });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
    const polling = await call(desk.url, POLLING, { headers });
    expect([polling.status, polling.headers['access-control-allow-origin']]).toEqual([200, origin]);
    for (const transport of ['websocket', 'polling']) {
      const socket = io(`${desk.url}/shopper`, { transports: [transport], extraHeaders: { origin }, forceNew: true });
      await new Promise<void>((resolve, reject) => {
        socket.once('session', () => resolve());
        socket.once('connect_error', reject);
      });
      socket.disconnect();
    }
  });

  it.each([SHOP, BRANCH])('the console’s routes and sockets are not for the widget’s page on %s', async (origin) => {
    for (const path of [
      '/console',
      '/api/v1/me',
      '/api/v1/conversations',
      '/api/v1/agents',
      '/api/v1/knowledge/articles',
      '/api/v1/auth/login',
    ])
      expectHttpRefusal(await call(desk.url, path, { headers: { origin }, token }), 403, 'ORIGIN_NOT_ALLOWED');
    for (const transport of ['websocket', 'polling']) {
      const socket = io(`${desk.url}/agent`, {
        transports: [transport],
        auth: { token, locale: 'en' },
        extraHeaders: { origin },
        forceNew: true,
        reconnection: false,
      });
      const error = await new Promise<Error & { data?: never }>((resolve, reject) => {
        socket.once('connect_error', resolve);
        socket.once('connect', () => reject(new Error('the agents’ namespace let a widget’s page in')));
      });
      socket.disconnect();
      expectRefusal(error.data, 'ORIGIN_NOT_ALLOWED');
    }
  });

  it('our own pages and clients that are no pages may all', async () => {
    for (const headers of [{ origin: desk.url }, {}] as Record<string, string>[]) {
      expect((await call(desk.url, '/api/v1/me', { headers, token })).status).toBe(200);
      const socket = io(`${desk.url}/agent`, {
        transports: ['websocket'],
        auth: { token },
        extraHeaders: headers,
        forceNew: true,
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      socket.disconnect();
    }
  });

  it('scripts of the widget may be loaded from everywhere', async () => {
    const loaded = await call(desk.url, '/widget.js', { headers: { origin: 'https://evil.example' } });
    expect([loaded.status, loaded.headers['access-control-allow-origin']]).toEqual([200, '*']);
    expect(loaded.headers['cache-control']).toBe('no-cache');
    const app = await call(desk.url, '/widget/widget-app.js?v=0123456789');
    expect(app.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await call(desk.url, '/widget/widget-app.js')).headers['cache-control']).toBe('no-cache');
  });
});
