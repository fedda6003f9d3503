import type { DataSource } from 'typeorm';

const MIGRATION_LOCK = 7_305_621_914;

/**
 * Brings the schema up to date. On a server several processes may start at once: an advisory lock lets one do it. On the embedded
 * database the data folder's lock already holds the others out (and a session lock would exclude nobody there).
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  const server = 'url' in dataSource.options && dataSource.options.url !== undefined;
  try {
    if (server) await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      return done.map((m) => m.name);
    } finally {
      if (server) await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    }
  } finally {
    await runner.release();
  }
}

/** The statements that would bring the schema to the entities; empty when migrations and entities agree. */
export async function schemaDrift(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map((q) => q.query);
}
