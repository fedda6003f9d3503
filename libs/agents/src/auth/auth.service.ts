import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError, Clock, type WireAgent } from '#kernel';
import {
  AuditLog,
  Database,
  Log,
  RateLimiter,
  TransactionRunner,
  sha256,
  type SignedInAgent,
  type Tx,
} from '#platform';
import { AgentRepository, type AgentRow } from '../accounts/agent.repository.js';
import { normaliseEmail } from '../accounts/email.js';
import { passwordWeakness } from '../accounts/password-strength.js';
import { hashPassword, verifyPassword } from '../accounts/passwords.js';
import { toWireAgent } from '../accounts/wire-agent.js';
import { AgentSessions } from '../gateway/agent-sessions.js';
import { AccessTokens } from './access-tokens.js';
import { deviceOf } from './device.js';
import { SignInRepository } from './sign-in.repository.js';

export interface SignIn {
  accessToken: string;
  refreshToken: string;
  agent: WireAgent;
}

/** A signed-in agent together with the sign-in the token came from and the moment it ends. */
export interface Authenticated {
  agent: SignedInAgent;
  signInId: string;
  expiresAt: Date;
}

/** A sign-in as its owner sees it. */
export interface SignInShown {
  id: string;
  /** Browser and system; null: unknown. */
  device: string | null;
  createdAt: string;
  lastUsedAt: string;
  /** The one the question came by. */
  present: boolean;
}

/** A refresh token that is not used for this long is of no use any more. */
const REFRESH_TOKEN_MS = 30 * 24 * 60 * 60 * 1000;

@Injectable()
export class AuthService {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly agents: AgentRepository,
    private readonly signIns: SignInRepository,
    private readonly accessTokens: AccessTokens,
    private readonly sessions: AgentSessions,
    private readonly audit: AuditLog,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Begins a sign-in. An unknown account, a wrong password and a closed account are one and the same to the caller, also in time.
   * Throws CREDENTIALS_INVALID, RATE_LIMITED (per address, and per account whether or not it exists).
   */
  async login(email: string, password: string, address: string, userAgent?: string): Promise<SignIn> {
    const account = normaliseEmail(email);
    await this.limiter.consume('login-address', address);
    await this.limiter.consume('login-account', account);
    const row = await this.agents.findByEmail(this.db.manager, account);
    const open = row && !row.disabledAt ? row : undefined;
    if (!(await verifyPassword(open?.passwordHash, password)) || !open) throw new AppError('CREDENTIALS_INVALID');
    // Only failures count against an account.
    await this.limiter.reset('login-account', account);
    const { signInId, token } = await this.transactions.run(async (tx) => {
      await this.signIns.deleteOld(tx, this.clock.now());
      const id = await this.signIns.begin(tx, open.id, deviceOf(userAgent));
      return { signInId: id, token: await this.issueRefreshToken(tx, id) };
    });
    return this.signIn(open, signInId, token);
  }

  /** Spends a refresh token for a new pair. One that comes a second time was copied: the whole sign-in ends. Throws TOKEN_INVALID. */
  async refresh(refreshToken: string): Promise<SignIn> {
    const tokenHash = sha256(refreshToken);
    const next = await this.transactions.run(async (tx) => {
      const used = await this.signIns.useToken(tx, tokenHash, this.clock.now());
      const agent = used && (await this.agents.find(tx, used.agentId));
      if (!used || !agent || agent.disabledAt) return undefined;
      await this.signIns.renewed(tx, used.signInId);
      return { agent, signInId: used.signInId, token: await this.issueRefreshToken(tx, used.signInId) };
    });
    if (!next) {
      await this.endCopied(tokenHash);
      throw new AppError('TOKEN_INVALID');
    }
    return this.signIn(next.agent, next.signInId, next.token);
  }

  /** Ends the sign-in of this refresh token, on every device that shares it. An unknown token is nothing to complain about. */
  async logout(refreshToken: string): Promise<void> {
    const token = await this.signIns.findToken(this.db.manager, sha256(refreshToken));
    if (token) await this.endSignIn(token.signInId);
  }

