import { Injectable } from '@nestjs/common';
import { newId } from '#kernel';
import { sql, type Tx } from '#platform';

export interface SignInRow {
  id: string;
  /** Browser and system; null where they were not told. */
  device: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

@Injectable()
export class SignInRepository {
  /** Begins a sign-in and returns its id. */
  async begin(tx: Tx, agentId: string, device: string | null): Promise<string> {
    const id = newId();
    await sql(tx, 'INSERT INTO agent_sign_in (id, agent_id, device, last_used_at) VALUES ($1, $2, $3, now())', [
      id,
      agentId,
      device,
    ]);
    return id;
  }

  /** The agent of a sign-in that has not ended. */
  async agentOf(tx: Tx, signInId: string): Promise<string | undefined> {
    const rows = await sql<{ agentId: string }>(
      tx,
      'SELECT agent_id AS "agentId" FROM agent_sign_in WHERE id = $1 AND ended_at IS NULL',
      [signInId],
    );
    return rows[0]?.agentId;
  }

  async end(tx: Tx, signInId: string): Promise<void> {
    await sql(tx, 'UPDATE agent_sign_in SET ended_at = now() WHERE id = $1 AND ended_at IS NULL', [signInId]);
  }

  /** Ends one that is this agent's; false: there is none that lives. */
  async endOwn(tx: Tx, signInId: string, agentId: string): Promise<boolean> {
    const rows = await sql<{ id: string }>(
      tx,
      'UPDATE agent_sign_in SET ended_at = now() WHERE id = $1 AND agent_id = $2 AND ended_at IS NULL RETURNING id',
      [signInId, agentId],
    );
    return rows.length > 0;
  }

  /** Ends all sign-ins of an agent, but for `save`; returns those it ended. */
  async endAllOf(tx: Tx, agentId: string, save?: string): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE agent_sign_in SET ended_at = now()
       WHERE agent_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2::uuid RETURNING id`,
      [agentId, save ?? null],
    );
    return rows.map((row) => row.id);
  }

  /** Sign-ins that could still be renewed, the latest used first. */
  livingOf(tx: Tx, agentId: string, now: Date): Promise<SignInRow[]> {
    return sql<SignInRow>(
      tx,
      `SELECT s.id, s.device, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt" FROM agent_sign_in s
       WHERE s.agent_id = $1 AND s.ended_at IS NULL AND EXISTS
         (SELECT 1 FROM agent_refresh_token t WHERE t.sign_in_id = s.id AND t.used_at IS NULL AND t.expires_at > $2)
       ORDER BY coalesce(s.last_used_at, s.created_at) DESC, s.id DESC`,
      [agentId, now],
    );
  }

  /** Notes that a sign-in was renewed. */
  async renewed(tx: Tx, signInId: string): Promise<void> {
    await sql(tx, 'UPDATE agent_sign_in SET last_used_at = now() WHERE id = $1', [signInId]);
  }

  async addToken(tx: Tx, signInId: string, tokenHash: string, expiresAt: Date): Promise<void> {
    await sql(tx, 'INSERT INTO agent_refresh_token (id, sign_in_id, token_hash, expires_at) VALUES ($1, $2, $3, $4)', [
      newId(),
      signInId,
      tokenHash,
      expiresAt,
    ]);
  }

  /** Spends a token: of several who bring the same one, exactly one gets its sign-in. None, when the sign-in has ended. */
  async useToken(tx: Tx, tokenHash: string, now: Date): Promise<{ signInId: string; agentId: string } | undefined> {
    const rows = await sql<{ signInId: string; agentId: string }>(
      tx,
      `UPDATE agent_refresh_token t SET used_at = $2 FROM agent_sign_in s
       WHERE t.token_hash = $1 AND t.used_at IS NULL AND t.expires_at > $2 AND s.id = t.sign_in_id AND s.ended_at IS NULL
       RETURNING s.id AS "signInId", s.agent_id AS "agentId"`,
      [tokenHash, now],
    );
    return rows[0];
  }

  /** The sign-in of a token, whatever the state of either. */
  async findToken(tx: Tx, tokenHash: string): Promise<{ signInId: string; used: boolean } | undefined> {
    const rows = await sql<{ signInId: string; used: boolean }>(
      tx,
      'SELECT sign_in_id AS "signInId", used_at IS NOT NULL AS used FROM agent_refresh_token WHERE token_hash = $1',
      [tokenHash],
    );
    return rows[0];
  }

  /** Deletes tokens past their end by a week, of no use even for noticing a copy, and the sign-ins left without any. */
  async deleteOld(tx: Tx, now: Date): Promise<void> {
    await sql(
      tx,
      `WITH gone AS (DELETE FROM agent_refresh_token WHERE expires_at < $1::timestamptz - interval '7 days' RETURNING id, sign_in_id)
       DELETE FROM agent_sign_in s WHERE s.id IN (SELECT sign_in_id FROM gone)
         AND NOT EXISTS (SELECT 1 FROM agent_refresh_token t WHERE t.sign_in_id = s.id AND t.id NOT IN (SELECT id FROM gone))`,
      [now],
    );
  }
}
