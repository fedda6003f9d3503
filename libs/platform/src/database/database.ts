import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { PglitePool } from './pglite-driver.js';

/** The transaction a repository works in: TypeORM's EntityManager, bound to one connection. Always the first argument. */
export type Tx = EntityManager;

const waiting = new WeakMap<QueryRunner, (() => void)[]>();

/**
 * Runs hand-written SQL and returns its rows, whatever the statement (TypeORM's own `query` wraps the rows of an UPDATE or DELETE
 * in a pair). `tx` may be a transaction or `Database.manager`.
 */
export async function sql<Row>(tx: Tx, text: string, params: unknown[] = []): Promise<Row[]> {
  if (tx.queryRunner) return (await tx.queryRunner.query(text, params, true)).records as Row[];
  const runner = tx.dataSource.createQueryRunner();
  try {
    return (await runner.query(text, params, true)).records as Row[];
  } finally {
    await runner.release();
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
