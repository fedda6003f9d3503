import type { Ack } from '#kernel';
import type { Translate } from '../lib/words.js';
import type { DeskState, Store } from '../state/state.js';
import { Connection, type ConnectionEvents, type ConnectionOptions, type ShopperSocket } from './connection.js';

const ACK_MS = 10_000;
const REMARK_MS = 8_000;

/** The connection as acts of the shopper use it: asks with a limit in time, and says in a remark what did not work. */
export class Line {
  readonly connection: Connection;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly store: Store<DeskState>,
    private readonly t: Translate,
    options: ConnectionOptions,
    events: ConnectionEvents,
  ) {
    this.connection = new Connection(options, events);
  }

  get ready(): boolean {
    return this.connection.ready;
  }

  close(): void {
    this.connection.close();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** Rejects when there is no acknowledgement in time or the line breaks. */
  call<T>(emit: (socket: ReturnType<ShopperSocket['timeout']>) => Promise<T>): Promise<T> {
    return emit(this.connection.socket.timeout(ACK_MS));
  }

  /** Waits for an acknowledgement; says in a remark when it is a refusal or does not come. */
  async ask<T extends object>(
    emit: (socket: ReturnType<ShopperSocket['timeout']>) => Promise<Ack<T>>,
  ): Promise<T | null> {
    const ack = await this.call(emit).catch(() => null);
    if (ack?.ok) return ack;
    this.remark(ack === null ? this.t('actionFailed') : ack.error.message);
    return null;
  }

  /** Whether there is a line now; says so when there is none. */
  needed(): boolean {
    if (this.ready) return true;
    this.remark(this.t('needsNetwork'));
    return false;
  }

  /** While the very first connection is being made: waits until it is made or has failed. */
  firstSession(): Promise<void> {
    if (this.store.state.connection !== 'connecting') return Promise.resolve();
    return new Promise((resolve) => {
      const end = this.store.subscribe(() => {
        if (this.store.state.connection === 'connecting') return;
        end();
        resolve();
      });
    });
  }

  remark(words: string): void {
    this.store.patch({ remark: words });
    this.later('remark', REMARK_MS, () => this.store.patch({ remark: null }));
  }

  /** Does `work` after `ms`; a later call of the same name takes its place. */
  later(name: string, ms: number, work: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(work, ms));
  }
}
