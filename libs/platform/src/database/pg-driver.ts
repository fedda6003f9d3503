import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import pg from 'pg';

/** Statements with values that a connection keeps prepared under a name; the others run once. */
const REPEATED = /^\s*(?:select|insert|update|delete|with)\b/i;

/** Far more than the desk has statements. What a caller's filters make beyond it is sent unnamed, so that no connection grows. */
const MOST_NAMES = 1_000;

const names = new LRUCache<string, string>({ max: MOST_NAMES });
let given = 0;

/** The same name for the same text on every connection; none for what is not worth a name. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (given >= MOST_NAMES || !REPEATED.test(text)) return undefined;
  given += 1;
  const name = createHash('sha1').update(text).digest('base64url');
  names.set(text, name);
  return name;
}

type Callback = (error: Error, result: pg.QueryResult) => void;

/** Sends each statement with values under a name, so that the server parses and plans it once per connection. */
class PreparingClient extends pg.Client {
  // pg's own signature has nine overloads; TypeORM calls with a text, its values and at times a callback.
  override query(...call: never[]): never {
    const [text, values, callback] = call as unknown as [unknown, unknown, Callback | undefined];
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const query = super.query.bind(this) as (...args: unknown[]) => unknown;
    return (name ? query({ name, text, values }, callback) : query(...call)) as never;
  }
}

class PreparingPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super({ ...options, Client: PreparingClient as unknown as typeof pg.Client } as pg.PoolConfig);
  }
}

/** `pg` for TypeORM's `driver` option. A pooler between desk and server has to know prepared statements (PgBouncer ≥ 1.21 does). */
export const pgDriver = { ...pg, Pool: PreparingPool };
