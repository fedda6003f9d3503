import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import pg from 'pg';
import { PreparedStatements } from '#platform';

/** A database, asked as directly as it can be. */
export interface Store {
  /** How many statements can be under way at once. */
  width: number;
  /** `name`: under which the server keeps the statement prepared. */
  query(name: string, text: string, params: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/**
 * A pool with prepared statements to a server (`url`), or PGlite in this very process over a data folder (or in memory).
 */
export async function openStore(at: { url?: string; folder?: string; connections?: number }): Promise<Store> {
  if (at.url === undefined) {
    const lite = await PGlite.create({ dataDir: at.folder, extensions: { vector, pg_trgm } });
    await lite.refreshArrayTypes();
    const statements = new PreparedStatements(lite);
    return {
      width: 1,
      query: async (_name, text, params) => (await statements.query(text, params)).rows,
      close: () => lite.close(),
    };
  }
  const width = at.connections ?? 8;
  const pool = new pg.Pool({ connectionString: at.url, max: width });
  return {
    width,
    query: async (name, text, params) =>
      (await pool.query<Record<string, unknown>>({ name, text, values: params })).rows,
    close: () => pool.end(),
  };
}
