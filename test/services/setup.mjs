import { Redis } from 'ioredis';
import pg from 'pg';
import { buildOnce } from '../support/build-once.mjs';
import { makeRunFolder } from '../support/run-folder.mjs';

const HINT = 'Start both with: eval "$(bash test/support/services.sh start)"';

/** Refuses to run, with a sentence, when a server is missing or not fit: nothing is skipped quietly. */
export default async function setup() {
  const { DATABASE_URL, REDIS_URL } = process.env;
  const missing = [!DATABASE_URL && 'DATABASE_URL', !REDIS_URL && 'REDIS_URL'].filter(Boolean);
  if (missing.length > 0) throw new Error(`npm run test:services needs ${missing.join(' and ')}. ${HINT}`);
  await checkPostgres(DATABASE_URL);
  await checkRedis(REDIS_URL);
  buildOnce();
  makeRunFolder();
}

async function checkPostgres(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(`The PostgreSQL of DATABASE_URL cannot be reached (${error.code ?? error.message}). ${HINT}`, {
      cause: error,
    });
  }
  try {
    const { rows } = await client.query(`
      SELECT current_setting('server_version_num')::int / 10000 AS major,
             (SELECT default_version FROM pg_available_extensions WHERE name = 'vector') AS pgvector,
             (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may_create`);
    const { major, pgvector, may_create: mayCreate } = rows[0];
    if (major < 15) throw new Error(`DATABASE_URL is PostgreSQL ${major}; 15 or later is needed.`);
    if (!pgvector) throw new Error('The PostgreSQL of DATABASE_URL has no pgvector extension; install it.');
    const [first, second] = pgvector.split('.').map(Number);
    if (first === 0 && second < 5) throw new Error(`pgvector ${pgvector} is too old; 0.5 or later is needed (HNSW).`);
    if (!mayCreate) throw new Error('The role of DATABASE_URL may not create databases; each test file needs its own.');
  } finally {
    await client.end();
  }
}

async function checkRedis(url) {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5000 });
  // `connect` only says that the connection is closed; the reason comes by the event.
  let reason;
  redis.on('error', (error) => (reason = error.code ?? error.message));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new Error(`The Redis of REDIS_URL cannot be reached (${reason ?? error.message}). ${HINT}`, { cause: error });
  } finally {
    redis.disconnect();
  }
}
