import { io, type Socket } from 'socket.io-client';
import type { Ack, AgentClientEvents, AgentServerEvents, WireError } from '#kernel';
import { CallError, fromWire } from '../api/client.js';
import type { Session } from '../session/session.js';

/** Events of ours that are answered. */
export type AskEvent = Exclude<keyof AgentClientEvents, 'typing'>;
type PayloadOf<E extends AskEvent> = Parameters<AgentClientEvents[E]>[0];
type AckOf<E extends AskEvent> = Parameters<AgentClientEvents[E]>[1] extends (ack: infer A) => void ? A : never;
export type AnswerOf<E extends AskEvent> = Extract<AckOf<E>, { ok: true }>;

const ANSWER_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

export interface LinkOptions {
  /** '' in the browser. */
  origin: string;
  locale: () => string;
  onDown: () => void;
}

/** The agent's socket: it signs in with a token of now at every attempt and comes back by itself until it is closed. */
export class Link {
  private readonly socket: Socket;
  private used: string | undefined;
  private refused: string | undefined;
  private retryMs = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: Session,
    options: LinkOptions,
  ) {
    this.socket = io(`${options.origin}/agent`, {
      transports: ['websocket'],
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      auth: (give) => {
        this.token().then(
          (token) => give({ token, locale: options.locale() }),
          // Without a token the server refuses, and `refusedAttempt` tries again later.
          () => give({ locale: options.locale() }),
        );
      },
    });
    this.socket.on('connect', () => {
      this.retryMs = FIRST_RETRY_MS;
      this.refused = undefined;
    });
    this.socket.on('disconnect', (reason) => {
      options.onDown();
      // The server ended it, most likely because the token has run out: come back with a new one.
      if (reason === 'io server disconnect') this.again(0);
    });
    this.socket.on('connect_error', (error: Error & { data?: unknown }) => {
      options.onDown();
      // Socket.IO goes on by itself after trouble on the way; not after a refusal.
      if (this.socket.active) return;
      if (refusesToken(error.data)) this.refused = this.used;
      this.again(this.retryMs);
      this.retryMs = Math.min(LAST_RETRY_MS, this.retryMs * 2);
    });
  }

  on<E extends keyof AgentServerEvents>(event: E, listener: AgentServerEvents[E]): void {
    this.socket.on(event as string, listener as (...args: unknown[]) => void);
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  open(): void {
    this.socket.connect();
  }

  close(): void {
    clearTimeout(this.timer);
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }

  /** Comes again from the start: what is said in the handshake (the language) has changed. */
  renew(): void {
    if (this.socket.connected) this.socket.disconnect().connect();
  }

  /** Tries at once, for when the browser says that the network is back. */
  hurry(): void {
    if (!this.socket.connected) this.socket.disconnect().connect();
  }

  /** @throws CallError: the server's code, NETWORK without a connection, TIMEOUT without an answer. */
  async ask<E extends AskEvent>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E>> {
    if (!this.socket.connected) throw new CallError('NETWORK', '', 0);
    let answer: Ack;
    try {
      answer = (await this.socket.timeout(ANSWER_MS).emitWithAck(event, payload)) as Ack;
    } catch (error) {
      // Socket.IO's own error: no answer in time, or the connection went while waiting for it.
      throw new CallError(
        this.socket.connected ? 'TIMEOUT' : 'NETWORK',
        error instanceof Error ? error.message : '',
        0,
      );
    }
    if (!answer.ok) throw fromWire((answer as { error: WireError }).error);
    return answer as AnswerOf<E>;
  }

  /** Says that the agent writes; lost when there is no connection. */
  typing(conversationId: string, active: boolean): void {
    this.socket.volatile.emit('typing', { conversationId, active });
  }

  private async token(): Promise<string> {
    this.used = undefined;
    this.used = await this.session.accessToken(this.refused);
    return this.used;
  }

  private again(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.socket.connect(), delayMs);
  }
}

/** True when it was the token that was refused, and not, say, too many attempts. */
function refusesToken(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('code' in data)) return true;
  return data.code === 'TOKEN_INVALID' || data.code === 'UNAUTHENTICATED';
}
