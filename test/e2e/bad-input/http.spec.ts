import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../../support/database.js';
import { NO_LIMITS, expectHttpRefusal, expectServing } from '../../support/bad-desk.js';
import { Desk, PASSWORD, login } from '../../support/desk.js';
import { bytes, call } from '../../support/raw.js';

const ASK = '/api/v1/knowledge/ask';
const LOGIN = '/api/v1/auth/login';
const json = { 'content-type': 'application/json' };

describe('bad HTTP', () => {
  let desk: Desk;
  let token: string;

  beforeAll(async () => {
    desk = await Desk.start(NO_LIMITS);
    token = await login(desk.url, await desk.addAgent('admin'), PASSWORD);
  }, 180_000);

  afterAll(async () => {
    await expectServing(desk);
    await desk.close();
    await closeTestDatabases();
  }, 180_000);

  it.each([
    ['an open brace', '{'],
    ['words', 'hello'],
    ['a trailing comma', '{"question":"x",}'],
    ['single quotes', "{'question':'x'}"],
    ['a number without end', '{"question":1e'],
    ['a bare control character', '{"question":"\u0001"}'],
    ['a bare text', '"question"'],
    ['a bare null', 'null'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['half of it', '{"question":"停车'],
  ])('%s is MALFORMED_JSON', async (_what, body) => {
    expectHttpRefusal(await call(desk.url, ASK, { headers: json, body }), 400, 'MALFORMED_JSON');
  });

  it('speaks the language of the caller', async () => {
    const said = async (language: string): Promise<string | undefined> =>
      (await call(desk.url, ASK, { headers: { ...json, 'accept-language': language }, body: '{' })).error?.message;
    expect(await said('en-GB,en;q=0.8')).toMatch(/^The body is not valid JSON/);
    expect(await said('zh-CN')).toMatch(/^请求体不是有效的 JSON/);
    expect(await said('tlh;q=x,,,;')).toMatch(/^请求体不是有效的 JSON/);
    const field = async (language: string): Promise<string | undefined> =>
      (await call(desk.url, ASK, { headers: { 'accept-language': language }, json: { question: 5 } })).error?.message;
    expect(await field('en')).toBe('The request is not valid: question must be a string');
    expect(await field('zh')).toBe('请求内容不正确：question 必须是文本');
  });

  it.each([
    ['nothing', undefined],
    ['plain text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['multipart', 'multipart/form-data; boundary=x'],
    ['XML', 'application/xml'],
    ['rubbish', ';;;/=='],
    ['JSON in a charset that is none', 'application/json; charset=klingon'],
  ])('a body of type %s is TYPE_NOT_SUPPORTED', async (_what, type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    for (const path of [ASK, LOGIN, '/api/v1/knowledge/articles']) {
      const answer = await call(desk.url, path, { headers, body: '{"question":"停车多少钱"}', token });
      expectHttpRefusal(answer, 415, 'TYPE_NOT_SUPPORTED');
    }
  });

  it('an unknown content encoding is TYPE_NOT_SUPPORTED, a broken one coded', async () => {
    const headers = { ...json, 'content-encoding': 'snappy' };
    expectHttpRefusal(await call(desk.url, ASK, { headers, body: 'x' }), 415, 'TYPE_NOT_SUPPORTED');
    const broken = await call(desk.url, ASK, { headers: { ...json, 'content-encoding': 'gzip' }, body: 'not gzip' });
    expectHttpRefusal(broken, 400);
  });

  it.each([300 * 1024, 1024 * 1024, 3.9 * 1024 * 1024, 30 * 1024 * 1024])(
    'a body of %d bytes is too large',
    async (size) => {
      const body = JSON.stringify({ question: 'x'.repeat(size) });
      // A server that refuses early may hang up while we still write.
      const answer = await call(desk.url, ASK, { headers: json, body }).catch((e: NodeJS.ErrnoException) => e);
      if (answer instanceof Error) expect(['EPIPE', 'ECONNRESET']).toContain(answer.code);
      else expectHttpRefusal(answer, 413, 'PAYLOAD_TOO_LARGE');
    },
  );

  it('a small body that unpacks to a huge one is too large', async () => {
    const body = gzipSync(JSON.stringify({ question: 'x'.repeat(50 * 1024 * 1024) }));
    const answer = await call(desk.url, ASK, { headers: { ...json, 'content-encoding': 'gzip' }, body });
    expectHttpRefusal(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  it('a body nested a hundred thousand deep is refused', async () => {
    for (const body of [
      `{"question":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      `${'{"question":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
      `{"settings":${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}}`,
    ]) {
      expectHttpRefusal(await call(desk.url, ASK, { headers: json, body }), 400, 'VALIDATION_FAILED');
      const put = { method: 'PUT', headers: json, body, token };
      expectHttpRefusal(await call(desk.url, '/api/v1/settings/handoff', put), 400, 'VALIDATION_FAILED');
      const articles = body.replace(/question|settings/g, 'articles');
      expectHttpRefusal(
        await call(desk.url, '/api/v1/knowledge/import', { headers: json, body: articles, token }),
        400,
        'VALIDATION_FAILED',
      );
    }
  });

  it('a name of a field is not echoed at length', async () => {
    const answer = await call(desk.url, ASK, { json: { question: 'x', ['n'.repeat(200_000)]: 1 } });
    expectHttpRefusal(answer, 400, 'VALIDATION_FAILED');
  });

  it.each([
    '/%',
    '/%zz',
    '/%c0%ae%c0%ae/',
    '/console/%ff',
    '/widget/%e4',
    '/api/v1/knowledge/articles/%',
    '/api/v1/conversations/%ff%fe',
    '/api/v1/settings/%00',
    '/api/v1/conversations?cursor=%ff%00',
    '/api/v1/conversations?limit=1&limit=2',
    '/api/v1/conversations?limit[$gt]=1',
    '/api/v1/conversations?__proto__[x]=1',
    '/api/v1/knowledge/search?q=%00%ff',
    '/api/v1/nothing/here',
    '//',
    '/\\..\\..',
    '/?'.padEnd(8_000, 'x'),
  ])('%s gets an answer with a code or a page, never a failure', async (path) => {
    const answer = await call(desk.url, path, { token });
    expect(answer.status).toBeLessThan(500);
    if (answer.status >= 400) expectHttpRefusal(answer, answer.status);
  });

  it.each([
    '/..%2f..%2fpackage.json',
    '/../../package.json',
    '/widget/..%2f..%2fapi/src/main.js',
    '/widget/../../../package.json',
    '/widget/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/widget/..%5c..%5cpackage.json',
    '/console/..%2f..%2fapi%2fsrc%2fmain.js',
    '/console/%2e%2e%2fapi/src/main.js',
    '/console/....//....//package.json',
    '/.env',
    '/.git/config',
    '/widget/.stamp',
    '/..;/package.json',
    '/%00/../package.json',
    '/file:///etc/passwd',
    '/.data/secrets.json',
  ])('%s leads out of no folder', async (path) => {
    const answer = await call(desk.url, path);
    expect(answer.text).not.toMatch(/"name": "deskhand"|createApp|jwtSecret|root:x:|\[core\]/);
    // The console answers its own routes with its page.
    if (!answer.headers['content-type']?.includes('text/html')) expectHttpRefusal(answer, answer.status);
    expect(answer.status).toBeLessThan(500);
  });

  it('HEAD says what GET would', async () => {
    for (const path of ['/', '/widget.js', '/console', '/console/some/view', '/healthz', '/readyz', '/metrics']) {
      const get = await call(desk.url, path);
      const head = await call(desk.url, path, { method: 'HEAD' });
      expect([path, head.status, head.text]).toEqual([path, get.status, '']);
      expect(head.headers['cache-control']).toBe(get.headers['cache-control']);
    }
  });

  it('other methods are refused with a code', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'LOCK', 'PURGE', 'M-SEARCH'])
      for (const path of ['/', '/widget.js', '/console', '/healthz', ASK, LOGIN, '/api/v1/conversations'])
        expectHttpRefusal(await call(desk.url, path, { method, token }), 404, 'NOT_FOUND');
    // A preflight has an Origin; without one this is a method like any other.
    expectHttpRefusal(await call(desk.url, ASK, { method: 'OPTIONS' }), 404, 'NOT_FOUND');
    // CONNECT asks for a tunnel: node hangs up on it.
    expect(await bytes(desk.url, 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n')).not.toContain('200');
  });

  it('bytes that are not HTTP get a coded answer', async () => {
    const flood = Array.from({ length: 3_000 }, (_x, i) => `X-${i}: ${'v'.repeat(20)}`).join('\r\n');
    for (const [data, status] of [
      ['rubbish\r\n\r\n', 400],
      ['BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
      ['GET / HTTP/9.9\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\nBad Header: x\r\n\r\n', 400],
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n', 400],
      [
        `POST ${ASK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
        400,
      ],
      [`GET / HTTP/1.1\r\nHost: x\r\n${flood}\r\n\r\n`, 431],
      [`GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ] as const) {
      const answer = await bytes(desk.url, data);
      expect([data.slice(0, 60), answer.slice(0, 12)]).toEqual([data.slice(0, 60), `HTTP/1.1 ${status}`]);
      const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
      expect(body).toMatchObject({ error: { code: status === 431 ? 'PAYLOAD_TOO_LARGE' : 'VALIDATION_FAILED' } });
    }
    // Node itself wants a Host header; it says so without a body.
    expect(await bytes(desk.url, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await bytes(desk.url, Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]))).toMatch(/^HTTP\/1\.1 400/);
  });

  it('a request that is given up half way harms nobody', async () => {
    for (let i = 0; i < 20; i++)
      await bytes(
        desk.url,
        `POST ${ASK} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{"que`,
        20,
      );
    await expectServing(desk);
  });
});
