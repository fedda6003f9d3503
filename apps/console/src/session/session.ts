import type { WireAgent } from '#kernel';
import { call, CallError, type ClockListener } from '../api/client.js';
import type { KeyValue } from '../desk/drafts.js';
import { renewDelay, usable } from './tokens.js';

export type SessionState =
  | { phase: 'starting' }
  /** The server could not be reached; the sign-in itself may still be good. */
  | { phase: 'unreachable' }
  | { phase: 'signedOut'; reason?: 'ended' }
  | { phase: 'signedIn'; agent: WireAgent };

interface Signed {
  accessToken: string;
  refreshToken: string;
  agent: WireAgent;
}

interface Stored {
  refreshToken: string;
  agent: WireAgent;
}

/** Runs work while no other tab holds the same name (navigator.locks, where the browser has it). */
export type Exclusive = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export interface SessionDeps {
  storage: KeyValue;
  exclusive: Exclusive;
  /** '' in the browser; the server's address in tests. */
  origin?: string;
  locale?: () => string;
  now?: () => number;
  onClock?: ClockListener;
}

export const SESSION_KEY = 'deskhand.session';
const RETRY_MS = 5_000;

/**
 * The agent's sign-in. The access token lives in memory only; the refresh token in lasting storage, shared by all tabs.
 * A refresh token may be used once (a reused one ends the sign-in), so renewing happens one tab at a time, each reading
 * the latest token inside the lock.
 */
export class Session {
  private current: SessionState = { phase: 'starting' };
  private token: string | undefined;
  private renewing: Promise<string> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly deps: SessionDeps) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): SessionState => this.current;

  /** Takes up the sign-in of an earlier page, if there is one. */
  async start(): Promise<void> {
    if (this.stored() === undefined) return this.set({ phase: 'signedOut' });
    try {
      await this.renew();
    } catch (error) {
      if (error instanceof CallError && error.status === 401) return;
      this.set({ phase: 'unreachable' });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.start(), RETRY_MS);
    }
  }

  /** @throws CallError CREDENTIALS_INVALID, RATE_LIMITED, or a client code. */
  async signIn(email: string, password: string): Promise<WireAgent> {
    const signed = await this.post<Signed>('login', { email, password });
    this.take(signed);
    return signed.agent;
  }

  /** Ends the sign-in here and in the other tabs, whether or not the server can be told. */
  async signOut(): Promise<void> {
    const stored = this.stored();
    this.forget();
    if (stored === undefined) return;
    try {
      await this.post('logout', { refreshToken: stored.refreshToken });
    } catch (error) {
      // The server ends the family by itself in time; signing out must not depend on the network.
      if (!(error instanceof CallError)) throw error;
    }
  }

  /**
   * A token that can be used now; renewed first where need be.
   * @param refused a token the server has just refused: it is not given out again.
   */
  async accessToken(refused?: string): Promise<string> {
    if (this.token !== undefined && this.token !== refused && usable(this.token, this.now())) return this.token;
    return this.renew();
  }

  /** Another tab signed out or in as somebody else: called on the browser's `storage` event. */
  storageChanged(): void {
    const stored = this.stored();
    const mine = this.current.phase === 'signedIn' ? this.current.agent.id : undefined;
    if (stored === undefined && mine !== undefined) this.forget('ended');
    else if (stored !== undefined && stored.agent.id !== mine) void this.start();
  }

  private renew(): Promise<string> {
    this.renewing ??= this.deps
      .exclusive(SESSION_KEY, () => this.renewOnce())
      .finally(() => {
        this.renewing = undefined;
      });
    return this.renewing;
  }

  private async renewOnce(): Promise<string> {
    const stored = this.stored();
    if (stored === undefined) {
      this.forget('ended');
      throw new CallError('UNAUTHENTICATED', '', 401);
    }
    try {
      const signed = await this.post<Partial<Signed>>('refresh', { refreshToken: stored.refreshToken });
      if (signed.accessToken === undefined || signed.refreshToken === undefined)
        throw new CallError('BAD_ANSWER', '', 200);
      return this.take({
        accessToken: signed.accessToken,
        refreshToken: signed.refreshToken,
        agent: signed.agent ?? stored.agent,
      });
    } catch (error) {
      const refused = error instanceof CallError && (error.status === 401 || error.status === 403);
      if (refused) this.forget('ended');
      throw error;
    }
  }

  private take(signed: Signed): string {
    this.token = signed.accessToken;
    const stored: Stored = { refreshToken: signed.refreshToken, agent: signed.agent };
    this.deps.storage.setItem(SESSION_KEY, JSON.stringify(stored));
    const same = this.current.phase === 'signedIn' && this.current.agent.id === signed.agent.id;
    if (!same) this.set({ phase: 'signedIn', agent: signed.agent });
    this.plan(signed.accessToken);
    return signed.accessToken;
  }

  private plan(token: string): void {
    clearTimeout(this.timer);
    const delay = renewDelay(token, this.now());
    if (delay === undefined) return;
    this.timer = setTimeout(() => {
      this.renew().catch((error: unknown) => {
        if (error instanceof CallError && error.status === 401) return;
        // No answer: the token may still live for a while; try again, and again on demand.
        this.timer = setTimeout(() => this.plan(token), RETRY_MS);
      });
    }, delay);
  }

  private forget(reason?: 'ended'): void {
    clearTimeout(this.timer);
    this.token = undefined;
    this.deps.storage.removeItem(SESSION_KEY);
    this.set(reason === undefined ? { phase: 'signedOut' } : { phase: 'signedOut', reason });
  }

  private set(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }

  private now(): number {
    return (this.deps.now ?? Date.now)();
  }

  private post<T>(action: 'login' | 'refresh' | 'logout', body: object): Promise<T> {
    const url = `${this.deps.origin ?? ''}/api/v1/auth/${action}`;
    return call<T>(url, { method: 'POST', body, locale: this.deps.locale?.() }, this.deps.onClock);
  }

  private stored(): Stored | undefined {
    const text = this.deps.storage.getItem(SESSION_KEY);
    if (text === null) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return isStored(value) ? value : undefined;
    } catch {
      // Cut off or foreign: the same as not signed in.
      return undefined;
    }
  }
}

function isStored(value: unknown): value is Stored {
  return (
    typeof value === 'object' &&
    value !== null &&
    'refreshToken' in value &&
    typeof value.refreshToken === 'string' &&
    'agent' in value &&
    typeof value.agent === 'object' &&
    value.agent !== null &&
    'id' in value.agent
  );
}

/** navigator.locks where the page has it (secure contexts); else tabs of one agent take their chance, each on its own. */
export const exclusiveAcrossTabs: Exclusive = async (name, work) => {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  return locks === undefined ? work() : await locks.request(name, work);
};
