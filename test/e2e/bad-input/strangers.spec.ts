import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import { newId, type AgentRole } from '#kernel';
import { closeTestDatabases } from '../../support/database.js';
import { NO_LIMITS, ask, expectHttpRefusal, expectRefusal, expectServing } from '../../support/bad-desk.js';
import { Agent, Desk, PASSWORD, Shopper, login } from '../../support/desk.js';
import { call } from '../../support/raw.js';
import { until } from '../../support/wait.js';

const SECRET_WORDS = '我家住在梧桐路 12 号 302';
const jwt = new JwtService();
const seconds = (): number => Math.floor(Date.now() / 1000);
/** A token whose signature is none. */
const unsigned = (claims: object, header: object = { alg: 'none', typ: 'JWT' }): string =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

describe('what belongs to others', () => {
  let desk: Desk;
  let victim: Shopper;
  let owner: Agent;
  let conversationId: string;
  let agentToken: string;

  beforeAll(async () => {
    desk = await Desk.start(NO_LIMITS);
    owner = await desk.agent('senior');
    victim = await desk.shopper();
    await victim.say(SECRET_WORDS);
    await ask(victim.socket, 'human.request', {});
    conversationId = victim.conversationId;
    expect((await owner.accept(conversationId)).ok).toBe(true);
    agentToken = await login(desk.url, await desk.addAgent('agent'), PASSWORD);
  }, 180_000);

  afterAll(async () => {
    const said = await victim.transcript(conversationId);
    expect(said.filter((m) => m.author.kind === 'shopper').map((m) => m.text)).toEqual([SECRET_WORDS]);
    expect((await owner.reply(conversationId, '还在')).ok).toBe(true);
    await expectServing(desk);
    await desk.close();
    await closeTestDatabases();
  }, 180_000);

  it('another shopper’s conversation does not exist, in any event', async () => {
    const stranger = await desk.shopper({ locale: 'en' });
    await stranger.say('停车多少钱');
    const newcomer = await desk.shopper({ locale: 'en' });
    for (const { socket } of [stranger, newcomer])
      for (const [event, payload] of Object.entries({
        sync: { afterSeq: 0 },
        'human.request': {},
        'queue.leave': {},
        typing: { active: true },
        'csat.submit': { score: 1, comment: 'mine now' },
      })) {
        const answer = await ask(socket, event, { ...payload, conversationId });
        expectRefusal(answer.error, 'CONVERSATION_NOT_FOUND');
        expect(JSON.stringify(answer)).not.toMatch(/梧桐|queued|assigned/);
      }
    // The client id of somebody else's message is nothing special.
    const [message] = await victim.transcript();
    const sent = await ask(stranger.socket, 'message.send', {
      clientId: message!.clientId,
      text: '谢谢',
      conversationId,
    });
    expect(sent).toMatchObject({ ok: true, message: { conversationId: stranger.conversationId } });
    expect(JSON.stringify([...stranger.messages.values()])).not.toContain('梧桐');
    expect(newcomer.messages.size).toBe(0);
  });

  it('a token somebody guessed, cut or changed is a new, anonymous shopper', async () => {
    const token = victim.session!.token;
    for (const bad of [
      'x',
      token.slice(0, -1),
      `${token}x`,
      token.toUpperCase(),
      `${token}\u0000`.slice(1),
      conversationId,
      "' OR 1=1 --",
      agentToken.slice(0, 200),
      victim.session!.shopperId,
    ]) {
      const shopper = await desk.shopper({ token: bad });
      expect(shopper.session).toMatchObject({ conversation: null, messages: [] });
      expect(shopper.session?.shopperId).not.toBe(victim.session!.shopperId);
      shopper.socket.disconnect();
    }
  });

  it('identities are believed only as the shop signs them', async () => {
    const { identitySecret, jwtSecret } = desk.config;
    const now = seconds();
    const good = { sub: 'member-1', iat: now, exp: now + 600, name: 'Ming' };
    const sign = (claims: object, secret = identitySecret, options = {}): string =>
      jwt.sign(claims, { secret, algorithm: 'HS256', ...options });
    const known = await desk.shopper({ identity: sign(good) });
    expect(known.session).toBeDefined();
    const without = (name: string): object => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
    for (const identity of [
      'x',
      'a.b.c',
      '',
      sign(good).slice(0, -2),
      `${sign(good)}x`,
      unsigned(good),
      unsigned(good, { alg: 'None' }),
      unsigned(good, { alg: 'HS256' }),
      sign(good, 'another-secret-of-the-right-length-0123456789'),
      sign(good, jwtSecret),
      sign(good, identitySecret, { algorithm: 'HS512' }),
      jwt.sign(good, { privateKey, algorithm: 'RS256' }),
      // The public key as if it were a shared secret.
      unsigned(good, { alg: 'HS256', jwk: publicKey }),
      sign({ ...good, iat: now - 7200, exp: now - 3600 }),
      sign({ ...good, exp: now + 25 * 3600 }),
      sign({ ...good, exp: now + 1e12 }),
      sign({ ...good, iat: now + 3600, exp: now + 7200 }),
      sign({ ...good, iat: now - 30 * 3600, exp: now + 3600 }),
      sign(without('exp')),
      sign(without('iat'), identitySecret, { noTimestamp: true }),
      sign(without('sub')),
      sign({ ...good, sub: '' }),
      sign({ ...good, sub: '  ' }),
      sign({ ...good, sub: 'x'.repeat(201) }),
      sign({ ...good, sub: '\u0000' }),
      agentToken,
    ]) {
      const refused = new Shopper(desk.url, { identity, locale: 'en' });
      const error = await new Promise<Error & { data?: never }>((resolve, reject) => {
        refused.socket.once('connect_error', resolve);
        refused.socket.once('session', () => reject(new Error(`believed ${identity}`)));
      });
      refused.socket.disconnect();
      expectRefusal(error.data, 'IDENTITY_INVALID');
    }
    // Odd names in a well-signed identity are names.
    const odd = await desk.shopper({
      identity: sign({ ...good, sub: 'm\u0000\ud800', name: 'a\u0000\ud800', tier: { x: 1 }, phone: 5 }),
    });
    await odd.say('谢谢');
  });

  it('agents’ tokens: expired, forged, of another kind', async () => {
    const { jwtSecret, identitySecret } = desk.config;
    const now = seconds();
    const [, body] = agentToken.split('.');
    const good = JSON.parse(Buffer.from(body!, 'base64url').toString()) as Record<string, unknown>;
    const sign = (claims: object, secret = jwtSecret, options = {}): string =>
      jwt.sign(JSON.parse(JSON.stringify(claims)) as object, { secret, algorithm: 'HS256', ...options });
    const signedIn = await call(desk.url, '/api/v1/auth/login', {
      json: { email: await desk.addAgent(), password: PASSWORD },
    });
    const { refreshToken, accessToken } = signedIn.json as { refreshToken: string; accessToken: string };
    expect((await call(desk.url, '/api/v1/me', { token: accessToken })).status).toBe(200);
    const ended = await login(desk.url, await desk.addAgent(), PASSWORD);
    const { sid } = jwt.decode<{ sid: string }>(ended);
    await desk.db.query('UPDATE agent_sign_in SET ended_at = now() WHERE id = $1', [sid]);
    for (const token of [
      'x',
      'null',
      refreshToken,
      victim.session!.token,
      ended,
      agentToken.slice(0, -2),
      `${agentToken}x`,
      unsigned(good),
      unsigned(good, { alg: 'NONE' }),
      `${unsigned(good, { alg: 'HS256', typ: 'JWT' })}${agentToken.split('.')[2]}x`,
      sign(good, 'another-secret-of-the-right-length-0123456789'),
      sign(good, identitySecret),
      sign(good, jwtSecret, { algorithm: 'HS384' }),
      jwt.sign(good, { privateKey, algorithm: 'RS256' }),
      sign({ ...good, iat: now - 3600, exp: now - 1 }),
      sign({ ...good, aud: 'deskhand-shoppers' }),
      sign({ ...good, iss: 'somebody' }),
      sign({ ...good, sub: newId() }),
      sign({ ...good, sub: 'x' }),
      sign({ ...good, sub: ['x'] }).slice(0, 4_000),
      sign({ ...good, sid: newId() }),
      sign({ ...good, sid: undefined }),
      sign({ ...good, exp: undefined }),
      sign({ sub: 'member-1', iat: now, exp: now + 600 }, identitySecret),
    ]) {
      expectHttpRefusal(await call(desk.url, '/api/v1/conversations', { token }), 401, 'TOKEN_INVALID');
      const refused = new Agent(desk.url, token);
      const error = await new Promise<Error & { data?: never }>((resolve, reject) => {
        refused.socket.once('connect_error', resolve);
        refused.socket.once('ready', () => reject(new Error(`let in with ${token}`)));
      });
      refused.socket.disconnect();
      expectRefusal(error.data, 'TOKEN_INVALID');
    }
    for (const auth of [undefined, {}, { token: 5 }, { token: {} }, { token: null }, { token: [agentToken] }]) {
      const refused = new Agent(desk.url, '');
      refused.socket.auth = auth as object;
      const error = await new Promise<Error & { data?: never }>((resolve) =>
        refused.socket.once('connect_error', resolve),
      );
      refused.socket.disconnect();
      expectRefusal(error.data, 'TOKEN_INVALID');
    }
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${agentToken}`,
      agentToken,
      `Bearer ${agentToken} x`,
      'Bearer a b',
    ])
      expectHttpRefusal(
        await call(desk.url, '/api/v1/conversations', { headers: { authorization } }),
        401,
        'UNAUTHENTICATED',
      );
    expectHttpRefusal(await call(desk.url, `/api/v1/conversations?access_token=${agentToken}`), 401, 'UNAUTHENTICATED');
    expectHttpRefusal(
      await call(desk.url, '/api/v1/conversations', { headers: { cookie: `token=${agentToken}` } }),
      401,
      'UNAUTHENTICATED',
    );
    for (const token of [accessToken, 'x', ''])
      expectRefusal(
        (await call(desk.url, '/api/v1/auth/refresh', { json: { refreshToken: token } })).error,
        'TOKEN_INVALID',
        'VALIDATION_FAILED',
      );
    const unknown = await call(desk.url, '/api/v1/auth/login', { json: { email: 'nobody@test.local', password: 'x' } });
    expectHttpRefusal(unknown, 401, 'CREDENTIALS_INVALID');
  });

  it('another agent’s conversation, in every event and route', async () => {
    for (const role of ['agent', 'senior'] as const) {
      const other = await desk.agent(role);
      for (const [event, payload, codes] of [
        ['message.send', { clientId: newId(), text: 'x' }, ['NOT_OWNER']],
        ['note.add', { text: 'x' }, ['CONVERSATION_NOT_FOUND']],
        ['conversation.accept', {}, ['ALREADY_ASSIGNED']],
        ['conversation.transfer', { to: { skill: 'general' } }, ['NOT_OWNER']],
        ['conversation.transfer', { to: { agentId: other.id }, note: 'x' }, ['NOT_OWNER']],
        ['note.add', { text: 'x', whisper: true }, ['FORBIDDEN']],
        ['conversation.read_along', { active: true }, ['FORBIDDEN']],
        ['conversation.takeover', {}, ['FORBIDDEN']],
        ['conversation.reassign', { to: { agentId: other.id } }, ['FORBIDDEN']],
        ['conversation.return', {}, ['NOT_OWNER']],
        ['conversation.resolve', {}, ['NOT_OWNER']],
        ['sync', { afterSeq: 0 }, ['CONVERSATION_NOT_FOUND']],
        ['typing', { active: true }, ['NOT_OWNER']],
      ] as const) {
        const answer = await ask(other.socket, event, { ...payload, conversationId });
        expectRefusal(answer.error, ...codes);
        expect(JSON.stringify(answer)).not.toContain('梧桐');
      }
      expect(await ask(other.socket, 'conversation.decline', { conversationId })).toEqual({ ok: true });
      const got = await call(desk.url, `/api/v1/conversations/${conversationId}`, { token: other.token });
      expectHttpRefusal(got, 404, 'CONVERSATION_NOT_FOUND');
      const closing = { method: 'POST', token: other.token };
      const closed = await call(desk.url, `/api/v1/conversations/${conversationId}/follow-up/close`, closing);
      expectHttpRefusal(closed, 404, 'CONVERSATION_NOT_FOUND');
      for (const path of ['/api/v1/board', '/api/v1/audit', `/api/v1/audit?subject=${conversationId}`])
        expectHttpRefusal(await call(desk.url, path, { token: other.token }), 403, 'FORBIDDEN');
      for (const query of [
        '',
        '?status=open',
        '?breach=first_reply',
        '?mood=negative',
        '?handedOff=true',
        '?status=assigned',
        `?status=assigned&agentId=${owner.id}`,
        `?agentId=${owner.id}`,
        '?status=bot',
        `?q=${encodeURIComponent('梧桐')}`,
        `?status=bot&agentId=${owner.id}`,
      ]) {
        const list = await call(desk.url, `/api/v1/conversations${query}`, { token: other.token });
        expect([query, list.status]).toEqual([query, 200]);
        expect(list.text).not.toMatch(new RegExp(`梧桐|${conversationId}`));
      }
      await owner.reply(conversationId, `请稍等 ${role}`);
      await until(() => owner.messages.some((m) => m.text === `请稍等 ${role}`), 'the reply');
      expect(other.messages).toEqual([]);
      other.socket.disconnect();
    }
    // The conversation, through all of it, is the owner's.
    const [row] = await desk.db.query<{ agent_id: string; status: string }>(
      'SELECT agent_id, status FROM conversation WHERE id = $1',
      [conversationId],
    );
    expect(row).toEqual({ agent_id: owner.id, status: 'assigned' });
    const notes = await desk.db.query('SELECT 1 FROM note WHERE conversation_id = $1', [conversationId]);
    expect(notes).toEqual([]);
  });

  it('agents’ routes without a sign-in, and with too few rights', async () => {
    const article = { title: 'x', body: 'x' };
    const id = newId();
    const routes: [string, string, object | undefined, AgentRole[]][] = [
      ['GET', '/me', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/agents', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', '/agents', {}, ['admin']],
      ['PATCH', `/agents/${id}`, {}, ['admin']],
      ['DELETE', `/agents/${id}`, undefined, ['admin']],
      ['GET', '/conversations', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', `/conversations/${id}`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', '/understand', { text: 'x' }, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/knowledge/search?q=x', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/knowledge/gaps', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/knowledge/articles', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', `/knowledge/articles/${id}`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', `/knowledge/articles/${id}/versions`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', '/knowledge/articles', article, ['senior', 'supervisor', 'admin']],
      ['PUT', `/knowledge/articles/${id}`, { ...article, version: 1 }, ['senior', 'supervisor', 'admin']],
      ['DELETE', `/knowledge/articles/${id}`, undefined, ['senior', 'supervisor', 'admin']],
      ['POST', '/knowledge/import', { articles: [] }, ['senior', 'supervisor', 'admin']],
      ['GET', '/settings/handoff', undefined, ['supervisor', 'admin']],
      ['PUT', '/settings/handoff', {}, ['supervisor', 'admin']],
      ['GET', '/settings/desk', undefined, ['supervisor', 'admin']],
      ['PUT', '/settings/desk', {}, ['supervisor', 'admin']],
      ['GET', '/settings/widget', undefined, ['supervisor', 'admin']],
      ['PUT', '/settings/widget', {}, ['supervisor', 'admin']],
      ['DELETE', '/settings/handoff', undefined, ['supervisor', 'admin']],
      ['POST', '/settings/handoff/try', {}, ['supervisor', 'admin']],
      ['POST', '/settings/handoff/replay', {}, ['supervisor', 'admin']],
      ['POST', '/settings/widget/logo', undefined, ['supervisor', 'admin']],
      ['POST', `/agents/${id}/password`, undefined, ['admin']],
      ['PATCH', '/me', {}, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', '/me/password', {}, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/me/sign-ins', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['DELETE', '/me/sign-ins', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['DELETE', `/me/sign-ins/${id}`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/stores', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/board', undefined, ['supervisor', 'admin']],
      ['GET', '/audit', undefined, ['supervisor', 'admin']],
      ['GET', '/mentions', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['DELETE', `/mentions/${id}`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', `/conversations/${id}/follow-up/close`, {}, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/canned-replies', undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', '/canned-replies', {}, ['agent', 'senior', 'supervisor', 'admin']],
      ['PUT', `/canned-replies/${id}`, {}, ['agent', 'senior', 'supervisor', 'admin']],
      ['DELETE', `/canned-replies/${id}`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['POST', `/canned-replies/${id}/use`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', `/conversations/${id}/delivery`, undefined, ['agent', 'senior', 'supervisor', 'admin']],
      ['GET', '/wechat/accounts', undefined, ['admin']],
      ['POST', '/wechat/accounts', {}, ['admin']],
      ['GET', `/wechat/accounts/${id}`, undefined, ['admin']],
      ['PUT', `/wechat/accounts/${id}`, {}, ['admin']],
      ['DELETE', `/wechat/accounts/${id}`, undefined, ['admin']],
      ['POST', `/wechat/accounts/${id}/test`, undefined, ['admin']],
    ];
    // The list is the whole of what the desk has: a new route must say here who may use it.
    const { paths } = (await call(desk.url, '/api/docs-json')).json as {
      paths: Record<string, Record<string, unknown>>;
    };
    const known = new Set(routes.map(([method, path]) => `${method} /api/v1${path.split('?')[0]!.replace(id, '{}')}`));
    const open = [
      'POST /api/v1/auth/login',
      'POST /api/v1/auth/refresh',
      'POST /api/v1/auth/logout',
      'POST /api/v1/knowledge/ask',
      'GET /api/v1/widget',
      'GET /api/v1/widget/logo/{}',
      // For shoppers too, each with their own token: test/integration/attachments.spec.ts.
      'POST /api/v1/attachments',
      'GET /api/v1/attachments/{}',
      'POST /api/v1/demo/sign-in',
      // By WeChat's signature, and by the shopper's token: test/integration/wechat.
      'GET /api/v1/webhooks/wechat/{}',
      'POST /api/v1/webhooks/wechat/{}',
      'POST /api/v1/wechat/handover',
    ];
    const all = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((m) => `${m.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`),
    );
    const groups = (route: string): string => route.replace('/settings/{}', '/settings/handoff');
    expect(all.map(groups).filter((route) => !known.has(route) && !open.includes(route))).toEqual([]);

    const tokens = Object.fromEntries(
      await Promise.all(
        (['agent', 'senior', 'supervisor', 'admin'] as const).map(
          async (role) => [role, await login(desk.url, await desk.addAgent(role), PASSWORD)] as const,
        ),
      ),
    ) as Record<AgentRole, string>;
    for (const [method, path, json, allowed] of routes) {
      const options = { method, ...(json ? { json } : {}) };
      expectHttpRefusal(await call(desk.url, `/api/v1${path}`, options), 401, 'UNAUTHENTICATED');
      for (const [role, token] of Object.entries(tokens)) {
        const answer = await call(desk.url, `/api/v1${path}`, { ...options, token });
        const may = allowed.includes(role as AgentRole);
        expect([method, path, role, answer.status === 403]).toEqual([method, path, role, !may]);
        if (!may) expectHttpRefusal(answer, 403, 'FORBIDDEN');
        expect(answer.status).toBeLessThan(500);
      }
    }
  });
});
