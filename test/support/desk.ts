import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { io, type Socket } from 'socket.io-client';
import {
  newId,
  type Ack,
  type AgentClientEvents,
  type AgentRole,
  type AgentServerEvents,
  type Clock,
  type SessionPayload,
  type ShopperClientEvents,
  type ShopperServerEvents,
  type WireConversation,
  type WireMessage,
} from '#kernel';
import { AppConfig, Database, Outbox } from '#platform';
import { AgentAccounts } from '#agents';
import { KnowledgeImporter } from '#knowledge';
import { createApp } from '../../apps/api/src/create-app.js';
import { ARTICLES } from './articles.js';
import { testConfig } from './database.js';
import { until } from './wait.js';

export const PASSWORD = 'correct horse battery';
/** Long: the tests' machine may be busy, and what is tested is never how quick it is. */
const ACK_MS = 30_000;

type ShopperSocket = Socket<ShopperServerEvents, ShopperClientEvents>;
type AgentSocket = Socket<AgentServerEvents, AgentClientEvents>;

/** The whole desk, as `npm start` runs it, in the test's process: real database, HTTP, sockets. */
export class Desk {
  private readonly sockets: { disconnect(): unknown }[] = [];

  private constructor(
    readonly app: NestExpressApplication,
    readonly config: AppConfig,
    readonly url: string,
  ) {}

  static async start(
    overrides: Partial<Omit<AppConfig, 'embedded'>> = {},
    articles = ARTICLES,
    clock?: Clock,
  ): Promise<Desk> {
    const config = await testConfig({ presenceLeaseMs: 30_000, fragmentWaitMs: 150, ...overrides });
    const desk = await Desk.on(config, clock);
    if (articles.length > 0) await desk.app.get(KnowledgeImporter).importArticles(articles);
    return desk;
  }

  /** A further process' worth of desk on the database of `config`; needs a server. */
  static async on(config: AppConfig, clock?: Clock): Promise<Desk> {
    const app = await createApp(config, clock);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new Desk(app, config, `http://127.0.0.1:${port}`);
  }

  get db(): Database {
    return this.app.get(Database);
  }

  settled(timeoutMs = 90_000): Promise<void> {
    return this.app.get(Outbox).settled(timeoutMs);
  }

  async addAgent(role: AgentRole = 'agent', skills = ['general', 'complaints', 'aftersales']): Promise<string> {
    const email = `${newId()}@test.local`;
    await this.app
      .get(AgentAccounts)
      .add({ email, name: `${role}-${email.slice(-16, -11)}`, role, password: PASSWORD, skills });
    return email;
  }

  async shopper(auth: Record<string, unknown> = {}): Promise<Shopper> {
    const shopper = new Shopper(this.url, auth);
    this.sockets.push(shopper.socket);
    await shopper.ready();
    return shopper;
  }

  /** A signed-in agent, online. */
  async agent(role: AgentRole = 'agent'): Promise<Agent> {
    const email = await this.addAgent(role);
    const agent = new Agent(this.url, await login(this.url, email, PASSWORD));
    this.sockets.push(agent.socket);
    await agent.ready();
    await agent.online();
    return agent;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.app.close();
  }
}

export async function login(url: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  const body = (await response.json()) as { accessToken?: string; error?: unknown };
  if (!body.accessToken) throw new Error(`cannot sign in: ${JSON.stringify(body.error)}`);
  return body.accessToken;
}

/** What came to a shopper's screen, in the order in which it came. `told`: the acknowledgement of a change of owner. */
export type ScreenEvent =
  | { event: 'delta' | 'discarded'; messageId: string }
  | { event: 'created'; message: WireMessage }
  | { event: 'changed' | 'told'; status: WireConversation['status'] };

/** A shopper's client as the widget is one: keeps messages by seq, remembers its token. */
export class Shopper {
  readonly screen: ScreenEvent[] = [];
  readonly socket: ShopperSocket;
  readonly messages = new Map<number, WireMessage>();
  readonly arrivals: string[] = [];
  readonly deltas: { messageId: string; ownershipVersion: number; text: string; at: number }[] = [];
  readonly discarded: string[] = [];
  session?: SessionPayload;
  conversation?: WireConversation;

