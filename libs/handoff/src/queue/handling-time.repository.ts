import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';

@Injectable()
export class HandlingTimeRepository {
  async begin(
    tx: Tx,
    stretch: { conversationId: string; ownershipVersion: number; agentId: string; startedAt: string },
  ): Promise<void> {
    await sql(
      tx,
      `INSERT INTO handoff_assignment (conversation_id, ownership_version, agent_id, started_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [stretch.conversationId, stretch.ownershipVersion, stretch.agentId, stretch.startedAt],
    );
  }

  async end(
    tx: Tx,
    stretch: { conversationId: string; ownershipVersion: number; endedAt: string; ending: string },
  ): Promise<void> {
    await sql(
      tx,
      `UPDATE handoff_assignment SET ended_at = $3, ending = $4
       WHERE conversation_id = $1 AND ownership_version < $2 AND ended_at IS NULL`,
      [stretch.conversationId, stretch.ownershipVersion, stretch.endedAt, stretch.ending],
    );
  }

  /** Quick and slow quarter, in seconds, of the last `sample` stretches that an agent ended; `n` says how many there were. */
  async quartiles(tx: Tx, sample: number): Promise<{ n: number; low: number; high: number }> {
    const rows = await sql<{ n: number; low: number | null; high: number | null }>(
      tx,
      `SELECT count(*)::int AS n,
              (percentile_cont(0.25) WITHIN GROUP (ORDER BY seconds))::float8 AS low,
              (percentile_cont(0.75) WITHIN GROUP (ORDER BY seconds))::float8 AS high
       FROM (SELECT extract(epoch FROM ended_at - started_at) AS seconds FROM handoff_assignment
             WHERE ended_at IS NOT NULL AND ending <> 'agent_lost' ORDER BY ended_at DESC LIMIT $1) recent`,
      [sample],
    );
    return { n: rows[0]?.n ?? 0, low: rows[0]?.low ?? 0, high: rows[0]?.high ?? 0 };
  }
}
