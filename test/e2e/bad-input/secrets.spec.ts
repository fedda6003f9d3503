import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import { ask } from '../../support/bad-desk.js';
import { Agent, Shopper, login } from '../../support/desk.js';
import { DeskProcess, freePort } from '../../support/desk-process.js';
import { OpenAiStandIn, STAND_IN_KEY } from '../../support/openai-stand-in.js';
import { call } from '../../support/raw.js';
import { sleep, until } from '../../support/wait.js';

const DEMO_PASSWORD = 'demo-password-Zq81';
const PHONE = '13912345678';
const EMAIL = 'wang.xiaoming@customer.example';
const CARD = '6222021234567890123';
const WORDS = '我的猫叫豆沙包';

describe('secrets and personal data', () => {
  const model = new OpenAiStandIn();
  let folder: string;
  let desk: DeskProcess;
  /** What must be nowhere, by what it is. */
  const hidden: Record<string, string> = { DEMO_PASSWORD, STAND_IN_KEY, PHONE, EMAIL, CARD, WORDS };

  beforeAll(async () => {
    execFileSync(process.execPath, ['apps/build.mjs', '--server', '--quiet'], { stdio: 'inherit' });
    await model.start();
    folder = mkdtempSync(join(tmpdir(), 'deskhand-secrets-'));
    desk = new DeskProcess(await freePort(), {
      DATA_DIR: folder,
      DEMO_PASSWORD,
      LOG_LEVEL: 'trace',
      OPENAI_API_KEY: STAND_IN_KEY,
      OPENAI_BASE_URL: model.url,
      OPENAI_CHAT_MODEL: 'stand-in',
      FRAGMENT_WAIT_MS: '100',
    });
    await desk.start(120_000);
  }, 240_000);

  afterAll(async () => {
    await desk.stop();
    await model.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 180_000);

  function expectNone(where: string, text: string, except: readonly string[] = []): void {
    const found = Object.keys(hidden).filter((name) => !except.includes(name) && text.includes(hidden[name]!));
    const at = found.map((name) =>
      text
        .split('\n')
        .find((line) => line.includes(hidden[name]!))
        ?.slice(0, 300),
    );
    expect([where, found, at]).toEqual([where, [], []]);
  }

  it('are in no log, however talkative, of the main path and of what goes wrong', async () => {
    const kept = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
    Object.assign(hidden, kept);
    const identity = new JwtService().sign(
      { sub: 'member-77', name: '王小明', phone: PHONE },
      { secret: kept['identitySecret'], expiresIn: 600 },
    );
    hidden['identity'] = identity;
    const shopper = new Shopper(desk.url, { identity });
    await shopper.ready();
    hidden['shopper token'] = shopper.session!.token;
    for (const text of [`停车多少钱？我的电话 ${PHONE}`, `发票发到 ${EMAIL} 可以吗`, `卡号 ${CARD}，${WORDS}`]) {
      const { seq } = await shopper.say(text);
      await until(
        async () =>
          (await shopper.transcript()).some((m) => (m.answers?.[1] ?? 0) >= seq || m.author.kind === 'system'),
        'an answer',
        60_000,
      );
    }
    const signedIn = await call(desk.url, '/api/v1/auth/login', {
      json: { email: 'lin@demo.local', password: DEMO_PASSWORD },
    });
    const tokens = signedIn.json as { accessToken: string; refreshToken: string };
    hidden['access token'] = tokens.accessToken;
    hidden['refresh token'] = tokens.refreshToken;
    const agent = new Agent(desk.url, tokens.accessToken);
    await agent.ready();
    await agent.online();
    const asked = await ask(shopper.socket, 'human.request', {});
    const { id } = asked['conversation'] as { id: string };
    const accepted = await agent.accept(id);
    expect(accepted.ok).toBe(true);
    await agent.reply(id, `您的电话是 ${PHONE} 吗？${WORDS}`);
    await ask(agent.socket, 'note.add', { conversationId: id, text: `${WORDS} ${EMAIL}` });
    // What goes wrong, with all of it in hand.
    const everything = Object.values(hidden).join(' ');
    const bodies: string[] = [];
    for (const answer of [
      await call(desk.url, '/api/v1/auth/login', { json: { email: EMAIL, password: DEMO_PASSWORD } }),
      await call(desk.url, '/api/v1/auth/login', { json: { email: 5, password: DEMO_PASSWORD, [PHONE.slice(1)]: 1 } }),
      await call(desk.url, '/api/v1/auth/refresh', { json: { refreshToken: tokens.refreshToken } }),
      await call(desk.url, '/api/v1/auth/refresh', { json: { refreshToken: tokens.refreshToken } }),
      await call(desk.url, '/api/v1/knowledge/ask', {
        headers: { 'content-type': 'application/json' },
        body: `{"question":"${everything}`,
      }),
      await call(desk.url, '/api/v1/knowledge/ask', { json: { question: 5, locale: everything } }),
      await call(desk.url, `/api/v1/conversations?cursor=${encodeURIComponent(EMAIL)}`, { token: tokens.accessToken }),
      await call(desk.url, `/api/v1/nothing?token=${tokens.accessToken}&q=${encodeURIComponent(WORDS)}`),
      await call(desk.url, '/api/v1/me', { token: `${tokens.accessToken}x` }),
    ])
      if (answer.error) bodies.push(JSON.stringify(answer.error));
    const dropped = new Shopper(desk.url, { identity: `${identity}x` });
    await new Promise((resolve) => dropped.socket.once('connect_error', resolve));
    await ask(shopper.socket, 'message.send', { clientId: WORDS, text: everything });
    await ask(shopper.socket, 'no.such.event', everything);
    for (const { socket } of [shopper, agent, dropped]) socket.disconnect();
    await sleep(500);
    expect(desk.log).toContain('"level":');
    expectNone('log', desk.log);
    expectNone('errors', bodies.join('\n'));
    for (const path of ['/metrics', '/readyz', '/healthz', '/api/docs-json', '/widget.js']) {
      const { text, status } = await call(desk.url, path);
      expect(status).toBe(200);
      expectNone(path, text);
    }
  }, 240_000);

  it('are not sent to the model: phones, e-mails and card numbers are masked', async () => {
    expect(model.chats.length).toBeGreaterThan(0);
    const sent = model.requests.map((r) => JSON.stringify(r.body)).join('\n');
    // The words themselves are what the model is asked about.
    expectNone('prompts', sent, ['WORDS']);
    expect(sent).toContain('停车');
  });

  it('passwords and tokens are stored as hashes only', async () => {
    expect(await login(desk.url, 'chen@demo.local', DEMO_PASSWORD)).toMatch(/^eyJ/);
    expect(await desk.stop()).toBe(0);
    const files = readdirSync(join(folder, 'pgdata'), { recursive: true, withFileTypes: true }).filter((f) =>
      f.isFile(),
    );
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      const path = join(file.parentPath, file.name);
      expectNone(path, readFileSync(path, 'latin1'), ['PHONE', 'EMAIL', 'CARD', 'WORDS']);
    }
  }, 180_000);
});
