import { Injectable } from '@nestjs/common';
import { AppError, newId, type LocalisedText } from '#kernel';
import { sql, violatedConstraint, type Tx } from '#platform';

export interface CannedReplyContent {
  shortcut: string;
  title: LocalisedText;
  text: LocalisedText;
  category: string | null;
}

export interface CannedReplyRow extends CannedReplyContent {
  id: string;
  ownerId: string | null;
  uses: number;
  version: number;
  updatedAt: Date;
}

const COLUMNS = 'id, owner_id AS "ownerId", shortcut, title, text, category, uses, version, updated_at AS "updatedAt"';

@Injectable()
export class CannedReplyRepository {
  /** What an agent can use: everybody's and the agent's own, the most used first. */
  visibleTo(tx: Tx, agentId: string): Promise<CannedReplyRow[]> {
    return sql<CannedReplyRow>(
      tx,
      `SELECT ${COLUMNS} FROM canned_reply WHERE owner_id IS NULL OR owner_id = $1 ORDER BY uses DESC, shortcut, id`,
      [agentId],
    );
  }

  /** Locked until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<CannedReplyRow | undefined> {
    return (await sql<CannedReplyRow>(tx, `SELECT ${COLUMNS} FROM canned_reply WHERE id = $1 FOR UPDATE`, [id]))[0];
  }

  /** Throws SHORTCUT_TAKEN. */
  async insert(tx: Tx, ownerId: string | null, reply: CannedReplyContent): Promise<CannedReplyRow> {
    const rows = await refusingTaken(reply.shortcut, () =>
      sql<CannedReplyRow>(
        tx,
        `INSERT INTO canned_reply (id, owner_id, shortcut, title, text, category)
         VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6) RETURNING ${COLUMNS}`,
        [newId(), ownerId, ...content(reply)],
      ),
    );
    return one(rows);
  }

  /** Throws SHORTCUT_TAKEN. */
  async update(tx: Tx, id: string, ownerId: string | null, reply: CannedReplyContent): Promise<CannedReplyRow> {
    const rows = await refusingTaken(reply.shortcut, () =>
      sql<CannedReplyRow>(
        tx,
        `UPDATE canned_reply SET owner_id = $2, shortcut = $3, title = $4::jsonb, text = $5::jsonb, category = $6,
           version = version + 1, updated_at = now()
         WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, ownerId, ...content(reply)],
      ),
    );
    return one(rows);
  }

  /** Puts in the shared replies a desk starts with, once: what was deleted since does not come back. False: they were there before. */
  async begin(tx: Tx, replies: readonly CannedReplyContent[]): Promise<boolean> {
    const marked = await sql<{ key: string }>(
      tx,
      `INSERT INTO setting (key, value) VALUES ('canned_replies', '{"begun": true}'::jsonb)
       ON CONFLICT (key) DO NOTHING RETURNING key`,
    );
    if (marked.length === 0) return false;
    for (const reply of replies) await this.insert(tx, null, reply);
    return true;
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await sql(tx, 'DELETE FROM canned_reply WHERE id = $1', [id]);
  }

  /** Counts one use; undefined when there is no such reply for this agent. */
  async used(tx: Tx, id: string, agentId: string): Promise<number | undefined> {
    const rows = await sql<{ uses: number }>(
      tx,
      `UPDATE canned_reply SET uses = uses + 1 WHERE id = $1 AND (owner_id IS NULL OR owner_id = $2) RETURNING uses`,
      [id, agentId],
    );
    return rows[0]?.uses;
  }

  /** How many are shared, or are one agent's own. */
  async count(tx: Tx, ownerId: string | null): Promise<number> {
    const rows = await sql<{ n: number }>(
      tx,
      'SELECT count(*)::int AS n FROM canned_reply WHERE owner_id IS NOT DISTINCT FROM $1::uuid',
      [ownerId],
    );
    return rows[0]?.n ?? 0;
  }
}

function content({ shortcut, title, text, category }: CannedReplyContent): unknown[] {
  return [shortcut, JSON.stringify(title), JSON.stringify(text), category];
}

async function refusingTaken<T>(shortcut: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) !== undefined) throw new AppError('SHORTCUT_TAKEN', { shortcut });
    throw error;
  }
}

function one<T>(rows: T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('a statement that returns one row returned none');
  return row;
}
