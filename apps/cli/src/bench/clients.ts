import { io, type Socket } from 'socket.io-client';
import {
  newId,
  type AgentClientEvents,
  type AgentServerEvents,
  type Offer,
  type ShopperClientEvents,
  type ShopperServerEvents,
  type WireMessage,
} from '#kernel';
import { DEMO_PASSWORD } from './place.js';

const PATIENCE_MS = 30_000;

function open<S extends Socket>(url: string, auth: object): S {
  return io(url, { transports: ['websocket'], auth, forceNew: true, reconnection: false }) as S;
}

/** Resolves with the arguments of the next `event`; rejects when the connection is refused or nothing comes. */
export function next<T>(socket: Socket, event: string, matches: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      socket.off(event, hear);
      socket.off('connect_error', refuse);
      socket.off('disconnect', lose);
    };
    const hear = (value: T): void => {
      if (!matches(value)) return;
      settle();
      resolve(value);
    };
    const refuse = (error: Error): void => {
      settle();
      reject(error);
    };
    const lose = (reason: string): void => refuse(new Error(`the connection was lost: ${reason}`));
    const timer = setTimeout(() => refuse(new Error(`no ${event} within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
    socket.on(event, hear);
    socket.on('connect_error', refuse);
    socket.on('disconnect', lose);
  });
}

/** `handed_over`: a person is asked instead, so this shopper gets no more answers of the bot. */
export type Asked = { outcome: 'answered' | 'handed_over'; ms: number };

/** A shopper with the widget's way of sending, one question at a time. */
export class BenchShopper {
  private constructor(readonly socket: Socket<ShopperServerEvents, ShopperClientEvents>) {}

  static async connect(url: string): Promise<BenchShopper> {
    const socket = open<Socket<ShopperServerEvents, ShopperClientEvents>>(`${url}/shopper`, { locale: 'zh-CN' });
    await next(socket, 'session');
    return new BenchShopper(socket);
  }

  /** Asks; done when the message is acknowledged and its answer is here. Milliseconds from the sending on. */
  async ask(text: string): Promise<Asked> {
    const began = performance.now();
    const replied = next<WireMessage>(
      this.socket,
      'message.created',
      (m) => m.answers !== undefined || m.notice === 'handoff' || m.notice === 'handoff_offline',
    );
    const [, reply] = await Promise.all([this.send(text), replied]);
    return { outcome: reply.answers ? 'answered' : 'handed_over', ms: performance.now() - began };
  }

  async send(text: string): Promise<WireMessage> {
    const ack = await this.socket.timeout(PATIENCE_MS).emitWithAck('message.send', { clientId: newId(), text });
    if (!ack.ok) throw new Error(`a message was refused: ${ack.error.code}`);
    return ack.message;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** One of the demo shop's team at the console, online with the largest capacity. */
export class BenchAgent {
  private constructor(readonly socket: Socket<AgentServerEvents, AgentClientEvents>) {}

  static async signIn(url: string, email: string): Promise<BenchAgent> {
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: DEMO_PASSWORD }),
    });
    if (!response.ok) throw new Error(`${email} could not sign in: ${await response.text()}`);
    const { accessToken } = (await response.json()) as { accessToken: string };
    const socket = open<Socket<AgentServerEvents, AgentClientEvents>>(`${url}/agent`, { token: accessToken });
    await next(socket, 'ready');
    const agent = new BenchAgent(socket);
    await agent.done('presence.set', { status: 'online', capacity: 50 });
    return agent;
  }

  onOffer(hear: (offer: Offer) => void): void {
    this.socket.on('conversation.offered', hear);
  }

  accept(conversationId: string): Promise<void> {
    return this.done('conversation.accept', { conversationId });
  }

  resolve(conversationId: string): Promise<void> {
    return this.done('conversation.resolve', { conversationId });
  }

  say(conversationId: string, text: string): Promise<void> {
    return this.done('message.send', { conversationId, clientId: newId(), text });
  }

  close(): void {
    this.socket.disconnect();
  }

  private async done(event: keyof AgentClientEvents, payload: object): Promise<void> {
    const call = this.socket.timeout(PATIENCE_MS) as unknown as {
      emitWithAck(event: string, payload: object): Promise<{ ok: boolean; error?: { code: string } }>;
    };
    const ack = await call.emitWithAck(event, payload);
    if (!ack.ok) throw new Error(`${event} was refused: ${ack.error?.code ?? ''}`);
  }
}
