import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryStorage } from '../lib/storage.js';
import { Session, SESSION_KEY, type Exclusive } from './session.js';
import { expiryOf, renewDelay, usable } from './tokens.js';

function jwt(expiresInMs: number, serial = 0): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor((Date.now() + expiresInMs) / 1_000), serial, name: '林' })}.sig`;
}

/** What navigator.locks does, within one process: work of one name runs one after the other. */
function locks(): Exclusive {
  let last: Promise<unknown> = Promise.resolve();
  return (_name, work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

/** A real HTTP server that rotates refresh tokens and ends the family when one is used twice. */
class AuthServer {
  readonly server: Server;
  refreshes = 0;
  ended = false;
  down = false;
  private serial = 0;
  private valid = '';
  life = 900_000;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (this.down) return request.socket.destroy();
        const given = JSON.parse(body) as { password?: string; refreshToken?: string };
        const answer = (status: number, value: object): void => {
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
        };
        const refuse = (code: string): void => answer(401, { error: { code, message: code } });
        if (request.url === '/api/v1/auth/logout') return answer(200, {});
        if (request.url === '/api/v1/auth/login')
          return given.password === 'right' ? answer(200, this.issue()) : refuse('CREDENTIALS_INVALID');
        this.refreshes++;
        if (given.refreshToken !== this.valid) this.ended = true;
        // Slow enough that callers overlap.
        setTimeout(() => (this.ended ? refuse('TOKEN_INVALID') : answer(200, this.issue())), 5);
      });
    });
  }

  private issue(): object {
    this.serial++;
    this.valid = `refresh-${this.serial}`;
    const agent = { id: 'a1', email: 'lin@demo.local', name: '林', role: 'agent', skills: [] };
    return { accessToken: jwt(this.life, this.serial), refreshToken: this.valid, agent };
  }
}

describe('Session', () => {
  let auth: AuthServer;
  let origin: string;
  const sessions: Session[] = [];
  const open = (storage: MemoryStorage, exclusive: Exclusive): Session => {
    const session = new Session({ storage, exclusive, origin });
    sessions.push(session);
    return session;
  };

  beforeEach(async () => {
    auth = new AuthServer();
    await new Promise<void>((resolve) => auth.server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(auth.server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    auth.down = false;
    for (const session of sessions.splice(0)) await session.signOut();
    auth.server.closeAllConnections();
    await new Promise((resolve) => auth.server.close(resolve));
  });

  it('signs in, keeps the access token out of storage, and takes the sign-in up after a reload', async () => {
    const storage = new MemoryStorage();
    const session = open(storage, locks());
    await session.start();
    expect(session.state()).toEqual({ phase: 'signedOut' });
    await session.signIn('lin@demo.local', 'right');
    expect(session.state()).toMatchObject({ phase: 'signedIn', agent: { name: '林' } });
    const token = await session.accessToken();
    expect(storage.getItem(SESSION_KEY)).not.toContain(token);

    const reloaded = open(storage, locks());
    await reloaded.start();
    expect(reloaded.state()).toMatchObject({ phase: 'signedIn', agent: { id: 'a1' } });
  });

  it('answers a wrong password with its code and stays signed out', async () => {
    const session = open(new MemoryStorage(), locks());
    await session.start();
    await expect(session.signIn('lin@demo.local', 'wrong')).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' });
    expect(session.state()).toEqual({ phase: 'signedOut' });
  });

  it('renews once for many callers of one tab', async () => {
    const session = open(new MemoryStorage(), locks());
    await session.signIn('lin@demo.local', 'right');
    const old = await session.accessToken();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => session.accessToken(old)));
    expect(auth.refreshes).toBe(1);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(old);
  });

  it('never uses a refresh token twice, however many tabs renew at once', async () => {
    const [storage, exclusive] = [new MemoryStorage(), locks()];
    await open(storage, exclusive).signIn('lin@demo.local', 'right');
    const tabs = Array.from({ length: 8 }, () => open(storage, exclusive));
    await Promise.all(tabs.map((tab) => tab.start()));
    expect(auth.ended).toBe(false);
    expect(tabs.every((tab) => tab.state().phase === 'signedIn')).toBe(true);
  });

  it('is signed out when the server has ended the sign-in', async () => {
    const session = open(new MemoryStorage(), locks());
    await session.signIn('lin@demo.local', 'right');
    auth.ended = true;
    await expect(session.accessToken(await session.accessToken())).rejects.toMatchObject({ status: 401 });
    expect(session.state()).toEqual({ phase: 'signedOut', reason: 'ended' });
  });

  it('is not signed out by an outage', async () => {
    const storage = new MemoryStorage();
    const session = open(storage, locks());
    await session.signIn('lin@demo.local', 'right');
    auth.down = true;
    await expect(session.accessToken(await session.accessToken())).rejects.toMatchObject({ code: 'NETWORK' });
    expect(session.state().phase).toBe('signedIn');
    const reloaded = open(storage, locks());
    await reloaded.start();
    expect(reloaded.state()).toEqual({ phase: 'unreachable' });
    auth.down = false;
    await reloaded.start();
    expect(reloaded.state().phase).toBe('signedIn');
  });

  it('follows a sign-out in another tab', async () => {
    const [storage, exclusive] = [new MemoryStorage(), locks()];
    const one = open(storage, exclusive);
    await one.signIn('lin@demo.local', 'right');
    const other = open(storage, exclusive);
    await other.start();
    await one.signOut();
    other.storageChanged();
    expect(other.state()).toEqual({ phase: 'signedOut', reason: 'ended' });
  });
});

describe('tokens', () => {
  it('reads the end of a JWT, names in any script included', () => {
    const before = Date.now();
    const end = expiryOf(jwt(60_000));
    // In whole seconds.
    expect(end).toBeGreaterThan(before + 59_000 - 1);
    expect(end).toBeLessThanOrEqual(Date.now() + 60_000);
    for (const odd of ['', 'a.b', 'opaque', 'a.!!!.c', `a.${Buffer.from('{"exp":"x"}').toString('base64url')}.c`])
      expect(expiryOf(odd)).toBeUndefined();
  });

  it('renews a minute before the end, short lives at half time', () => {
    const now = Date.now();
    expect(renewDelay(jwt(900_000), now)! / 1_000).toBeCloseTo(840, -1);
    expect(renewDelay(jwt(60_000), now)! / 1_000).toBeCloseTo(30, -1);
    expect(renewDelay(jwt(-5_000), now)).toBe(1_000);
    expect(renewDelay('opaque', now)).toBeUndefined();
    expect(usable(jwt(5_000), now)).toBe(false);
    expect(usable(jwt(60_000), now)).toBe(true);
  });
});
