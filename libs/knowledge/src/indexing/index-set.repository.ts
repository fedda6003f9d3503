import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#platform';
import type { Slot } from './index-set.entity.js';

/** Which set of passages serves, and which one is being made. */
export interface IndexState {
  slot: Slot;
  indexId: string;
  nextIndexId: string | null;
  /** Articles that the next set had to take over when it was begun, and those it has. */
  nextTotal: number;
  nextDone: number;
  nextSince: Date | null;
  /** Milliseconds since the last switch; null once the former set has been emptied. */
  switchedMs: number | null;
}

const STATE = `slot, index_id AS "indexId", next_index_id AS "nextIndexId", next_total AS "nextTotal", next_done AS "nextDone",
  next_since AS "nextSince", (extract(epoch FROM now() - switched_at) * 1000)::float8 AS "switchedMs"`;

/**
 * Bytes that one statement carries. As base64, which the embedded database's driver takes as it is; bytes it would turn into hexadecimal
 * digits one by one.
 */
const PART = 524_288;

@Injectable()
export class IndexSetRepository {
  /** @param lock `share` holds a switch off until the transaction ends, `update` holds all writers of passages off as well */
  async state(tx: Tx, lock?: 'share' | 'update'): Promise<IndexState> {
    const [state] = await sql<IndexState>(
      tx,
      `SELECT ${STATE} FROM knowledge_index ${lock ? `FOR ${lock.toUpperCase()}` : ''}`,
    );
    if (!state) throw new Error('knowledge_index has lost its row');
    return state;
  }

  /** An empty base belongs to whoever fills it. */
  async adopt(tx: Tx, indexId: string): Promise<void> {
    await sql(tx, 'UPDATE knowledge_index SET index_id = $1, next_index_id = NULL, next_since = NULL', [indexId]);
  }

  async begin(tx: Tx, indexId: string, total: number): Promise<void> {
    await sql(
      tx,
      `UPDATE knowledge_index SET next_index_id = $1, next_total = $2, next_done = 0, next_since = now(), switched_at = NULL`,
      [indexId, total],
    );
  }

  async progress(tx: Tx, added: number): Promise<void> {
    await sql(tx, 'UPDATE knowledge_index SET next_done = least(next_total, next_done + $1::int)', [added]);
  }

  /** Gives up the set that is being made. */
  async abandon(tx: Tx): Promise<void> {
    await sql(tx, 'UPDATE knowledge_index SET next_index_id = NULL, next_since = NULL');
  }

  /** From the commit on, every question is answered from the next set. */
  async switchOver(tx: Tx): Promise<void> {
    await sql(
      tx,
      `UPDATE knowledge_index SET slot = CASE slot WHEN 'a' THEN 'b' ELSE 'a' END, index_id = next_index_id, next_index_id = NULL,
         next_since = NULL, switched_at = now()`,
    );
  }

  async emptied(tx: Tx): Promise<void> {
    await sql(tx, 'UPDATE knowledge_index SET switched_at = NULL');
  }

  async hasEmbedder(tx: Tx, id: string): Promise<boolean> {
    return (await sql(tx, 'SELECT 1 FROM knowledge_embedder WHERE id = $1 LIMIT 1', [id])).length > 0;
  }

  /** One statement per part, so that a desk's other work comes in between. */
  async keepEmbedder(tx: Tx, id: string, file: Buffer): Promise<void> {
    for (let part = 0; part * PART < file.length; part += 1)
      await sql(
        tx,
        `INSERT INTO knowledge_embedder (id, part, bytes) VALUES ($1, $2, decode($3, 'base64')) ON CONFLICT (id, part) DO NOTHING`,
        [id, part, file.toString('base64', part * PART, Math.min(file.length, (part + 1) * PART))],
      );
  }

  /** The file as it was kept; undefined when it was not. */
  async embedder(tx: Tx, id: string): Promise<Buffer | undefined> {
    const parts = await sql<{ bytes: string }>(
      tx,
      `SELECT encode(bytes, 'base64') AS bytes FROM knowledge_embedder WHERE id = $1 ORDER BY part`,
      [id],
    );
    return parts.length === 0 ? undefined : Buffer.concat(parts.map(({ bytes }) => Buffer.from(bytes, 'base64')));
  }

  async forgetEmbeddersBut(tx: Tx, ids: readonly string[]): Promise<void> {
    await sql(tx, 'DELETE FROM knowledge_embedder WHERE id <> ALL($1::text[])', [ids]);
  }
}
