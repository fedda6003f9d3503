import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { AppError, type AgentColour, type AgentRole, type AuditAction, type Locale, type WireAgent } from '#kernel';
import { AuditLog, Database, TransactionRunner, type AuditedAct, type Tx } from '#platform';
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
  /** Set by somebody else: its owner is asked to change it. */
  passwordTemporary?: boolean;
  skills?: string[];
  stores?: string[];
  capacity?: number;
}

export interface AgentUpdate {
  email?: string;
  name?: string;
  role?: AgentRole;
  skills?: string[];
  stores?: string[];
  capacity?: number;
  password?: string;
  disabled?: boolean;
  /** When set: only if the account is still of this version. */
  version?: number;
}

/** What everybody may change of his or her own account; null: as if it had never been set. */
export interface ProfileUpdate {
  name?: string;
  locale?: Locale | null;
  colour?: AgentColour | null;
  capacity?: number;
}

export interface AgentAccount extends WireAgent {
  disabledAt: string | null;
  version: number;
}

/** Who changes accounts, for the audit log. */
type Editor = AuditedAct['actor'];

const OPERATOR: Editor = { id: null, name: 'operator' };
const CAPACITY = 5;

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
    private readonly audit: AuditLog,
  ) {}

  /** Throws EMAIL_TAKEN. */
  async add(agent: NewAgent, by: Editor = OPERATOR): Promise<AgentAccount> {
    const [account] = await this.addAll([agent], by);
    if (!account) throw new Error('one account went in and none came out');
    return account;
  }

  /** All or none. Throws EMAIL_TAKEN. */
  async addAll(agents: readonly NewAgent[], by: Editor = OPERATOR): Promise<AgentAccount[]> {
    const prepared = await Promise.all(
      agents.map(async (agent) => ({
        email: normaliseEmail(agent.email),
        name: agent.name.trim(),
        role: agent.role,
        skills: agent.skills ?? ['general'],
        stores: agent.stores ?? [],
        capacity: agent.capacity ?? CAPACITY,
        passwordTemporary: agent.passwordTemporary ?? false,
        passwordHash: await hashPassword(agent.password),
      })),
    );
    const rows = await this.transactions.run(async (tx) => {
      const made: AgentRow[] = [];
      for (const agent of prepared) {
        const row = await this.agents.insert(tx, agent);
        await this.record(tx, by, 'agent.added', row.id, { role: row.role });
        made.push(row);
      }
      return made;
    });
    for (const row of rows) await this.availability.profileChanged(row, row.capacity);
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
   * Changes an account. A new password and closing the account end all its sign-ins at once. Throws AGENT_NOT_FOUND, EMAIL_TAKEN,
   * VERSION_CONFLICT, and LAST_ADMIN for what would leave the desk without an administrator.
   */
  async update(id: string, to: AgentUpdate, by: Editor = OPERATOR): Promise<AgentAccount> {
    const passwordHash = to.password === undefined ? undefined : await hashPassword(to.password);
    const endsSignIns = to.disabled === true || to.password !== undefined;
    const row = await this.transactions.run(async (tx) => {
      if (to.disabled === true || (to.role !== undefined && to.role !== 'admin')) {
        const admins = await this.agents.lockAdmins(tx);
        if (admins.includes(id) && admins.length === 1) throw new AppError('LAST_ADMIN');
      }
      const before = await this.agents.lock(tx, id);
      if ((to.version ?? before.version) !== before.version) throw new AppError('VERSION_CONFLICT');
      const changed = await this.agents.update(tx, id, {
        email: to.email === undefined ? undefined : normaliseEmail(to.email),
        name: to.name?.trim(),
        role: to.role,
        skills: to.skills,
        stores: to.stores,
        capacity: to.capacity,
        disabled: to.disabled,
        passwordHash,
        passwordTemporary: passwordHash === undefined ? undefined : by.id !== id,
      });
      for (const [action, details] of actsBetween(before, changed)) await this.record(tx, by, action, id, details);
      if (endsSignIns) await this.signIns.endAllOf(tx, id);
      return changed;
    });
    // Sockets carry the account as it was when they came; they come back with what it is now, if they still may.
    this.sessions.end({ agentId: id });
    if (row.disabledAt) await this.availability.ended(id);
    else await this.availability.profileChanged(row, to.capacity);
    return toAccount(row);
  }

  /** Changes one's own account; sockets need not come back for it, unless the name they speak under has changed. */
  async changeProfile(id: string, { name, ...to }: ProfileUpdate): Promise<WireAgent> {
    const row = await this.transactions.run((tx) => this.agents.update(tx, id, { ...to, name: name?.trim() }));
    if (name !== undefined) this.sessions.end({ agentId: id });
    await this.availability.profileChanged(row, to.capacity);
    return toWireAgent(row);
  }

  private record(tx: Tx, actor: Editor, action: AuditAction, id: string, details: object): Promise<void> {
    const { id: actorId, name } = actor;
    return this.audit.record(tx, {
      actor: { id: actorId, name },
      action,
      subject: { type: 'agent', id },
      details: { ...details },
    });
  }
}

function toAccount(row: AgentRow): AgentAccount {
  return { ...toWireAgent(row), disabledAt: row.disabledAt?.toISOString() ?? null, version: row.version };
}

/** What a change of an account was, as the audit log names it; never the values of fields that are somebody's data. */
function actsBetween(before: AgentRow, after: AgentRow): [AuditAction, object][] {
  const acts: [AuditAction, object][] = [];
  const fields = (['email', 'name', 'skills', 'stores', 'capacity'] as const).filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  );
  if (fields.length > 0) acts.push(['agent.changed', { fields }]);
  if (before.role !== after.role) acts.push(['agent.role_changed', { from: before.role, to: after.role }]);
  if (before.passwordHash !== after.passwordHash) acts.push(['agent.password_changed', {}]);
  if (before.disabledAt === null && after.disabledAt !== null) acts.push(['agent.closed', {}]);
  if (before.disabledAt !== null && after.disabledAt === null) acts.push(['agent.reopened', {}]);
  return acts;
}
