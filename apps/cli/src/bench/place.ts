import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { CommandError } from '../operator.js';
import type { DatabaseKind } from './plan.js';

export const DEMO_PASSWORD = randomBytes(12).toString('base64url');

/** A desk's own database, empty at first and gone afterwards, and the environment that leads there. */
export interface Place {
  kind: DatabaseKind;
  environment: Record<string, string>;
}

/** Limits a load generator would run into, and the wait for what follows a fragment, are lifted; all else is as shipped. */
const LIFTED = {
  MESSAGES_PER_MINUTE: '1000000',
  ASKS_PER_MINUTE: '1000000',
  CONNECTIONS_PER_MINUTE: '1000000',
  FRAGMENT_WAIT_MS: '0',
  LOG_LEVEL: 'warn',
  SEED_DEMO: 'true',
  DEMO_PASSWORD,
};

/** Throws a sentence when what `kind` needs is not there. */
export function assertAvailable(kind: DatabaseKind): void {
  if (kind === 'embedded') return;
  const missing = ['DATABASE_URL', 'REDIS_URL'].filter((name) => !process.env[name]);
  if (missing.length > 0)
    throw new CommandError(`--database ${kind} needs ${missing.join(' and ')}; use --database embedded without them.`);
}

export async function withPlace<T>(kind: DatabaseKind, work: (place: Place) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-bench-'));
  try {
    const environment = { ...LIFTED, DATA_DIR: folder };
    if (kind === 'embedded') return await work({ kind, environment });
    return await withServers((servers) => work({ kind, environment: { ...environment, ...servers } }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A database of its own on the server and a prefix of its own in Redis; nothing else there is touched. */
async function withServers<T>(work: (environment: Record<string, string>) => Promise<T>): Promise<T> {
  const server = process.env['DATABASE_URL'] ?? '';
  const redisUrl = process.env['REDIS_URL'] ?? '';
  const name = `deskhand_bench_${process.pid}_${randomBytes(3).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    return await work({
      DATABASE_URL: url.href,
      REDIS_URL: redisUrl,
      REDIS_PREFIX: name,
      JWT_SECRET: randomBytes(48).toString('base64url'),
      SHOP_IDENTITY_SECRET: randomBytes(48).toString('base64url'),
    });
  } finally {
    await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await forgetKeys(redisUrl, name);
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function forgetKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 }) as AsyncIterable<string[]>)
      if (keys.length > 0) await redis.unlink(...keys);
  } finally {
    redis.disconnect();
  }
}
