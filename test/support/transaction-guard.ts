import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Namespace, Server, Socket } from 'socket.io';
import { TransactionRunner, type Tx } from '#platform';

/**
 * Notes every HTTP request and every push to a socket that is made while the transaction of the same call is open. What runs after the
 * commit (`afterCommit`) is outside.
 */
export class TransactionGuard {
  readonly broken: string[] = [];
  /** How many transactions were watched, so that a test can tell that it watched any. */
  watched = 0;
  private readonly open = new AsyncLocalStorage<true>();
  private readonly undo: (() => void)[] = [];

  install(): this {
    const run = TransactionRunner.prototype.run;
    const inside = <T>(work: (tx: Tx) => Promise<T>): ((tx: Tx) => Promise<T>) => {
      this.watched++;
      return (tx) => this.open.run(true, () => work(tx));
    };
    TransactionRunner.prototype.run = function <T>(this: TransactionRunner, work: (tx: Tx) => Promise<T>): Promise<T> {
      return run.call(this, inside(work)) as Promise<T>;
    };
    this.undo.push(() => (TransactionRunner.prototype.run = run));
    // What `to` and `local` give has no exported name.
    const operator = Object.getPrototypeOf(new Server().of('/any').local) as Emitter;
    this.watch(operator, 'Room');
    this.watch(Namespace.prototype as Emitter, 'Namespace');
    this.watch(Socket.prototype as Emitter, 'Socket');
    const onRequest = (): void => this.note('HTTP request');
    // Of Node's own clients: fetch, and http with everything built on it.
    for (const channel of ['undici:request:create', 'http.client.request.start']) {
      subscribe(channel, onRequest);
      this.undo.push(() => void unsubscribe(channel, onRequest));
    }
    return this;
  }

  remove(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private watch(prototype: Emitter, name: string): void {
    const emit = prototype.emit;
    const note = (event: unknown): void => this.note(`${name} ${String(event)}`);
    prototype.emit = function (this: unknown, ...args: unknown[]) {
      note(args[0]);
      return emit.apply(this, args);
    };
    this.undo.push(() => (prototype.emit = emit));
  }

  private note(what: string): void {
    if (this.open.getStore()) this.broken.push(`${what} in a transaction`);
  }
}

interface Emitter {
  emit(this: unknown, ...args: unknown[]): boolean;
}
