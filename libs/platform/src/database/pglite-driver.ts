import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

interface Result {
  rows: Record<string, unknown>[];
  rowCount: number;
  command?: string;
}

interface WorkerReply {
  id?: number;
  ready?: boolean;
  result?: Result;
  error?: string | (Record<string, unknown> & { message: string });
}

const WORKER = new URL('./pglite.worker.js', import.meta.url);

/** PGlite in a worker thread: one backend, asked one thing at a time. */
class PgliteBackend {
  private worker?: Worker;
  private readonly waiting = new Map<number, { resolve: (r: Result) => void; reject: (e: Error) => void }>();
  private nextId = 1;
  private dead?: Error;
  readonly ready: Promise<void>;

  constructor(folder: string | undefined) {
    this.ready = this.open(folder);
    // Whoever connects hears of the failure; until then it must not count as unhandled.
    this.ready.catch(() => undefined);
  }

  private async open(folder: string | undefined): Promise<void> {
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Making a database takes 180 MB that a WebAssembly memory never gives back: a thread of its own does it, and ends.
      if (!existsSync(join(folder, 'PG_VERSION'))) await this.make(folder);
    }
    await new Promise<void>((resolve, reject) => {
      const worker = new Worker(WORKER, { workerData: { folder }, execArgv: [] });
      this.worker = worker;
      worker.on('message', (reply: WorkerReply) => {
        if (reply.id !== undefined) this.settle(reply.id, reply);
        else if (reply.ready) resolve();
        else reject(didNotOpen(reply));
      });
      const fail = (error: Error): void => {
        this.dead = error;
        reject(error);
        for (const w of this.waiting.values()) w.reject(error);
        this.waiting.clear();
      };
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`the embedded database has stopped (code ${code})`)));
    });
  }

  private make(folder: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(WORKER, { workerData: { folder }, execArgv: [] });
      worker.on('error', reject);
      worker.on('message', (reply: WorkerReply) => {
        if (reply.ready) worker.postMessage({ id: 0, close: true });
        else if (reply.ready === false) reject(didNotOpen(reply));
        else void worker.terminate().then(() => resolve(), reject);
      });
    });
  }

  ask(request: { text?: string; params?: unknown[]; close?: boolean }): Promise<Result> {
    if (this.dead) return Promise.reject(this.dead);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.postMessage({ id, ...request });
    });
  }

  async close(): Promise<void> {
    await this.ready;
    await this.ask({ close: true });
    await this.worker?.terminate();
  }

  private settle(id: number, reply: WorkerReply): void {
    const w = this.waiting.get(id);
    this.waiting.delete(id);
    if (!w) return;
    if (reply.result) return w.resolve(reply.result);
    const known = typeof reply.error === 'object' ? reply.error : { message: String(reply.error) };
    w.reject(Object.assign(new Error(known.message), known));
  }
}

function didNotOpen(reply: WorkerReply): Error {
  return new Error(`the embedded database did not open: ${String(reply.error)}`);
}

/** Values as the worker's serialisers take them: no undefined, byte arrays instead of Buffers of a shared pool. */
function transferable(params: unknown[] | undefined): unknown[] | undefined {
  return params?.map((p) => (p === undefined ? null : Buffer.isBuffer(p) ? new Uint8Array(p) : p));
}

type QueryInput = string | { text: string; values?: unknown[] };
type Callback<T> = (error: Error | null, value?: T, release?: (error?: Error) => void) => void;

class PgliteClient extends EventEmitter {
  private inTransaction = false;

  constructor(private readonly backend: PgliteBackend) {
    super();
    this.setMaxListeners(0);
  }

  query(
    input: QueryInput,
    values?: unknown[] | Callback<Result>,
    callback?: Callback<Result>,
  ): Promise<Result> | undefined {
    const text = typeof input === 'string' ? input : input.text;
    const params = Array.isArray(values) ? values : typeof input === 'object' ? input.values : undefined;
    const done = typeof values === 'function' ? values : callback;
    const running = this.run(text, params);
    if (!done) return running;
    running.then(
      (result) => done(null, result),
      (error: Error) => done(error),
    );
    return undefined;
  }

  private async run(text: string, params: unknown[] | undefined): Promise<Result> {
    const command = /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
    if (command === 'BEGIN' || command === 'START') this.inTransaction = true;
    const result = await this.backend.ask({ text, params: transferable(params) });
    if (command === 'COMMIT' || (command === 'ROLLBACK' && !/\bTO\b/i.test(text))) this.inTransaction = false;
    result.command = command;
    return result;
  }

  /** A client given back in the middle of a transaction must not hand that transaction to the next one. */
  async reset(): Promise<void> {
    if (!this.inTransaction) return;
    this.inTransaction = false;
    await this.backend.ask({ text: 'ROLLBACK' });
  }
}

/**
 * A `pg.Pool` over the one backend of PGlite: `connect` leases it to one client at a time until `release`, so that a transaction is
 * never mixed with another caller's statements. TypeORM takes it through its `driver` option and needs nothing else.
 */
export class PglitePool extends EventEmitter {
  private backend: PgliteBackend;
  private readonly folder: string | undefined;
  private leased = false;
  private readonly queue: (() => void)[] = [];

  constructor(options: { folder?: string }) {
    super();
    this.folder = options.folder;
    this.backend = new PgliteBackend(options.folder);
  }

  connect(callback?: Callback<PgliteClient>): Promise<PgliteClient> | undefined {
    const leasing = this.lease();
    if (!callback) return leasing.then((l) => Object.assign(l.client, { release: l.release }));
    leasing.then(
      ({ client, release }) => callback(null, client, release),
      (error: Error) => callback(error),
    );
    return undefined;
  }

  end(callback?: (error?: Error) => void): Promise<void> | undefined {
    const closing = this.backend.close();
    if (!callback) return closing;
    closing.then(
      () => callback(),
      (error: Error) => callback(error),
    );
    return undefined;
  }

  /** Closes and opens the database between two leases: a WebAssembly memory only grows, and after a bulk load it is mostly empty. */
  async recycle(): Promise<void> {
    const { release } = await this.lease();
    try {
      await this.backend.close();
      this.backend = new PgliteBackend(this.folder);
      await this.backend.ready;
    } finally {
      release();
    }
  }

  private async lease(): Promise<{ client: PgliteClient; release: () => void }> {
    await this.backend.ready;
    if (this.leased) await new Promise<void>((turn) => this.queue.push(turn));
    this.leased = true;
    const client = new PgliteClient(this.backend);
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      client.reset().then(
        () => this.next(),
        (error: Error) => {
          this.emit('error', error);
          this.next();
        },
      );
    };
    return { client, release };
  }

  private next(): void {
    const turn = this.queue.shift();
    if (turn) turn();
    else this.leased = false;
  }
}

/** What TypeORM's PostgresDriver expects of the `pg` module. */
export function pgliteDriver(folder: string | undefined): { Pool: new () => PglitePool } {
  return {
    Pool: class extends PglitePool {
      constructor() {
        super({ folder });
      }
    },
  };
}