  constructor(url: string, auth: Record<string, unknown> = {}) {
    this.socket = io(`${url}/shopper`, {
      transports: ['websocket'],
      auth: { locale: 'zh-CN', ...auth },
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      forceNew: true,
    });
    this.socket.on('session', (session) => {
      this.session = session;
      this.socket.auth = { ...(this.socket.auth as object), token: session.token };
      if (session.conversation) this.conversation = session.conversation;
      for (const message of session.messages) this.keep(message);
    });
    this.socket.on('message.created', (message) => {
      this.arrivals.push(message.id);
      this.screen.push({ event: 'created', message });
      this.keep(message);
    });
    this.socket.on('message.delta', (delta) => {
      this.screen.push({ event: 'delta', messageId: delta.messageId });
      this.deltas.push({ ...delta, at: performance.now() });
    });
    this.socket.on('message.discarded', ({ messageId }) => {
      this.screen.push({ event: 'discarded', messageId });
      this.discarded.push(messageId);
    });
    this.socket.on('conversation.changed', (conversation) => {
      this.screen.push({ event: 'changed', status: conversation.status });
      if (conversation.ownershipVersion >= (this.conversation?.ownershipVersion ?? 0)) this.conversation = conversation;
    });
  }

  ready(): Promise<void> {
    return until(() => this.session !== undefined, 'a session');
  }

  send(
    text: string,
    clientId: string = newId(),
  ): Promise<Ack<{ message: WireMessage; conversation?: WireConversation }>> {
    return this.socket.timeout(ACK_MS).emitWithAck('message.send', { clientId, text });
  }

  /** Sends and expects the acknowledgement. */
  async say(text: string, clientId?: string): Promise<WireMessage> {
    const ack = await this.send(text, clientId);
    if (!ack.ok) throw new Error(`refused: ${ack.error.code}`);
    this.keep(ack.message);
    return ack.message;
  }

  /** Presses "talk to a person"; the moment of the acknowledgement is noted among what came to the screen. */
  requestHuman(): Promise<WireConversation> {
    return new Promise((resolve, reject) => {
      // A callback: a promise would resolve after what may come in the same instant.
      this.socket.timeout(ACK_MS).emit('human.request', {}, (error, ack) => {
        if (error) return reject(error);
        if (!ack.ok) return reject(new Error(`refused: ${ack.error.code}`));
        this.screen.push({ event: 'told', status: ack.conversation.status });
        resolve(ack.conversation);
      });
    });
  }

  /** The bot's answer whose range holds `seq`. */
  async answerTo(seq: number, timeoutMs?: number): Promise<WireMessage> {
    const found = (): WireMessage | undefined =>
      [...this.messages.values()].find((m) => m.answers && m.answers[0] <= seq && seq <= m.answers[1]);
    await until(() => found() !== undefined, `an answer to message ${seq}`, timeoutMs);
    return found() as WireMessage;
  }

  async notice(kind: string, timeoutMs?: number): Promise<WireMessage> {
    const found = (): WireMessage | undefined => [...this.messages.values()].find((m) => m.notice === kind);
    await until(() => found() !== undefined, `the notice ${kind}`, timeoutMs);
    return found() as WireMessage;
  }

  get conversationId(): string {
    const id = this.conversation?.id ?? [...this.messages.values()][0]?.conversationId;
    if (!id) throw new Error('no conversation yet');
    return id;
  }

  /** The whole transcript by `sync`, page by page. */
  async transcript(conversationId = this.conversationId): Promise<WireMessage[]> {
    const all: WireMessage[] = [];
    for (;;) {
      const page = await this.socket
        .timeout(ACK_MS)
        .emitWithAck('sync', { conversationId, afterSeq: all.at(-1)?.seq ?? 0, limit: 50 });
      if (!page.ok) throw new Error(`sync: ${page.error.code}`);
      all.push(...page.messages);
      if (!page.hasMore) return all;
    }
  }

  private keep(message: WireMessage): void {
    this.messages.set(message.seq, message);
  }
}

export class Agent {
  readonly socket: AgentSocket;
  readonly offers: string[] = [];
  readonly messages: WireMessage[] = [];
  id = '';

  constructor(
    url: string,
    readonly token: string,
  ) {
    this.socket = io(`${url}/agent`, {
      transports: ['websocket'],
      auth: { token },
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      forceNew: true,
    });
    this.socket.on('ready', ({ agent }) => (this.id = agent.id));
    this.socket.on('conversation.offered', ({ conversation }) => this.offers.push(conversation.id));
    this.socket.on('message.created', (message) => this.messages.push(message));
  }

  ready(): Promise<void> {
    return until(() => this.id !== '', 'the agent to be ready');
  }

  async online(): Promise<void> {
    const ack = await this.socket.timeout(ACK_MS).emitWithAck('presence.set', { status: 'online' });
    if (!ack.ok) throw new Error(ack.error.code);
  }

  accept(conversationId: string) {
    return this.socket.timeout(ACK_MS).emitWithAck('conversation.accept', { conversationId });
  }

  reply(conversationId: string, text: string, clientId: string = newId()) {
    return this.socket.timeout(ACK_MS).emitWithAck('message.send', { conversationId, clientId, text });
  }
}