  /**
   * Who an access token belongs to, as the account stands now. Throws TOKEN_INVALID, also when the account was closed or the sign-in
   * has ended before the token did.
   */
  async authenticate(accessToken: string): Promise<Authenticated> {
    const claims = await this.accessTokens.verify(accessToken);
    const [row, signedIn] = await Promise.all([
      this.agents.find(this.db.manager, claims.sub),
      this.signIns.agentOf(this.db.manager, claims.sid),
    ]);
    if (!row || row.disabledAt || signedIn !== row.id) throw new AppError('TOKEN_INVALID');
    return { agent: toWireAgent(row), signInId: claims.sid, expiresAt: new Date(claims.exp * 1000) };
  }

  /**
   * Changes one's own password; every other sign-in ends. Throws PASSWORD_WRONG, PASSWORD_WEAK, RATE_LIMITED (a stolen session must
   * not serve to guess).
   */
  async changePassword(agent: SignedInAgent, signInId: string, current: string, password: string): Promise<void> {
    await this.limiter.consume('login-account', agent.email);
    const row = await this.agents.find(this.db.manager, agent.id);
    if (!(await verifyPassword(row?.passwordHash, current))) throw new AppError('PASSWORD_WRONG');
    await this.limiter.reset('login-account', agent.email);
    const reason = passwordWeakness(password, agent);
    if (reason) throw new AppError('PASSWORD_WEAK', { reason });
    const passwordHash = await hashPassword(password);
    const ended = await this.transactions.run(async (tx) => {
      await this.agents.update(tx, agent.id, { passwordHash, passwordTemporary: false });
      await this.audit.record(tx, {
        actor: agent,
        action: 'agent.password_changed',
        subject: { type: 'agent', id: agent.id },
      });
      return this.signIns.endAllOf(tx, agent.id, signInId);
    });
    this.endSockets(ended);
  }

  async signInsOf(agentId: string, present: string): Promise<SignInShown[]> {
    const rows = await this.signIns.livingOf(this.db.manager, agentId, this.clock.now());
    return rows.map(({ id, device, createdAt, lastUsedAt }) => ({
      id,
      device,
      createdAt: createdAt.toISOString(),
      lastUsedAt: (lastUsedAt ?? createdAt).toISOString(),
      present: id === present,
    }));
  }

  /** Ends one of an agent's own sign-ins. Throws NOT_FOUND. */
  async endOwn(agentId: string, signInId: string): Promise<void> {
    if (!(await this.signIns.endOwn(this.db.manager, signInId, agentId))) throw new AppError('NOT_FOUND');
    this.endSockets([signInId]);
  }

  /** Ends all but the present one; returns how many. */
  async endOthers(agentId: string, present: string): Promise<number> {
    const ended = await this.signIns.endAllOf(this.db.manager, agentId, present);
    this.endSockets(ended);
    return ended.length;
  }

  private endSockets(signInIds: readonly string[]): void {
    for (const signInId of signInIds) this.sessions.end({ signInId });
  }

  private async signIn(agent: AgentRow, signInId: string, refreshToken: string): Promise<SignIn> {
    return { accessToken: await this.accessTokens.issue(agent.id, signInId), refreshToken, agent: toWireAgent(agent) };
  }

  private async endCopied(tokenHash: string): Promise<void> {
    const known = await this.signIns.findToken(this.db.manager, tokenHash);
    if (!known?.used) return;
    this.log.warn({ signInId: known.signInId }, 'a refresh token came a second time; its sign-in was ended');
    await this.endSignIn(known.signInId);
  }

  private async endSignIn(signInId: string): Promise<void> {
    await this.signIns.end(this.db.manager, signInId);
    this.sessions.end({ signInId });
  }

  private async issueRefreshToken(tx: Tx, signInId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(this.clock.now().getTime() + REFRESH_TOKEN_MS);
    await this.signIns.addToken(tx, signInId, sha256(token), expiresAt);
    return token;
  }
}
