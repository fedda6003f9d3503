import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Database, TransactionRunner, afterCommit, makeDataSource, migrate, sql, violatedConstraint } from '#platform';
import { closeTestDatabases, testConfig } from '../../support/database.js';

/** The same promises from the embedded database and from a server: `npm test` and `npm run test:services` run this one file. */
describe('database', () => {
  let dataSource: DataSource;
  let db: Database;
  let runner: TransactionRunner;

  beforeAll(async () => {
    dataSource = await makeDataSource(await testConfig()).initialize();
    db = new Database(dataSource);
    runner = new TransactionRunner(dataSource);
    await db.query('CREATE TABLE tally (id int PRIMARY KEY, value int NOT NULL)');
    await db.query(
      `CREATE TABLE sample (id uuid PRIMARY KEY, big bigint, amount numeric, flag boolean, at timestamptz, note text,
         doc jsonb, tags text[], place vector(3))`,
    );
  });

  afterAll(async () => {
    await dataSource.destroy();
    await closeTestDatabases();
  });

  const value = async (id: number): Promise<number | undefined> =>
    (await db.query<{ value: number }>('SELECT value FROM tally WHERE id = $1', [id]))[0]?.value;

  it('keeps a counter right under concurrent read-add-write transactions', async () => {
    await db.query('INSERT INTO tally VALUES (1, 0)');
    const add = (): Promise<void> =>
      runner.run(async (tx) => {
        const rows = await sql<{ value: number }>(tx, 'SELECT value FROM tally WHERE id = 1 FOR UPDATE');
        await new Promise((r) => setTimeout(r, 1));
        await sql(tx, 'UPDATE tally SET value = $1 WHERE id = 1', [(rows[0]?.value ?? NaN) + 1]);
      });
    await Promise.all(Array.from({ length: 50 }, add));
    expect(await value(1)).toBe(50);
  });

  it('keeps nothing of a transaction that threw, and works on afterwards', async () => {
    await db.query('INSERT INTO tally VALUES (2, 0)');
    const failing = runner.run(async (tx) => {
      await sql(tx, 'UPDATE tally SET value = 99 WHERE id = 2');
      throw new Error('after the write');
    });
    await expect(failing).rejects.toThrow('after the write');
    expect(await value(2)).toBe(0);
  });

  it('rolls back after a statement that failed inside, and names the violated constraint', async () => {
    await db.query('INSERT INTO tally VALUES (3, 0)');
    const failing = runner.run(async (tx) => {
      await sql(tx, 'UPDATE tally SET value = 7 WHERE id = 3');
      await sql(tx, 'INSERT INTO tally VALUES (3, 1)');
    });
    const error: unknown = await failing.catch((e: unknown) => e);
    expect(violatedConstraint(error)).toBe('tally_pkey');
    expect(await value(3)).toBe(0);
  });

  it('shows a query from outside nothing that is not committed', async () => {
    await db.query('INSERT INTO tally VALUES (4, 1)');
    let outside: Promise<number | undefined> | undefined;
    await runner.run(async (tx) => {
      await sql(tx, 'UPDATE tally SET value = 2 WHERE id = 4');
      // On the embedded database it waits for the end of the transaction, on a server it reads the old value.
      outside = value(4);
      await new Promise((r) => setTimeout(r, 50));
      await sql(tx, 'UPDATE tally SET value = 3 WHERE id = 4');
    });
    expect([1, 3]).toContain(await outside);
  });

  it('calls afterCommit hooks once the commit is visible, and never after a rollback', async () => {
    await db.query('INSERT INTO tally VALUES (5, 0)');
    const seen: string[] = [];
    await runner.run(async (tx) => {
      afterCommit(tx, () => seen.push('committed'));
      await sql(tx, 'UPDATE tally SET value = 1 WHERE id = 5');
      expect(seen).toEqual([]);
    });
    const failing = runner.run(async (tx) => {
      afterCommit(tx, () => seen.push('rolled back'));
      await sql(tx, 'SELECT 1/0');
    });
    await expect(failing).rejects.toThrow(/division by zero/);
    expect(seen).toEqual(['committed']);
  });

  it('maps types alike', async () => {
    const id = '0199d3c0-0000-7000-8000-000000000001';
    const at = new Date('2026-02-03T04:05:06.789Z');
    const doc = { 名称: '春季外套', sizes: [36, 38], nested: { nothing: null } };
    const tags = ['退货', 'a "quoted", {braced} tag', ''];
    await db.query('INSERT INTO sample VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      id,
      9_007_199_254_740_991,
      '199.90',
      true,
      at,
      "O'Neil; DROP TABLE sample --",
      JSON.stringify(doc),
      tags,
      '[0.25,-1,3]',
    ]);
    const [row] = await db.query<Record<string, unknown>>('SELECT * FROM sample WHERE id = $1', [id]);
    expect(row).toEqual({
      id,
      big: 9_007_199_254_740_991,
      amount: '199.90',
      flag: true,
      at,
      note: "O'Neil; DROP TABLE sample --",
      doc,
      tags,
      place: '[0.25,-1,3]',
    });
    const [count] = await db.query<{ n: number }>('SELECT count(*) AS n FROM sample WHERE id = ANY($1::uuid[])', [
      [id],
    ]);
    expect(count?.n).toBe(1);
    const [nothing] = await db.query('UPDATE sample SET note = $2, doc = $3 WHERE id = $1 RETURNING note, doc', [
      id,
      null,
      null,
    ]);
    expect(nothing).toEqual({ note: null, doc: null });
  });

  it('finds neighbours by cosine distance', async () => {
    await db.query(`CREATE TABLE place (name text, at vector(3))`);
    await db.query(`CREATE INDEX ON place USING hnsw (at vector_cosine_ops)`);
    await db.query(`INSERT INTO place VALUES ('x', '[1,0,0]'), ('y', '[0,1,0]'), ('xy', '[1,1,0]')`);
    const rows = await db.query<{ name: string }>('SELECT name FROM place ORDER BY at <=> $1::vector LIMIT 2', [
      '[1,0.1,0]',
    ]);
    expect(rows.map((r) => r.name)).toEqual(['x', 'xy']);
  });

  it('has the time in UTC and the extensions that the schema needs', async () => {
    const rows = await db.query<{ extname: string }>(`SELECT extname FROM pg_extension`);
    expect(rows.map((r) => r.extname)).toEqual(expect.arrayContaining(['vector', 'pg_trgm']));
  });

  it('has nothing left to migrate, also when two processes look at once', async () => {
    expect(await Promise.all([migrate(dataSource), migrate(dataSource)])).toEqual([[], []]);
  });
});
