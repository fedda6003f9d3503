import { Injectable } from '@nestjs/common';
import { AppError, type AgentRole, type WireAgent } from '#kernel';
import { Database, TransactionRunner } from '#platform';
import { AvailabilityService } from '#handoff';
import { SignInRepository } from '../auth/sign-in.repository.js';
import { AgentSessions } from '../gateway/agent-sessions.js';
import { AgentRepository, type AgentRow } from './agent.repository.js';
import { normaliseEmail } from './email.js';
import { hashPassword } from './passwords.js';
import { toWireAgent } from './wire-agent.js';

export interface NewAgent {
  email: string;
  name: string;
  role: AgentRole;
  password: string;
  skills?: string[];
}

export interface AgentUpdate {
  email?: string;
  name?: string;
  role?: AgentRole;
  skills?: string[];
  password?: string;
  disabled?: boolean;
}

export interface AgentAccount extends WireAgent {
  disabledAt: string | null;
}

/** The accounts of those who work at the desk. What comes in is taken as validated (AgentDto); e-mails are normalised here. */
@Injectable()
export class AgentAccounts {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly agents: AgentRepository,
    private readonly signIns: SignInRepository,
    private readonly availability: AvailabilityService,
    private readonly sessions: AgentSessions,
  ) {}

  /** Throws EMAIL_TAKEN. */
  async add(agent: NewAgent): Promise<AgentAccount> {
    const [account] = await this.addAll([agent]);
    if (!account) throw new Error('one account went in and none came out');
    return account;
  }

  /** All or none. Throws EMAIL_TAKEN. */
  async addAll(agents: readonly NewAgent[]): Promise<AgentAccount[]> {
    const prepared = await Promise.all(
      agents.map(async (agent) => ({
        email: normaliseEmail(agent.email),
        name: agent.name.trim(),
        role: agent.role,
        skills: agent.skills ?? ['general'],
        passwordHash: await hashPassword(agent.password),
      })),
    );
    const rows = await this.transactions.run(async (tx) => {
      const made: AgentRow[] = [];
      for (const agent of prepared) made.push(await this.agents.insert(tx, agent));
      return made;
    });
    for (const row of rows) await this.availability.profileChanged(row);
    return rows.map(toAccount);
  }

  async all(): Promise<AgentAccount[]> {
    return (await this.agents.all(this.db.manager)).map(toAccount);
  }

  count(): Promise<number> {
    return this.agents.count(this.db.manager);
  }

  /** Throws AGENT_NOT_FOUND. */
  async get(id: string): Promise<AgentAccount> {
    const row = await this.agents.find(this.db.manager, id);
    if (!row) throw new AppError('AGENT_NOT_FOUND');
    return toAccount(row);
  }

  /**
   * Changes an account. A new password and closing the account end all its sign-ins at once. Throws AGENT_NOT_FOUND, EMAIL_TAKEN, and
   * FORBIDDEN for what would leave the desk without an administrator.
   */
  async update(id: string, to: AgentUpdate): Promise<AgentAccount> {
    const passwordHash = to.password === undefined ? undefined : await hashPassword(to.password);
    const endsSignIns = to.disabled === true || to.password !== undefined;
    const row = await this.transactions.run(async (tx) => {
      if (to.disabled === true || (to.role !== undefined && to.role !== 'admin')) {
        const admins = await this.agents.lockAdmins(tx);
        if (admins.includes(id) && admins.length === 1) throw new AppError('FORBIDDEN', { reason: 'last_admin' });
      }
      const changed = await this.agents.update(tx, id, {
        email: to.email === undefined ? undefined : normaliseEmail(to.email),
        name: to.name?.trim(),
        role: to.role,
        skills: to.skills,
        disabled: to.disabled,
        passwordHash,
      });
      if (endsSignIns) await this.signIns.endAllOf(tx, id);
      return changed;
    });
    // Sockets carry the account as it was when they came; they come back with what it is now, if they still may.
    this.sessions.end({ agentId: id });
    if (row.disabledAt) await this.availability.ended(id);
    else await this.availability.profileChanged(row);
    return toAccount(row);
  }
}

function toAccount(row: AgentRow): AgentAccount {
  return { ...toWireAgent(row), disabledAt: row.disabledAt?.toISOString() ?? null };
}
