import { basename } from 'node:path';
import pg from 'pg';
import { RUN_FOLDER, removeRunFolder } from '../support/run-folder.mjs';

/** Drops what test files that were broken off have left behind, and the template. */
export default async function teardown() {
  const run = basename(process.env[RUN_FOLDER]);
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [run]);
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  } finally {
    await client.end();
  }
  removeRunFolder();
}
