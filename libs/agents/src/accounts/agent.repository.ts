import { Injectable } from '@nestjs/common';
import { AppError, newId, type AgentColour, type AgentRole, type Locale } from '#kernel';
import { sql, violatedConstraint, type Tx } from '#platform';

export interface AgentRow {
  id: string;
  email: string;
  name: string;
  role: AgentRole;
  skills: string[];
  stores: string[];
  capacity: number;
  locale: Locale | null;
  colour: AgentColour | null;
  passwordHash: string;
  passwordTemporary: boolean;
  disabledAt: Date | null;
  version: number;
}

export interface AgentChanges {
  email?: string;
  name?: string;
  role?: AgentRole;
  skills?: string[];
  stores?: string[];
  capacity?: number;
  /** null: as if it had never been set. */
  locale?: Locale | null;
  colour?: AgentColour | null;
  passwordHash?: string;
  passwordTemporary?: boolean;
  /** true closes the account, false opens it again. */
  disabled?: boolean;
}

/** What an account begins with; the rest is the table's to say. */
export type NewAgentRow = Pick<
  AgentRow,
  'email' | 'name' | 'role' | 'skills' | 'stores' | 'capacity' | 'passwordHash' | 'passwordTemporary'
>;

const COLUMNS = `id, email, name, role, skills, stores, capacity, locale, colour, password_hash AS "passwordHash",
  password_temporary AS "passwordTemporary", disabled_at AS "disabledAt", version`;

@Injectable()
export class AgentRepository {
  /** Throws EMAIL_TAKEN. */
  async insert(tx: Tx, agent: NewAgentRow): Promise<AgentRow> {
    const rows = await refusingTakenEmail(() =>
      sql<AgentRow>(
        tx,
        `INSERT INTO agent (id, email, name, role, skills, stores, capacity, password_hash, password_temporary)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
        [
          newId(),
          agent.email,
          agent.name,
          agent.role,
          agent.skills,
          agent.stores,
          agent.capacity,
          agent.passwordHash,
          agent.passwordTemporary,
        ],
      ),
    );
    return one(rows);
  }

  async find(tx: Tx, id: string): Promise<AgentRow | undefined> {
    return (await sql<AgentRow>(tx, `SELECT ${COLUMNS} FROM agent WHERE id = $1`, [id]))[0];
  }

  async findByEmail(tx: Tx, email: string): Promise<AgentRow | undefined> {
    return (await sql<AgentRow>(tx, `SELECT ${COLUMNS} FROM agent WHERE email = $1`, [email]))[0];
  }

  all(tx: Tx): Promise<AgentRow[]> {
    return sql<AgentRow>(tx, `SELECT ${COLUMNS} FROM agent ORDER BY disabled_at NULLS FIRST, name, id`);
  }

  async count(tx: Tx): Promise<number> {
    return (await sql<{ n: number }>(tx, 'SELECT count(*)::int AS n FROM agent'))[0]?.n ?? 0;
  }

  /** Locked until the transaction ends. Throws AGENT_NOT_FOUND. */
  async lock(tx: Tx, id: string): Promise<AgentRow> {
    const [row] = await sql<AgentRow>(tx, `SELECT ${COLUMNS} FROM agent WHERE id = $1 FOR UPDATE`, [id]);
    if (!row) throw new AppError('AGENT_NOT_FOUND');
    return row;
  }

  /** Throws AGENT_NOT_FOUND, EMAIL_TAKEN. */
  async update(tx: Tx, id: string, to: AgentChanges): Promise<AgentRow> {
    const rows = await refusingTakenEmail(() =>
      sql<AgentRow>(
        tx,
        `UPDATE agent SET email = coalesce($2, email), name = coalesce($3, name), role = coalesce($4, role),
           skills = coalesce($5::text[], skills), password_hash = coalesce($6, password_hash),
           disabled_at = CASE WHEN $7::boolean THEN coalesce(disabled_at, now())
                              WHEN NOT $7::boolean THEN NULL ELSE disabled_at END,
           stores = coalesce($8::text[], stores), capacity = coalesce($9, capacity),
           locale = CASE WHEN $10 THEN $11 ELSE locale END, colour = CASE WHEN $12 THEN $13 ELSE colour END,
           password_temporary = coalesce($14, password_temporary), version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${COLUMNS}`,
        [
          id,
          to.email ?? null,
          to.name ?? null,
          to.role ?? null,
          to.skills ?? null,
          to.passwordHash ?? null,
          to.disabled ?? null,
          to.stores ?? null,
          to.capacity ?? null,
          to.locale !== undefined,
          to.locale ?? null,
          to.colour !== undefined,
          to.colour ?? null,
          to.passwordTemporary ?? null,
        ],
      ),
    );
    if (!rows[0]) throw new AppError('AGENT_NOT_FOUND');
    return rows[0];
  }

  /** Locks every administrator who can sign in and returns their ids: the last one must not be taken away. */
  async lockAdmins(tx: Tx): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT id FROM agent WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
    );
    return rows.map((r) => r.id);
  }
}

async function refusingTakenEmail<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) === 'agent_email') throw new AppError('EMAIL_TAKEN');
    throw error;
  }
}

function one<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a statement that returns one row returned none');
  return row;
}
