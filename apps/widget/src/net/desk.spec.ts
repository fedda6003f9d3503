import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  SessionPayload,
  ShopperClientEvents,
  ShopperServerEvents,
  WireConversation,
  WireError,
  WireMessage,
} from '#kernel';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { Memory } from '../lib/memory.js';
import { Desk } from './desk.js';

/** A desk that keeps one conversation in memory, over a real Socket.IO server; tests break it on purpose. */
class SmallDesk {
  readonly http: HttpServer = createServer();
  readonly io = new Server<ShopperClientEvents, ShopperServerEvents>(this.http);
  readonly messages: WireMessage[] = [];
  readonly handshakes: Record<string, unknown>[] = [];
  readonly sends: string[] = [];
  refuse: ((auth: Record<string, unknown>) => string | null) | null = null;
  /** Answers a send instead of storing it: an error, or never. */
  disturb: ((clientId: string) => WireError | 'silence' | null) | null = null;
  status: WireConversation['status'] = 'bot';

  async start(port = 0): Promise<string> {
    const shopper = this.io.of('/shopper');
    shopper.use((socket, next) => {
      const auth = socket.handshake.auth as Record<string, unknown>;
      this.handshakes.push(auth);
      const code = this.refuse?.(auth) ?? null;
      next(code === null ? undefined : Object.assign(new Error(code), { data: { code, message: code } }));
    });
    shopper.on('connection', (socket) => this.serve(socket));
    await new Promise<void>((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  get conversation(): WireConversation {
    const at = '2026-03-01T08:00:00.000Z';
    const lastSeq = this.messages.length;
    return {
      id: 'c1',
      status: this.status,
      channel: 'web',
      ownershipVersion: 1,
      lastSeq,
      createdAt: at,
      updatedAt: at,
    };
  }

  add(kind: WireMessage['author']['kind'], text: string, clientId?: string): WireMessage {
    const seq = this.messages.length + 1;
    const createdAt = new Date().toISOString();
    const message = { id: `m${seq}`, conversationId: 'c1', seq, author: { kind }, text, clientId, createdAt };
    this.messages.push(message);
    return message;
  }

  session(): SessionPayload {
    const conversation = this.messages.length > 0 ? this.conversation : null;
    return { token: 'token-1', shopperId: 's1', conversation, messages: this.messages.slice(-3), hasMore: false };
  }

  cut(): void {
    this.io.of('/shopper').sockets.forEach((socket) => socket.conn.close());
  }

  private serve(socket: Socket<ShopperClientEvents, ShopperServerEvents>): void {
    socket.emit('session', this.session());
    socket.on('message.send', (payload, reply) => {
      this.sends.push(payload.clientId);
      const trouble = this.disturb?.(payload.clientId) ?? null;
      if (trouble === 'silence') return;
      if (trouble !== null) return reply({ ok: false, error: trouble });
      const stored = this.messages.find((each) => each.clientId === payload.clientId);
      const message = stored ?? this.add('shopper', payload.text ?? '', payload.clientId);
      reply({ ok: true, message });
      socket.emit('message.created', message);
    });
    socket.on('sync', ({ afterSeq, limit = 200 }, reply) => {
      const later = this.messages.filter((each) => each.seq > afterSeq);
      reply({ ok: true, messages: later.slice(0, limit), hasMore: later.length > limit });
    });
    socket.on('human.request', (_payload, reply) => {
      this.status = 'queued';
      if (this.messages.length === 0) this.add('system', 'queued');
      reply({ ok: true, conversation: this.conversation });
    });
    socket.on('queue.leave', (_payload, reply) => {
      reply({ ok: false, error: { code: 'CRITICAL_STAYS', message: 'stays' } });
    });
    socket.on('csat.submit', (_payload, reply) => reply({ ok: true }));
  }
}

async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!what()) {
    if (performance.now() > end) throw new Error('did not happen within a minute');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('Desk', () => {
  let server: SmallDesk;
  let desk: Desk;
  let memory: Memory;
  let url: string;

  function openDesk(): Desk {
    desk = new Desk({
      server: url,
      locale: 'en',
      memory,
      t: (key) => key,
      context: () => ({ url: 'https://shop.example/p/1', productId: 'p1' }),
      tell: () => undefined,
    });
    desk.open();
    return desk;
  }

  const seqs = (): number[] => desk.store.state.thread.messages.map((message) => message.seq);
  const texts = (): string[] => desk.store.state.thread.messages.map((message) => message.text);
  const ready = (): boolean => desk.store.state.connection === 'ready';

  beforeEach(async () => {
    server = new SmallDesk();
    url = await server.start();
    memory = new Memory(url, null, null);
  });

  afterEach(async () => {
    desk.close();
    await server.io.close();
  });

  it('shows a message at once, then as stored, and keeps the token for the next visit', async () => {
    openDesk().send('  hello ');
    expect(desk.store.state.thread.pending.map((each) => [each.text, each.state])).toEqual([['hello', 'sending']]);
    await until(() => texts().length === 1);
    expect(desk.store.state.thread.pending).toEqual([]);
    desk.close();
    openDesk();
    await until(() => ready() && texts().length === 1);
    expect(server.handshakes.map((auth) => auth['token'])).toEqual([undefined, 'token-1']);
  });

  it('sends in the order of writing, also after a refusal that passes', async () => {
    let first = true;
    server.disturb = () => {
      const limited = first;
      first = false;
      return limited ? { code: 'RATE_LIMITED', message: 'slow', retryAfterMs: 30 } : null;
    };
    openDesk();
    ['one', 'two', 'three'].forEach((text) => desk.send(text));
    await until(() => texts().length === 3);
    expect(texts()).toEqual(['one', 'two', 'three']);
  });

  it('says why a message was refused, goes on with the next one, and retries with the same clientId', async () => {
    server.disturb = (clientId) =>
      clientId === server.sends[0] ? { code: 'TEXT_TOO_LONG', message: 'too long' } : null;
    openDesk().send('one');
    desk.send('two');
    await until(() => texts().length === 1);
    const [failed] = desk.store.state.thread.pending;
    expect([failed?.state, failed?.reason, texts()]).toEqual(['failed', 'too long', ['two']]);
    server.disturb = null;
    desk.retry(failed!.clientId);
    await until(() => texts().length === 2);
    expect(server.sends.filter((id) => id === failed!.clientId)).toHaveLength(2);
    expect(desk.store.state.thread.pending).toEqual([]);
  });

  it('comes back after a cut with what was said meanwhile and what was written meanwhile, and says so', async () => {
    openDesk().send('before');
    await until(() => texts().length === 1);
    server.cut();
    await until(() => !ready());
    for (let at = 0; at < 10; at++) server.add('bot', `meanwhile ${at}`);
    desk.send('written offline');
    expect(desk.store.state.thread.pending).toHaveLength(1);
    await until(() => ready() && texts().length === 12 && desk.store.state.restoredAfter !== null);
    expect(seqs()).toEqual(server.messages.map((message) => message.seq));
    expect(desk.store.state.thread.pending).toEqual([]);
  });

  it('sends again after a cut that swallowed the acknowledgement; the server stores it once', async () => {
    let swallowed = false;
    server.disturb = (clientId) => {
      if (swallowed) return null;
      swallowed = true;
      server.add('shopper', 'only once', clientId);
      setTimeout(() => server.cut(), 20);
      return 'silence';
    };
    openDesk().send('only once');
    await until(() => swallowed && ready() && texts().length === 1 && desk.store.state.thread.pending.length === 0);
    await until(() => server.sends.length === 2);
    expect(server.messages).toHaveLength(1);
  });

  it('fetches a message that got lost on the way', async () => {
    openDesk().send('one');
    await until(() => texts().length === 1);
    server.add('bot', 'lost');
    const last = server.add('bot', 'arrived');
    server.io.of('/shopper').emit('message.created', last);
    await until(() => texts().length === 3);
    expect(texts()).toEqual(['one', 'lost', 'arrived']);
  });

  it('asks for a person before anything was said, and shows why the queue cannot be left', async () => {
    openDesk();
    await until(ready);
    await desk.requestHuman();
    expect(desk.store.state.conversation?.status).toBe('queued');
    await until(() => texts().length === 1);
    await desk.leaveQueue();
    expect([desk.store.state.remark, desk.store.state.leavingQueue]).toEqual(['stays', false]);
  });

  it('goes on as a guest when the identity is refused', async () => {
    server.refuse = (auth) => (auth['identity'] === undefined ? null : 'IDENTITY_INVALID');
    openDesk();
    await until(ready);
    desk.identify('forged');
    await until(() => server.handshakes.length === 3 && ready());
    expect(desk.store.state.remark).toBe('identityRefused');
  });

  it('asks for a person as soon as the first connection stands', async () => {
    const asked = openDesk().requestHuman();
    expect([desk.store.state.askingHuman, desk.store.state.connection]).toEqual([true, 'connecting']);
    await asked;
    expect([desk.store.state.conversation?.status, desk.store.state.askingHuman]).toEqual(['queued', false]);
  });

  it('goes on as the shopper of the other tab when both came for the first time at once', async () => {
    server.refuse = () => {
      memory.write({ token: 'of the other tab' });
      return null;
    };
    openDesk();
    await until(() => ready() && server.handshakes.length === 2);
    expect(server.handshakes[1]?.['token']).toBe('of the other tab');
  });

  it('empties the screen when another tab has signed out', async () => {
    openDesk().send('secret');
    await until(() => texts().length === 1);
    server.messages.length = 0;
    memory.forget();
    desk.followLogout();
    expect(texts()).toEqual([]);
  });

  it('keeps trying when the server refuses for the moment', async () => {
    let tries = 0;
    server.refuse = () => (++tries < 3 ? 'UNAVAILABLE' : null);
    openDesk();
    await until(() => desk.store.state.connection === 'unreachable');
    await until(ready);
  });

  it('forgets everything at sign-out', async () => {
    openDesk().send('secret');
    await until(() => texts().length === 1);
    server.messages.length = 0;
    desk.logout();
    expect(texts()).toEqual([]);
    expect(memory.read()).toEqual({});
    await until(() => server.handshakes.length === 2 && ready());
    expect(server.handshakes[1]?.['token']).toBeUndefined();
  });

  it('counts what was not read and remembers how far was read', async () => {
    openDesk().send('one');
    await until(() => texts().length === 1);
    server.io.of('/shopper').emit('message.created', server.add('agent', 'hello'));
    await until(() => texts().length === 2);
    expect(desk.unread).toBe(1);
    desk.markSeen();
    expect(desk.unread).toBe(0);
    desk.close();
    openDesk();
    await until(() => texts().length === 2);
    expect(desk.unread).toBe(0);
  });
});
