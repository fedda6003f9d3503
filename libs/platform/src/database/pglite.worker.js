// @ts-check
// The embedded database's own thread. Plain JavaScript with checked types, because a worker thread is loaded from a file, in tests
// from the source folder and in the product from dist/, and Node runs only JavaScript.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PreparedStatements } from './pglite-statements.js';

const port = parentPort;
if (port === null) throw new Error('pglite.worker.js runs in a worker thread only');

/** @type {Promise<PGlite>} */
const opened = PGlite.create({
  dataDir: workerData.folder,
  extensions: { vector, pg_trgm },
  // bigint (count(*), sequences) as number, as pg does with parseInt8: the desk's numbers stay below 2^53.
  // A small cache of its own, since the system caches the files: 110 MB less than the usual 128 MB take in WebAssembly.
  // How many neighbours a vector search keeps in sight: fewer than on a server, since WebAssembly takes longer for each.
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB', '-c', 'hnsw.ef_search=64'],
  parsers: { [types.INT8]: Number, [types.NUMERIC]: String },
});

/** Arrays are serialised by types that PGlite reads from the database. */
const statements = opened.then(async (db) => {
  await db.refreshArrayTypes();
  return new PreparedStatements(db);
});

statements.then(
  () => port.postMessage({ ready: true }),
  (error) => port.postMessage({ ready: false, error: String(error?.message ?? error) }),
);

/**
 * @param {{ id: number, text?: string, params?: unknown[], close?: boolean }} request
 */
async function answer(request) {
  const db = await opened;
  if (request.close) {
    await db.close();
    return { rows: [], rowCount: 0 };
  }
  const text = request.text ?? '';
  if (!request.params || request.params.length === 0) {
    const results = await db.exec(text);
    const last = results.at(-1);
    return { rows: last?.rows ?? [], rowCount: last?.affectedRows || last?.rows.length || 0 };
  }
  return (await statements).query(text, request.params);
}

port.on('message', (request) => {
  answer(request).then(
    (result) => port.postMessage({ id: request.id, result }),
    (error) => {
      const { message, code, detail, constraint, table, schema, column, severity, where, position, routine } =
        error ?? {};
      const known = {
        message: String(message ?? error),
        code,
        detail,
        constraint,
        table,
        schema,
        column,
        severity,
        where,
        position,
        routine,
      };
      port.postMessage({ id: request.id, error: known });
    },
  );
});
