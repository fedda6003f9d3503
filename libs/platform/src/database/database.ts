import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { PglitePool } from './pglite-driver.js';

/** The transaction a repository works in: TypeORM's EntityManager, bound to one connection. Always the first argument. */
export type Tx = EntityManager;

const waiting = new WeakMap<QueryRunner, (() => void)[]>();

/** What TypeORM's drivers hand out: a client of `pg`, or the embedded database's. */
interface Connection {
  query(statement: { name?: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** Far more than the desk has; a text that is put together in ever new ways must not fill the server's memory with its plans. */
const MOST_PREPARED = 500;
const prepared = new Map<string, string>();

/** Under which name a server keeps the statement parsed and planned, per connection. Undefined: it is not worth keeping. */
function nameOf(text: string, params: unknown[]): string | undefined {
  if (params.length === 0) return undefined;
  let name = prepared.get(text);
  if (name === undefined && prepared.size < MOST_PREPARED) {
    name = `deskhand_${prepared.size}`;
    prepared.set(text, name);
  }
  return name;
}

/**
 * Runs hand-written SQL and returns its rows, whatever the statement; on a server it is prepared once per connection. `tx` may be a
 * transaction or `Database.manager`. Throws TypeORM's QueryFailedError.
 */
export async function sql<Row>(tx: Tx, text: string, params: unknown[] = []): Promise<Row[]> {
  const runner = tx.queryRunner ?? tx.dataSource.createQueryRunner();
  try {
    const connection = (await runner.connect()) as Connection;
    const { rows } = await connection
      .query({ name: nameOf(text, params), text, values: params })
      .catch((error: unknown) => {
        throw new QueryFailedError(text, params, error instanceof Error ? error : new Error(String(error)));
      });
    return rows as Row[];
  } finally {
    if (runner !== tx.queryRunner) await runner.release();
  }
}

/**
 * Runs `fn` once the transaction of `tx` has committed, and never when it rolls back. Outside a transaction: at once. `fn` must not
 * throw: it is a wake-up call, what must happen belongs in the outbox.
 */
export function afterCommit(tx: Tx, fn: () => void): void {
  const list = tx.queryRunner ? waiting.get(tx.queryRunner) : undefined;
  if (list) list.push(fn);
  else fn();
}

/** Name of the violated unique or exclusion constraint, or undefined when the error is something else. */
export function violatedConstraint(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const driver = error.driverError as { code?: string; constraint?: string };
  return driver.code === '23505' || driver.code === '23P01' ? (driver.constraint ?? 'unknown') : undefined;
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const code = (error.driverError as { code?: string }).code;
  return code === '40001' || code === '40P01';
}

const MAINTENANCE = [
  ['statement_timeout', '0'],
  ['maintenance_work_mem', '512MB'],
] as const;

/** What a server says whose machine has too little shared memory for workers side by side. */
const NO_SPACE = '53100';

async function build(runner: QueryRunner, statement: string): Promise<void> {
  try {
    await runner.query(statement);
  } catch (error) {
    const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
    if (code !== NO_SPACE) throw error;
    await runner.query('SET max_parallel_maintenance_workers = 0');
    await runner.query(statement);
  }
}

/** Reads and single statements outside a transaction. */
@Injectable()
export class Database {
  constructor(readonly dataSource: DataSource) {}

  get manager(): Tx {
    return this.dataSource.manager;
  }

  /** Gives back the memory that a bulk load has taken. Only the embedded database has any to give; waits for its turn. */
  async recycle(): Promise<void> {
    const { driver } = this.dataSource;
    const pool: unknown = 'master' in driver ? driver.master : undefined;
    if (pool instanceof PglitePool) await pool.recycle();
  }

  /**
   * Runs statements that may take minutes (building an index), one after the other on one connection: outside a transaction, without
   * the usual limit of time and with more memory to sort in.
   */
  async maintain(statements: readonly string[]): Promise<void> {
    if (statements.length === 0) return;
    const runner = this.dataSource.createQueryRunner();
    try {
      for (const [name, value] of MAINTENANCE) await runner.query(`SET ${name} = '${value}'`);
      try {
        for (const statement of statements) await build(runner, statement);
      } finally {
        for (const [name] of MAINTENANCE) await runner.query(`RESET ${name}`);
      }
    } finally {
      await runner.release();
    }
  }

  query<Row>(text: string, params: unknown[] = []): Promise<Row[]> {
    return sql<Row>(this.manager, text, params);
  }
}

/** The only one who begins, commits, rolls back and releases. */
@Injectable()
export class TransactionRunner {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction; commits when it returns, rolls back when it throws. A deadlock or serialisation failure is tried
   * again (three times in all), so `work` must have no effect but on `tx`. No LLM, HTTP or socket call inside.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt >= 3 || !isRetryable(error)) throw error;
      }
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const hooks: (() => void)[] = [];
    waiting.set(runner, hooks);
    let result: T;
    try {
      await runner.startTransaction();
      try {
        result = await work(runner.manager);
        await runner.commitTransaction();
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction();
        throw error;
      }
    } finally {
      waiting.delete(runner);
      await runner.release();
    }
    for (const hook of hooks) hook();
    return result;
  }
}
