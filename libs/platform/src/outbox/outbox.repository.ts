import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '../database/database.js';

export interface OutboxRow {
  id: string;
  event: string;
  handler: string;
  key: string | null;
  payload: unknown;
  attempt: number;
  dispatch: number;
}

/** One handing out of one row. */
export type Handing = Pick<OutboxRow, 'id' | 'dispatch'>;

export interface NewOutboxRow extends OutboxRow {
  delayMs: number;
}

export interface DeadLetter {
  id: string;
  event: string;
  handler: string;
  key: string | null;
  attempt: number;
  lastError: string | null;
  createdAt: Date;
}

const COLUMNS = 'id, event, handler, key, payload, attempt, dispatch';

/** Time is the database's: several processes share leases, their clocks may differ. */
@Injectable()
export class OutboxRepository {
  async insert(tx: Tx, rows: NewOutboxRow[], leaseMs: number): Promise<void> {
    if (rows.length === 0) return;
    const params: unknown[] = [leaseMs];
    const values = rows.map((row) => {
      const at = params.length;
      params.push(row.id, row.event, row.handler, row.key, JSON.stringify(row.payload), row.dispatch, row.delayMs);
      return (
        `($${at + 1}, $${at + 2}, $${at + 3}, $${at + 4}, $${at + 5}::jsonb, $${at + 6}::int, ` +
        `now() + $${at + 7}::int * interval '1 ms', ` +
        `CASE WHEN $${at + 7}::int > 0 THEN NULL ELSE now() + $1::int * interval '1 ms' END)`
      );
    });
    await sql(
      tx,
      `INSERT INTO outbox_event (id, event, handler, key, payload, dispatch, available_at, lease_until) VALUES ${values.join(', ')}`,
      params,
    );
  }

  /** Hands out due rows whose lease has run out, oldest first. */
  claimDue(tx: Tx, limit: number, leaseMs: number): Promise<OutboxRow[]> {
    return sql<OutboxRow>(
      tx,
      `WITH due AS (
         SELECT id FROM outbox_event
         WHERE status = 'pending' AND available_at <= now() AND (lease_until IS NULL OR lease_until < now())
         ORDER BY available_at, id LIMIT $1 FOR UPDATE SKIP LOCKED),
       taken AS (
         UPDATE outbox_event o SET dispatch = o.dispatch + 1, lease_until = now() + $2::int * interval '1 ms'
         FROM due WHERE o.id = due.id RETURNING o.*)
       SELECT ${COLUMNS} FROM taken ORDER BY available_at, id`,
      [limit, leaseMs],
    );
  }

  /**
   * Takes one row that a carrier brought, if it is still the same dispatch; undefined when it is done or in other hands. Raises the
   * dispatch, so that a carrier that brings the same one twice finds it taken.
   */
  async claimOne(tx: Tx, id: string, dispatch: number, leaseMs: number): Promise<OutboxRow | undefined> {
    const rows = await sql<OutboxRow>(
      tx,
      `UPDATE outbox_event SET dispatch = dispatch + 1, lease_until = now() + $3::int * interval '1 ms'
       WHERE id = $1 AND dispatch = $2 AND status = 'pending' RETURNING ${COLUMNS}`,
      [id, dispatch, leaseMs],
    );
    return rows[0];
  }

  async renew(tx: Tx, ids: string[], leaseMs: number): Promise<void> {
    await sql(
      tx,
      `UPDATE outbox_event SET lease_until = now() + $2::int * interval '1 ms' WHERE id = ANY($1::uuid[])`,
      [ids, leaseMs],
    );
  }

  /** Frees rows that were taken and not begun. */
  async giveBack(tx: Tx, taken: Handing[]): Promise<void> {
    if (taken.length === 0) return;
    await sql(
      tx,
      `UPDATE outbox_event o SET lease_until = NULL FROM unnest($1::uuid[], $2::int[]) AS t(id, dispatch)
       WHERE o.id = t.id AND o.dispatch = t.dispatch AND o.status = 'pending'`,
      [taken.map((t) => t.id), taken.map((t) => t.dispatch)],
    );
  }

  async done(tx: Tx, ids: string[]): Promise<void> {
    await sql(tx, 'DELETE FROM outbox_event WHERE id = ANY($1::uuid[])', [ids]);
  }

  /** Records a failed try, unless the row has meanwhile been handed to somebody else. */
  async failed(tx: Tx, row: OutboxRow, error: string, retryInMs: number | null): Promise<void> {
    await sql(
      tx,
      `UPDATE outbox_event SET attempt = attempt + 1, lease_until = NULL, last_error = $2,
         status = CASE WHEN $3::int IS NULL THEN 'dead' ELSE 'pending' END,
         available_at = now() + coalesce($3::int, 0) * interval '1 ms'
       WHERE id = $1 AND dispatch = $4`,
      [row.id, error.slice(0, 2000), retryInMs, row.dispatch],
    );
  }

  /** Rows that are due, or will be within `withinMs`, also those in somebody's hands. */
  async owed(tx: Tx, withinMs: number): Promise<number> {
    const rows = await sql<{ owed: number }>(
      tx,
      `SELECT count(*)::int AS owed FROM outbox_event
       WHERE status = 'pending' AND available_at <= now() + $1::int * interval '1 ms'`,
      [withinMs],
    );
    return rows[0]?.owed ?? 0;
  }

  /** Milliseconds until the next waiting row is due; null when none waits. */
  async nextDueInMs(tx: Tx): Promise<number | null> {
    const rows = await sql<{ ms: number | null }>(
      tx,
      `SELECT (extract(epoch FROM min(greatest(available_at, coalesce(lease_until, available_at))) - now()) * 1000)::float8 AS ms
       FROM outbox_event WHERE status = 'pending'`,
    );
    return rows[0]?.ms ?? null;
  }

  /** After a restart of the only process of an embedded desk nobody else can hold a lease. */
  async releaseAll(tx: Tx): Promise<void> {
    await sql(tx, `UPDATE outbox_event SET lease_until = NULL WHERE status = 'pending' AND lease_until IS NOT NULL`);
  }

  async counts(tx: Tx): Promise<{ pending: number; dead: number }> {
    const rows = await sql<{ pending: number; dead: number }>(
      tx,
      `SELECT count(*) FILTER (WHERE status = 'pending')::int AS pending, count(*) FILTER (WHERE status = 'dead')::int AS dead FROM outbox_event`,
    );
    return rows[0] ?? { pending: 0, dead: 0 };
  }

  deadLetters(tx: Tx, limit: number): Promise<DeadLetter[]> {
    return sql<DeadLetter>(
      tx,
      `SELECT id, event, handler, key, attempt, last_error AS "lastError", created_at AS "createdAt"
       FROM outbox_event WHERE status = 'dead' ORDER BY id LIMIT $1`,
      [limit],
    );
  }

  async revive(tx: Tx, ids: string[] | null): Promise<number> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE outbox_event SET status = 'pending', attempt = 0, available_at = now(), lease_until = NULL
       WHERE status = 'dead' AND ($1::uuid[] IS NULL OR id = ANY($1::uuid[])) RETURNING id`,
      [ids],
    );
    return rows.length;
  }
}
