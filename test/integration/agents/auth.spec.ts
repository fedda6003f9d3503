import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RateLimiter } from '#platform';
import { AgentsDesk, PASSWORD } from '../../support/agents-desk.js';
import { closeTestDatabases } from '../../support/database.js';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT made by hand, as somebody with this secret could. */
function forged(claims: object, secret: string, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  const body = `${part(header)}.${part(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('signing in', () => {
  let desk: AgentsDesk;

  beforeAll(async () => {
    desk = await AgentsDesk.start();
    await desk.account('lin');
    await desk.account('admin', 'admin');
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const code = (answer: { body: Record<string, unknown> }): unknown =>
    (answer.body['error'] as { code?: string } | undefined)?.code;

  it('gives a short token, a refresh token and the agent, without anything secret', async () => {
    const { status, body } = await desk.post('/auth/login', { email: '  LIN@Example.Test ', password: PASSWORD });
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['accessToken', 'agent', 'refreshToken']);
    expect(body['agent']).toEqual({
      id: expect.any(String),
      email: 'lin@example.test',
      name: 'lin',
      role: 'agent',
      skills: ['general'],
      capacity: 5,
    });
    const claims = claimsOf(body['accessToken'] as string);
    expect((claims['exp'] as number) - (claims['iat'] as number)).toBe(900);
    const rows = await desk.db.query<{ hash: string }>('SELECT token_hash AS hash FROM agent_refresh_token');
    expect(JSON.stringify(rows)).not.toContain(body['refreshToken']);
  });

  it('answers a wrong password, an unknown and a closed account alike', async () => {
    const gone = await desk.account('gone');
    const { accessToken } = await desk.signIn('admin');
    expect((await desk.call('PATCH', `/agents/${gone.id}`, accessToken, { disabled: true })).status).toBe(200);
    const answers = await Promise.all([
      desk.post('/auth/login', { email: 'lin@example.test', password: 'wrong password' }),
      desk.post('/auth/login', { email: 'nobody@example.test', password: PASSWORD }),
      desk.post('/auth/login', { email: 'gone@example.test', password: PASSWORD }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0]?.body);
      expect(code(answer)).toBe('CREDENTIALS_INVALID');
    }
  });

  it.each([
    [{}],
    [{ email: 'lin@example.test' }],
    [{ email: 1, password: PASSWORD }],
    [{ email: ['lin@example.test'], password: PASSWORD }],
    [{ email: 'lin@example.test', password: { $ne: '' } }],
    [{ email: 'lin@example.test', password: 'x'.repeat(100_000) }],
    [{ email: 'lin@example.test', password: PASSWORD, role: 'admin' }],
  ])('refuses %j as malformed', async (body) => {
    const answer = await desk.post('/auth/login', body);
    expect([answer.status, code(answer)]).toEqual([400, 'VALIDATION_FAILED']);
    expect(JSON.stringify(answer.body)).not.toContain('xxxx');
  });

  it('throttles an account after ten failures, existing or not, with a time to wait; successes do not count', async () => {
    await desk.account('hurried');
    for (let i = 0; i < 15; i++) await desk.signIn('hurried');
    for (const email of ['hurried@example.test', 'no-such@example.test']) {
      const seen: unknown[] = [];
      for (let i = 0; i < 12; i++) seen.push(code(await desk.post('/auth/login', { email, password: 'wrong wrong' })));
      expect(seen).toEqual([...Array<string>(10).fill('CREDENTIALS_INVALID'), 'RATE_LIMITED', 'RATE_LIMITED']);
    }
    const limited = await desk.call('POST', '/auth/login', undefined, {
      email: 'hurried@example.test',
      password: PASSWORD,
    });
    expect([limited.status, code(limited)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((limited.body['error'] as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0);
    await desk.app.get(RateLimiter).reset('login-address', '127.0.0.1');
  });

  it('throttles an address over all accounts', async () => {
    const limiter = desk.app.get(RateLimiter);
    await limiter.reset('login-address', '127.0.0.1');
    // Those before: a minute may be too short for sixty passwords to be checked.
    await limiter.consume('login-address', '127.0.0.1', 57);
    const codes: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      codes.push(code(await desk.post('/auth/login', { email: `guess${i}@example.test`, password: 'wrong wrong' })));
    }
    await limiter.reset('login-address', '127.0.0.1');
    expect(codes).toEqual([...Array<string>(3).fill('CREDENTIALS_INVALID'), 'RATE_LIMITED', 'RATE_LIMITED']);
  });

  describe('refresh tokens', () => {
    it('rotate, and give the account as it stands now', async () => {
      const first = await desk.signIn('lin');
      const second = await desk.post('/auth/refresh', { refreshToken: first.refreshToken });
      expect(second.status).toBe(200);
      expect(second.body['refreshToken']).not.toBe(first.refreshToken);
      const third = await desk.post('/auth/refresh', { refreshToken: second.body['refreshToken'] });
      expect(third.status).toBe(200);
      expect((await desk.call('GET', '/me', third.body['accessToken'] as string)).body['name']).toBe('lin');
    });

    it('end the whole sign-in when one comes a second time, its newest tokens and sockets included', async () => {
      const first = await desk.signIn('lin');
      const other = await desk.signIn('lin');
      const second = (await desk.post('/auth/refresh', { refreshToken: first.refreshToken })).body;
      const client = await desk.connect(second['accessToken']);
      const closed = new Promise((resolve) => client.socket.once('disconnect', resolve));
      const reused = await desk.post('/auth/refresh', { refreshToken: first.refreshToken });
      expect([reused.status, code(reused)]).toEqual([401, 'TOKEN_INVALID']);
      const newest = await desk.post('/auth/refresh', { refreshToken: second['refreshToken'] });
      expect([newest.status, code(newest)]).toEqual([401, 'TOKEN_INVALID']);
      expect(code(await desk.call('GET', '/me', second['accessToken'] as string))).toBe('TOKEN_INVALID');
      await closed;
      // Another sign-in of the same agent is not concerned.
      expect((await desk.call('GET', '/me', other.accessToken)).status).toBe(200);
    });

    it('are good for one of many who bring the same one at once', async () => {
      const { refreshToken } = await desk.signIn('lin');
      const answers = await Promise.all(Array.from({ length: 10 }, () => desk.post('/auth/refresh', { refreshToken })));
      expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
      // The winner's token belongs to a sign-in that the others have ended.
      const winner = answers.find((a) => a.status === 200);
      const next = await desk.post('/auth/refresh', { refreshToken: winner?.body['refreshToken'] });
      expect(next.status).toBe(401);
    });

    it('run out after thirty days', async () => {
      const { refreshToken } = await desk.signIn('lin');
      await desk.db.query(
        `UPDATE agent_refresh_token SET expires_at = now() - interval '1 second' WHERE used_at IS NULL`,
      );
      expect(code(await desk.post('/auth/refresh', { refreshToken }))).toBe('TOKEN_INVALID');
    });

    it('end with signing out, and signing out twice is no error', async () => {
      const { refreshToken, accessToken } = await desk.signIn('lin');
      expect((await desk.post('/auth/logout', { refreshToken })).status).toBe(200);
      expect((await desk.post('/auth/logout', { refreshToken })).status).toBe(200);
      expect(code(await desk.post('/auth/refresh', { refreshToken }))).toBe('TOKEN_INVALID');
      expect(code(await desk.call('GET', '/me', accessToken))).toBe('TOKEN_INVALID');
    });
  });

  describe('access tokens', () => {
    it('that are missing, forged, expired, of another audience or unsigned are refused, on routes and sockets', async () => {
      const { accessToken } = await desk.signIn('lin');
      const claims = claimsOf(accessToken);
      const now = Math.floor(Date.now() / 1000);
      const secret = desk.config.jwtSecret;
      const bad = {
        forged: forged(claims, 'another secret of thirty-two characters'),
        expired: forged({ ...claims, iat: now - 1000, exp: now - 1 }, secret),
        audience: forged({ ...claims, aud: 'shoppers' }, secret),
        issuer: forged({ ...claims, iss: 'somebody' }, secret),
        unsigned: `${part({ alg: 'none' })}.${part(claims)}.`,
        algorithm: forged(claims, secret, { alg: 'HS512', typ: 'JWT' }),
        noSubject: forged({ ...claims, sub: undefined }, secret),
        nobody: forged({ ...claims, sub: '0199d3c0-0000-7000-8000-000000000001' }, secret),
        text: 'x',
      };
      for (const [name, token] of Object.entries(bad)) {
        const answer = await desk.call('GET', '/me', token);
        expect([name, answer.status, code(answer)]).toEqual([name, 401, 'TOKEN_INVALID']);
        await expect(desk.connect(token)).rejects.toMatchObject({
          message: 'TOKEN_INVALID',
          data: { code: 'TOKEN_INVALID', message: expect.any(String) },
        });
      }
      const missing = await desk.call('GET', '/me');
      expect([missing.status, code(missing)]).toEqual([401, 'UNAUTHENTICATED']);
      for (const token of [undefined, 7, null, { a: 1 }]) {
        await expect(desk.connect(token)).rejects.toMatchObject({ data: { code: expect.any(String) } });
      }
      // The hand-made one is right but for what was changed.
      expect((await desk.call('GET', '/me', forged(claims, secret))).status).toBe(200);
    });

    it('that run out close the socket', async () => {
      const { accessToken } = await desk.signIn('lin');
      // Time enough to connect before.
      const soon = Math.floor(Date.now() / 1000) + 5;
      const client = await desk.connect(forged({ ...claimsOf(accessToken), exp: soon }, desk.config.jwtSecret));
      const reason = await new Promise((resolve) => client.socket.once('disconnect', resolve));
      expect(reason).toBe('transport close');
      expect(Date.now()).toBeGreaterThanOrEqual(soon * 1000 - 50);
    });
  });

  describe('accounts', () => {
    it('are managed by administrators only, and colleagues do not see addresses', async () => {
      const lin = await desk.signIn('lin');
      const admin = await desk.signIn('admin');
      const fresh = {
        email: 'Fresh@Example.test',
        name: '新人',
        role: 'agent',
        password: PASSWORD,
        skills: ['aftersales'],
      };
      expect(code(await desk.post('/agents', fresh, lin.accessToken))).toBe('FORBIDDEN');
      expect((await desk.post('/agents', fresh)).status).toBe(401);
      const made = await desk.post('/agents', fresh, admin.accessToken);
      expect([made.status, made.body['email']]).toEqual([201, 'fresh@example.test']);
      expect(JSON.stringify(made.body)).not.toContain('argon2');
      const taken = await desk.post('/agents', { ...fresh, email: 'FRESH@example.test' }, admin.accessToken);
      expect([taken.status, code(taken)]).toEqual([409, 'EMAIL_TAKEN']);
      const seen = (await desk.call('GET', '/agents', lin.accessToken)).body['agents'] as Record<string, unknown>[];
      expect(seen.find((a) => a['name'] === '新人')).toEqual({
        id: made.body['id'],
        name: '新人',
        role: 'agent',
        skills: ['aftersales'],
        status: 'offline',
      });
      expect(seen.some((a) => 'email' in a)).toBe(false);
    });

    it.each([
      [{ email: 'not an address' }],
      [{ name: '   ' }],
      [{ role: 'owner' }],
      [{ password: 'short' }],
      [{ password: null }],
      [{ skills: ['DROP TABLE'] }],
      [{ skills: 'general' }],
      [{ disabled: 'yes' }],
      [{ unknown: 1 }],
    ])('refuse a change to %j', async (change) => {
      const { accessToken, agent } = await desk.signIn('admin');
      const answer = await desk.call('PATCH', `/agents/${agent.id}`, accessToken, change);
      expect([answer.status, code(answer)]).toEqual([400, 'VALIDATION_FAILED']);
    });

    it('are not found by an unknown or malformed id', async () => {
      const { accessToken } = await desk.signIn('admin');
      for (const id of ['0199d3c0-0000-7000-8000-000000000001', "1' OR '1'='1"]) {
        const answer = await desk.call('PATCH', `/agents/${encodeURIComponent(id)}`, accessToken, { name: 'x' });
        expect([answer.status, code(answer)]).toEqual([404, 'AGENT_NOT_FOUND']);
      }
    });

    it('lose role and sign-ins at once when they are changed or closed', async () => {
      const admin = await desk.signIn('admin');
      const wu = await desk.account('wu', 'supervisor');
      const signed = await desk.signIn('wu');
      const client = await desk.connect(signed.accessToken);
      const closed = new Promise((resolve) => client.socket.once('disconnect', resolve));
      expect((await desk.call('GET', '/settings/desk', signed.accessToken)).status).toBe(200);
      await desk.call('PATCH', `/agents/${wu.id}`, admin.accessToken, { role: 'agent' });
      await closed;
      expect(code(await desk.call('GET', '/settings/desk', signed.accessToken))).toBe('FORBIDDEN');
      await desk.call('DELETE', `/agents/${wu.id}`, admin.accessToken);
      expect(code(await desk.call('GET', '/me', signed.accessToken))).toBe('TOKEN_INVALID');
      expect(code(await desk.post('/auth/refresh', { refreshToken: signed.refreshToken }))).toBe('TOKEN_INVALID');
    });

    it('never leave the desk without an administrator', async () => {
      const { accessToken, agent } = await desk.signIn('admin');
      for (const change of [{ disabled: true }, { role: 'agent' }]) {
        const answer = await desk.call('PATCH', `/agents/${agent.id}`, accessToken, change);
        expect([answer.status, code(answer)]).toEqual([403, 'LAST_ADMIN']);
      }
    });
  });

  describe('settings', () => {
    it('are read and changed by those who may, checked, and not overwritten unseen', async () => {
      const admin = (await desk.signIn('admin')).accessToken;
      const lin = (await desk.signIn('lin')).accessToken;
      expect(code(await desk.call('GET', '/settings/desk', lin))).toBe('FORBIDDEN');
      const before = (await desk.call('GET', '/settings/desk', admin)).body;
      expect(before).toMatchObject({ version: 0, settings: { hours: { alwaysOpen: true } } });
      const hours = {
        timeZone: 'Asia/Shanghai',
        alwaysOpen: false,
        weekly: { mon: [{ from: '09:00', to: '21:00' }] },
        exceptions: [],
      };
      const saved = await desk.call('PUT', '/settings/desk', admin, { settings: { hours }, version: 0 });
      expect([saved.status, saved.body['version']]).toEqual([200, 1]);
      const late = await desk.call('PUT', '/settings/desk', admin, { settings: { hours }, version: 0 });
      expect([late.status, code(late)]).toEqual([409, 'VERSION_CONFLICT']);
      expect((await desk.call('GET', '/settings/desk', admin)).body['settings']).toEqual({
        hours,
        closedText: {},
      });
      for (const wrong of [
        { hours: { ...hours, timeZone: 'Nowhere/Town' } },
        { hours: { ...hours, weekly: { mon: [{ from: '25:00', to: '26:00' }] } } },
        { hours: { ...hours, weekly: { someday: [] } } },
        { hours: 'always' },
        { unknown: 1 },
      ]) {
        const answer = await desk.call('PUT', '/settings/desk', admin, { settings: wrong });
        expect([answer.status, code(answer)]).toEqual([400, 'VALIDATION_FAILED']);
      }
      expect((await desk.call('GET', '/settings/nothing', admin)).status).toBe(404);
    });
  });
});
