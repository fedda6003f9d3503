import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { lock } from 'proper-lockfile';
import { AppConfig, makeDataSource, migrate, type DatabaseConfig } from '#platform';

/** Secrets of at least 32 characters that protect nothing. */
const TEST_SECRETS = { JWT_SECRET: 'test-'.repeat(8), SHOP_IDENTITY_SECRET: 'shop-'.repeat(8) };

const cleanUps: (() => Promise<void>)[] = [];

/**
 * The configuration of one desk of one test file, with an empty, migrated database of its own: a new database on the server of
 * DATABASE_URL where that is set, else an embedded data folder. With REDIS_URL, its keys and channels have a prefix of their own,
 * so that test files run side by side. Call `closeTestDatabases` in `afterAll`, after everything that uses it has been closed.
 *
 * @param overrides settings that differ from the tests' defaults (port 0 on loopback, no demo data, silent log)
 */
export async function testConfig(overrides: Partial<Omit<AppConfig, 'embedded'>> = {}): Promise<AppConfig> {
  const run = runFolder();
  const dataDir = mkdtempSync(join(run, 'desk-'));
  const name = `${basename(run)}-${basename(dataDir)}`.toLowerCase();
  const { DATABASE_URL, REDIS_URL, LOG_LEVEL } = process.env;
  const config = AppConfig.load({
    ...TEST_SECRETS,
    DATA_DIR: dataDir,
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: LOG_LEVEL ?? 'silent',
    SEED_DEMO: 'false',
    REDIS_URL,
    REDIS_PREFIX: name,
  });
  if (DATABASE_URL) config.database = await serverDatabase(DATABASE_URL, name, run);
  else await embeddedDatabase(join(dataDir, 'pgdata'), run);
  cleanUps.push(async () => {
    if (REDIS_URL) await forgetKeys(REDIS_URL, `${name}*`);
    if (DATABASE_URL) await onServer(DATABASE_URL, (c) => c.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });
  return Object.assign(config, overrides);
}

/** Drops the databases, data folders and Redis keys of this test file. */
export async function closeTestDatabases(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
}

/** Brings the end of all keys that end by themselves nearer by `ms`, as waiting would. */
export async function ageKeys(redisUrl: string, pattern: string, ms: number): Promise<void> {
  await overKeys(redisUrl, pattern, async (redis, keys) => {
    for (const key of keys) {
      const left = await redis.pttl(key);
      if (left > ms) await redis.pexpire(key, left - ms);
      else if (left >= 0) await redis.unlink(key);
    }
  });
}

/** Deletes all keys of a desk, as a wiped Redis would have lost them; other test files keep theirs. */
export async function forgetKeys(redisUrl: string, pattern: string): Promise<void> {
  await overKeys(redisUrl, pattern, async (redis, keys) => void (await redis.unlink(keys)));
}

async function overKeys(
  redisUrl: string,
  pattern: string,
  act: (redis: Redis, keys: string[]) => Promise<void>,
): Promise<void> {
  const redis = new Redis(redisUrl);
  try {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 500);
      if (keys.length > 0) await act(redis, keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
}

function runFolder(): string {
  const folder = process.env['DESKHAND_TEST_RUN'];
  if (!folder)
    throw new Error("Start Jest with one of the project's configurations: their global setup makes the run's folder.");
  return folder;
}

/** Copies the migrated folder: opening a copy takes half a second, making a database five. */
async function embeddedDatabase(folder: string, run: string): Promise<void> {
  const template = join(run, 'template');
  await once(run, 'template.lock', async () => {
    if (existsSync(template)) return;
    const making = join(run, 'template.making');
    mkdirSync(making);
    await migrated({ kind: 'embedded', folder: making });
    renameSync(making, template);
  });
  cpSync(template, folder, { recursive: true });
}

async function serverDatabase(url: string, name: string, run: string): Promise<DatabaseConfig> {
  const template = `${basename(run)}-template`.toLowerCase();
  await onServer(url, async (client) => {
    await once(run, 'template.lock', async () => {
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
      if (rowCount) return;
      const making = `${template}-making`;
      await client.query(`CREATE DATABASE "${making}"`);
      await migrated({ kind: 'server', url: withDatabase(url, making), poolSize: 2 });
      await client.query(`ALTER DATABASE "${making}" RENAME TO "${template}"`);
    });
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  return { kind: 'server', url: withDatabase(url, name), poolSize: 10 };
}

async function migrated(database: DatabaseConfig): Promise<void> {
  const dataSource = await makeDataSource({ database }).initialize();
  try {
    await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** Workers start together: one makes the template, the others wait for it. */
async function once(run: string, name: string, work: () => Promise<void>): Promise<void> {
  const release = await lock(run, {
    lockfilePath: join(run, name),
    // Of a busy machine the holder's sign of life may come late; two making one template would be worse than a wait.
    stale: 60_000,
    retries: { retries: 3_000, factor: 1, minTimeout: 100 },
  });
  try {
    await work();
  } finally {
    await release();
  }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
