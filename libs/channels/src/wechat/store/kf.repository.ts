import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

export interface KfRecord {
  cursor: string;
  token: string | null;
  wanted: number;
  done: number;
}

/** How far each service account (open_kfid) was read, and who reads it now. */
@Injectable()
export class KfRepository {
  /** Something waits to be fetched. */
  async want(tx: Tx, accountId: string, kfId: string, token: string): Promise<void> {
    await sql(
      tx,
      `INSERT INTO wechat_kf (account_id, kf_id, wanted, token) VALUES ($1, $2, 1, $3)
       ON CONFLICT (account_id, kf_id) DO UPDATE SET wanted = wechat_kf.wanted + 1, token = excluded.token`,
      [accountId, kfId, token],
    );
  }

  /** Takes the reading of this account for a while, if nobody has it. */
  async acquire(
    tx: Tx,
    at: { accountId: string; kfId: string },
    lease: { id: string; now: Date; until: Date },
  ): Promise<KfRecord | undefined> {
    const rows = await sql<KfRecord>(
      tx,
      `UPDATE wechat_kf SET lease_id = $3, lease_until = $5
       WHERE account_id = $1 AND kf_id = $2 AND (lease_until IS NULL OR lease_until < $4 OR lease_id = $3)
       RETURNING cursor, token, wanted, done`,
      [at.accountId, at.kfId, lease.id, lease.now, lease.until],
    );
    return rows[0];
  }

  /** False: the reading is in other hands by now. */
  async advance(tx: Tx, accountId: string, kfId: string, cursor: string, leaseId: string): Promise<boolean> {
    const rows = await sql(
      tx,
      'UPDATE wechat_kf SET cursor = $3 WHERE account_id = $1 AND kf_id = $2 AND lease_id = $4 RETURNING 1 AS one',
      [accountId, kfId, cursor, leaseId],
    );
    return rows.length > 0;
  }

  /** Everything up to the callback number `done` was fetched. Returns whether more has been announced since. */
  async release(tx: Tx, accountId: string, kfId: string, leaseId: string, done: number): Promise<boolean> {
    const rows = await sql<{ more: boolean }>(
      tx,
      `UPDATE wechat_kf SET done = greatest(done, $4::int), lease_id = NULL, lease_until = NULL
       WHERE account_id = $1 AND kf_id = $2 AND lease_id = $3 RETURNING wanted > done AS more`,
      [accountId, kfId, leaseId, done],
    );
    return rows[0]?.more ?? false;
  }

  /** Gives the reading back as far as it has come. Nothing happens when somebody else has it. */
  async letGo(tx: Tx, accountId: string, kfId: string, leaseId: string): Promise<void> {
    await sql(
      tx,
      'UPDATE wechat_kf SET lease_id = NULL, lease_until = NULL WHERE account_id = $1 AND kf_id = $2 AND lease_id = $3',
      [accountId, kfId, leaseId],
    );
  }

  /** The service accounts of which something waits to be fetched. */
  async owed(tx: Tx, accountId: string): Promise<string[]> {
    const rows = await sql<{ kfId: string }>(
      tx,
      'SELECT kf_id AS "kfId" FROM wechat_kf WHERE account_id = $1 AND wanted > done ORDER BY kf_id',
      [accountId],
    );
    return rows.map(({ kfId }) => kfId);
  }

  /** A service account of this corporation's that customers have written to. */
  async first(tx: Tx, accountId: string): Promise<string | undefined> {
    const rows = await sql<{ kfId: string }>(
      tx,
      'SELECT kf_id AS "kfId" FROM wechat_kf WHERE account_id = $1 ORDER BY wanted DESC, kf_id LIMIT 1',
      [accountId],
    );
    return rows[0]?.kfId;
  }

  async releaseAll(tx: Tx): Promise<void> {
    await sql(tx, 'UPDATE wechat_kf SET lease_id = NULL, lease_until = NULL WHERE lease_id IS NOT NULL');
  }
}
