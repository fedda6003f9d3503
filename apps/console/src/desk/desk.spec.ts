import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CaseFile, WireAgent, WireConversationItem, WireMessage } from '#kernel';
import { newId } from '#kernel';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { Api } from '../api/api.js';
import { MemoryStorage } from '../lib/storage.js';
import { Session } from '../session/session.js';
import { Desk } from './desk.js';

const ME: WireAgent = { id: 'me', email: 'lin@demo.local', name: '林', role: 'agent', skills: [] };

type Ack = (answer: object) => void;
interface Sent {
  conversationId: string;
  clientId: string;
  text: string;
}

/** A desk's server in small, with real HTTP and sockets: it stores each client id once and can misbehave on demand. */
class DeskServer {
  readonly http: HttpServer;
  readonly io: Server;
  readonly messages: WireMessage[] = [];
  item: WireConversationItem;
  /** What happens to the next sends, in order: `lose` stores and cuts the line before answering. */
  readonly mischief: ('lose' | 'limit' | 'refuse')[] = [];
  syncs = 0;
  closed = false;
  readonly socket = (): Socket | undefined => [...this.io.of('/agent').sockets.values()][0];

  constructor() {
    const at = new Date().toISOString();
    this.item = {
      id: newId(),
      status: 'assigned',
      agent: { id: ME.id, name: ME.name },
      channel: 'web',
      ownershipVersion: 3,
      lastSeq: 0,
      createdAt: at,
      updatedAt: at,
      shopper: { id: 's' },
    };
    this.http = createServer((request, response) => {
      const body = request.url?.startsWith('/api/v1/auth')
        ? { accessToken: `t-${newId()}`, refreshToken: newId(), agent: ME }
        : this.file();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    this.io = new Server(this.http);
    this.io.of('/agent').use((_socket, next) => next(this.closed ? new Error('UNAVAILABLE') : undefined));
    this.io.of('/agent').on('connection', (socket) => this.welcome(socket));
    this.say('shopper', '在吗');
  }

  /** `push: false`: the push gets lost on its way. */
  say(kind: 'shopper' | 'agent', text: string, options: { clientId?: string; push?: boolean } = {}): WireMessage {
    const message: WireMessage = {
      id: newId(),
      conversationId: this.item.id,
      seq: this.messages.length + 1,
      author: { kind },
      text,
      clientId: options.clientId,
      createdAt: new Date().toISOString(),
    };
    this.messages.push(message);
    this.item = { ...this.item, lastSeq: message.seq };
    if (options.push !== false) this.io.of('/agent').emit('message.created', message);
    return message;
  }

  private file(): CaseFile {
    const customer = { id: 's', channels: [], conversations: [] };
    return {
      conversation: this.item,
      messages: this.messages,
      notes: [],
      briefing: null,
      customer,
      reasons: [],
      followUp: null,
    };
  }

  private welcome(socket: Socket): void {
    socket.emit('ready', { agent: ME, status: 'online', capacity: 5, conversations: [this.item], queue: [] });
    socket.on('message.send', (sent: Sent, ack: Ack) => this.receive(socket, sent, ack));
    socket.on('sync', ({ afterSeq }: { afterSeq: number }, ack: Ack) => {
      this.syncs++;
      const rest = this.messages.filter((message) => message.seq > afterSeq);
      ack({ ok: true, messages: rest.slice(0, 3), hasMore: rest.length > 3 });
    });
    socket.on('conversation.accept', (_payload: object, ack: Ack) =>
      ack({
        ok: false,
        error: { code: 'ALREADY_ASSIGNED', message: '已由 陈 接待', details: { agent: { id: 'x', name: '陈' } } },
      }),
    );
  }

  private receive(socket: Socket, sent: Sent, ack: Ack): void {
    const mischief = this.mischief.shift();
    if (mischief === 'limit')
      return ack({ ok: false, error: { code: 'RATE_LIMITED', message: 'slow', retryAfterMs: 30 } });
    if (mischief === 'refuse') return ack({ ok: false, error: { code: 'NOT_OWNER', message: '不是您的会话' } });
    const known = this.messages.find((message) => message.clientId === sent.clientId);
    const message = known ?? this.say('agent', sent.text, { clientId: sent.clientId, push: false });
    if (mischief === 'lose') return void socket.conn.close();
    // Slow enough for several sends to be under way, were they not sent one by one.
    setTimeout(() => ack({ ok: true, message }), 5);
  }
}

async function until(check: () => boolean): Promise<void> {
  const end = performance.now() + 60_000;
  while (!check()) {
    if (performance.now() > end) throw new Error('did not come true within a minute');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('Desk', () => {
  let server: DeskServer;
  let origin: string;
  let storage: MemoryStorage;
  let session: Session;
  const desks: Desk[] = [];

  const open = async (): Promise<Desk> => {
    const api = new Api(session, () => 'zh-CN', origin);
    const desk = new Desk(ME, { session, api, storage, locale: () => 'zh-CN', origin });
    desks.push(desk);
    desk.start();
    await until(() => desk.state().link === 'up');
    await desk.open(server.item.id);
    return desk;
  };
  const transcript = (desk: Desk) => {
    const found = desk.state().cases[server.item.id]?.transcript;
    if (found === undefined) throw new Error('not open');
    return found;
  };
  const stored = (): string[] => server.messages.filter((one) => one.author.kind === 'agent').map((one) => one.text);

  beforeEach(async () => {
    server = new DeskServer();
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
    storage = new MemoryStorage();
    session = new Session({ storage, exclusive: (_name, work) => work(), origin });
    await session.signIn('lin@demo.local', 'x');
  });

  afterEach(async () => {
    for (const desk of desks.splice(0)) desk.stop();
    await session.signOut();
    await server.io.close();
  });

  it('sends a burst in its order, shown at once and confirmed once each', async () => {
    const desk = await open();
    const texts = Array.from({ length: 8 }, (_, index) => `第 ${index} 句`);
    for (const text of texts) desk.send(server.item.id, text);
    expect(transcript(desk).pending).toHaveLength(8);
    await until(() => transcript(desk).pending.length === 0);
    expect(stored()).toEqual(texts);
    expect(transcript(desk).messages.map((one) => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('repeats under the same client id when the answer got lost', async () => {
    const desk = await open();
    server.mischief.push('lose', 'lose');
    desk.send(server.item.id, '只存一次');
    await until(() => transcript(desk).pending.length === 0);
    expect(stored()).toEqual(['只存一次']);
  });

  it('holds messages while there is no connection, fetches what was missed, and ends like the server', async () => {
    const desk = await open();
    server.closed = true;
    server.socket()?.conn.close();
    await until(() => desk.state().link === 'down');
    desk.send(server.item.id, '断网时写的');
    await until(() => transcript(desk).pending[0]?.state === 'waiting');
    for (let index = 0; index < 7; index++) server.say('shopper', `错过 ${index}`, { push: false });
    server.closed = false;
    desk.reconnect();
    await until(() => transcript(desk).pending.length === 0 && transcript(desk).messages.length === 9);
    expect(transcript(desk).messages.map((one) => one.id)).toEqual(server.messages.map((one) => one.id));
  });

  it('notices a gap in what is pushed and fills it page by page', async () => {
    const desk = await open();
    for (let index = 0; index < 5; index++) server.say('shopper', `丢失 ${index}`, { push: false });
    server.say('shopper', '到了');
    await until(() => transcript(desk).messages.length === 7);
    expect(server.syncs).toBeGreaterThanOrEqual(2);
  });

  it('waits as long as it is told to when limited', async () => {
    const desk = await open();
    server.mischief.push('limit', 'limit');
    desk.send(server.item.id, '慢慢来');
    await until(() => stored().length === 1);
    expect(stored()).toEqual(['慢慢来']);
  });

  it('shows why a message was refused, and sends it on demand', async () => {
    const desk = await open();
    server.mischief.push('refuse');
    desk.send(server.item.id, '再试');
    await until(() => transcript(desk).pending[0]?.state === 'failed');
    expect(transcript(desk).pending[0]?.error).toEqual({ code: 'NOT_OWNER', message: '不是您的会话' });
    desk.retry(server.item.id, transcript(desk).pending[0]!.clientId);
    await until(() => transcript(desk).pending.length === 0);
    expect(stored()).toEqual(['再试']);
  });

  it('sends after a reload what the page before could not', async () => {
    const before = await open();
    server.closed = true;
    server.socket()?.conn.close();
    await until(() => before.state().link === 'down');
    before.send(server.item.id, '刷新前写的');
    before.stop();
    server.closed = false;
    const after = await open();
    await until(() => stored().length === 1 && transcript(after).pending.length === 0);
    expect(stored()).toEqual(['刷新前写的']);
  });

  it('tells who was faster', async () => {
    const desk = await open();
    await expect(desk.accept(server.item.id)).rejects.toMatchObject({
      code: 'ALREADY_ASSIGNED',
      details: { agent: { name: '陈' } },
    });
  });
});
