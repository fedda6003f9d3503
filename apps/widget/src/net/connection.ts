import type { Locale, SessionPayload, ShopperClientEvents, ShopperServerEvents, WireError } from '#kernel';
import { io, type Socket } from 'socket.io-client';

export type ShopperSocket = Socket<ShopperServerEvents, ShopperClientEvents>;

export interface ConnectionOptions {
  /** The desk's address; a path is kept, for a desk behind a reverse proxy. */
  readonly server: string;
  readonly locale: Locale;
  readonly storeId?: string;
  /** Read anew before every try, so that another tab's token or a new identity is used. */
  readonly credentials: () => { token?: string; identity?: string };
}

export interface ConnectionEvents {
  /** The server has told who we are and what it knows. */
  session(payload: SessionPayload): void;
  /** The connection is gone or could not be made; a new try is under way. */
  offline(): void;
  /** The server refused us and said why. Answer whether to try again now, e.g. without the refused identity. */
  refused(error: Pick<WireError, 'code'> & Partial<WireError>): boolean;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;

/** What a refused handshake carries: the error itself or wrapped as on REST, else only its message. */
function refusal(error: Error & { data?: unknown }): Pick<WireError, 'code'> & Partial<WireError> {
  const data = error.data as { code?: unknown; error?: unknown } | undefined;
  const found = [data, data?.error].find(
    (each): each is WireError => typeof each === 'object' && each !== null && 'code' in each,
  );
  return found ?? { code: error.message as WireError['code'] };
}

/**
 * The socket to the desk. It stays connected until close(): Socket.IO repairs a lost line by itself, but gives up after the
 * server has refused or closed a connection; those are tried again here, slower each time.
 */
export class Connection {
  readonly socket: ShopperSocket;
  private refusals = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  /** True between a session and the end of its connection. */
  ready = false;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    const base = new URL(options.server);
    this.socket = io(`${base.origin}/shopper`, {
      path: `${base.pathname.replace(/\/$/, '')}/socket.io`,
      transports: ['websocket'],
      autoConnect: false,
      // One connection of our own: the host page may use Socket.IO too.
      forceNew: true,
      reconnectionDelay: FIRST_RETRY_MS,
      reconnectionDelayMax: LONGEST_RETRY_MS,
      auth: (give) => {
        give({ ...options.credentials(), locale: options.locale, storeId: options.storeId });
      },
    });
    this.socket.on('session', (payload) => {
      this.refusals = 0;
      this.ready = true;
      events.session(payload);
    });
    this.socket.on('disconnect', () => {
      this.ready = false;
      events.offline();
      if (!this.socket.active) this.retryLater();
    });
    this.socket.on('connect_error', (error) => {
      this.ready = false;
      const refused = this.socket.active ? null : refusal(error);
      if (refused === null) events.offline();
      else if (events.refused(refused)) this.retryNow();
      else this.retryLater(refused.retryAfterMs);
    });
  }

  open(): void {
    if (this.closed || this.socket.connected) return;
    this.socket.connect();
  }

  /** The network is said to be back, or somebody looks at the page again: do not wait for the next try. */
  retryNow(): void {
    if (this.closed || this.socket.connected) return;
    clearTimeout(this.timer);
    this.socket.disconnect().connect();
  }

  /** Leaves and comes back, with the credentials of now. */
  renew(): void {
    this.ready = false;
    this.socket.disconnect().connect();
  }

  close(): void {
    this.closed = true;
    this.ready = false;
    clearTimeout(this.timer);
    this.socket.disconnect();
  }

  private retryLater(afterMs?: number): void {
    if (this.closed) return;
    const slower = Math.min(FIRST_RETRY_MS * 2 ** this.refusals++, LONGEST_RETRY_MS);
    clearTimeout(this.timer);
    // Spread out, so that a restarted desk does not get everybody in the same instant.
    this.timer = setTimeout(() => this.open(), (afterMs ?? slower) * (0.75 + Math.random() / 2));
  }
}
