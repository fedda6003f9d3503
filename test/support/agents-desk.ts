import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { Socket as ServerSocket } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { newId, type Ack, type AgentRole, type CaseFile, type Severity, type WireError } from '#kernel';
import {
  AppConfig,
  Database,
  ErrorFilter,
  Log,
  Outbox,
  PlatformModule,
  Realtime,
  SocketAdapter,
  rooms,
  validationPipe,
} from '#platform';
import { AgentAccounts, AgentsModule, CaseFiles, type AgentAccount } from '#agents';
import { ConversationModule, ConversationService, Inbox } from '#conversation';
import { HandoffModule, QueueService, RoutingService } from '#handoff';
import { AnalyticsModule } from '#analytics';
import { LlmModule } from '#llm';
import { PrivacyModule } from '#privacy';
import { testConfig } from './database.js';

export const PASSWORD = 'correct horse battery';
/** Long: the tests' machine may be busy, and what is tested is never how quick it is. */
const WAIT_MS = 30_000;

/** A case without briefing and customer: those belong to libraries that are tested elsewhere. */
@Injectable()
class PlainCaseFiles extends CaseFiles {
  constructor(private readonly conversations: ConversationService) {
    super();
  }

  override async read(conversationId: string): Promise<CaseFile> {
    const conversation = await this.conversations.item(conversationId);
    const { messages } = await this.conversations.messages(conversationId, 0, 200);
    const customer = { id: conversation.shopper.id, channels: [], conversations: [] };
    return { conversation, messages, notes: [], briefing: null, customer, reasons: [], followUp: null };
  }
}

@Module({ imports: [ConversationModule], providers: [PlainCaseFiles], exports: [PlainCaseFiles] })
class PlainCaseFilesModule {}

/** Lets a test hear what is pushed to a shopper; libs/channels, which signs shoppers in, is tested elsewhere. */
@WebSocketGateway({ namespace: '/shopper' })
class ListeningShoppers implements OnGatewayConnection {
  async handleConnection(socket: ServerSocket): Promise<void> {
    await socket.join(rooms.shopper(String(socket.handshake.auth['shopperId'])));
    socket.emit('ready');
  }
}

/** Agents, handoff and conversations over a real database, HTTP and sockets; no bot. */
export class AgentsDesk {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly app: INestApplication,
    readonly config: AppConfig,
    readonly url: string,
  ) {}

  static async start(overrides: Partial<Omit<AppConfig, 'embedded'>> = {}): Promise<AgentsDesk> {
    return AgentsDesk.on(await testConfig(overrides));
  }

  /** A further process on the database of `config`; needs a server. */
  static async on(config: AppConfig): Promise<AgentsDesk> {
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot(config),
        PrivacyModule,
        AnalyticsModule,
        LlmModule,
        HandoffModule,
        AgentsModule.forRoot({ imports: [PlainCaseFilesModule], caseFiles: PlainCaseFiles }),
      ],
      providers: [ListeningShoppers],
    }).compile();
    const app = module.createNestApplication({ logger: false });
    app.useWebSocketAdapter(new SocketAdapter(app, config));
    app.useGlobalPipes(validationPipe());
    app.useGlobalFilters(new ErrorFilter(app.get(Log)));
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new AgentsDesk(app, config, `http://127.0.0.1:${port}`);
  }

  get db(): Database {
    return this.app.get(Database);
  }

  get conversations(): ConversationService {
    return this.app.get(ConversationService);
  }

  /** Resolves when what was owed until now is done: jobs, offers, what shoppers are told of their places. */
  async settled(): Promise<void> {
    await this.app.get(Outbox).settled(WAIT_MS);
    await this.app.get(RoutingService).idle();
    await this.app.get(QueueService).idle();
  }

  /** Closes an agent's connection; resolves when the desk knows, so that nothing renews the lease any more. */
  leave(client: AgentClient): Promise<void> {
    return this.closed([client.socket]);
  }

  disconnectAll(): Promise<void> {
    return this.closed(this.sockets.splice(0));
  }

  private async closed(sockets: Socket[]): Promise<void> {
    const ids = sockets.flatMap(({ id }) => id ?? []);
    for (const socket of sockets) socket.disconnect();
    // Every socket is in a room of its own until it has left.
    const realtime = this.app.get(Realtime);
    await until(() => !ids.some((id) => realtime.anyAgentsHere(id)), WAIT_MS, 'the end of the connections');
  }

  async close(): Promise<void> {
    await this.disconnectAll();
    await this.app.close();
  }

  account(name: string, role: AgentRole = 'agent', skills: string[] = ['general']): Promise<AgentAccount> {
    const email = `${name}@example.test`;
    return this.app.get(AgentAccounts).add({ email, name, role, skills, password: PASSWORD });
  }

  async post(path: string, body: object, token?: string): Promise<{ status: number; body: Record<string, unknown> }> {
    return this.call('POST', path, token, body);
  }

  async call(
    method: string,
    path: string,
    token?: string,
    body?: object,
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        'accept-language': 'en',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body: parsed };
  }

  async signIn(name: string): Promise<{ accessToken: string; refreshToken: string; agent: { id: string } }> {
    const { status, body } = await this.post('/auth/login', { email: `${name}@example.test`, password: PASSWORD });
    if (status !== 200) throw new Error(`could not sign in: ${JSON.stringify(body)}`);
    return body as unknown as { accessToken: string; refreshToken: string; agent: { id: string } };
  }

  /** Connects and waits for `ready`; events are kept from the first one. */
  async connect(token: unknown): Promise<AgentClient> {
    const socket = this.socket(token);
    const client = new AgentClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('ready', () => resolve());
      socket.once('connect_error', reject);
    });
    return client;
  }

  /** Hears what is pushed to a shopper. */
  async shopper(shopperId: string): Promise<AgentClient> {
    const socket = this.socket('', { namespace: '/shopper', auth: { shopperId } });
    const client = new AgentClient(socket);
    await new Promise((resolve) => socket.once('ready', resolve));
    return client;
  }

  /** All that was pushed to a shopper, once nothing more is owed: a last push comes after all others on the same socket. */
  async pushedTo(shopper: AgentClient, shopperId: string): Promise<AgentClient['events']> {
    await this.settled();
    const messageId = newId();
    this.app.get(Realtime).toShopper(shopperId).emit('message.discarded', { messageId });
    await shopper.heard('message.discarded', (p) => p['messageId'] === messageId);
    return shopper.events.filter(({ event }) => event !== 'message.discarded');
  }

  /** A socket that is connecting. */
  socket(token: unknown, other: { namespace?: string; auth?: object } = {}): Socket {
    const socket = io(`${this.url}${other.namespace ?? '/agent'}`, {
      auth: other.auth ?? { token, locale: 'en' },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.sockets.push(socket);
    return socket;
  }

  /** A shopper's conversation that waits for a person; returns its id. */
  async waiting(
    over: { severity?: Severity; skill?: string; text?: string; shopperId?: string } = {},
  ): Promise<string> {
    const { conversation } = await this.app.get(Inbox).receive({
      shopperId: over.shopperId ?? newId(),
      channel: 'web',
      externalId: newId(),
      text: over.text ?? '我要投诉，东西坏了没人管',
      locale: 'zh-CN',
    });
    await this.conversations.handOff({
      conversationId: conversation.id,
      reasons: [{ rule: 'complaint', evidence: '投诉', score: 0.9, seq: 1 }],
      severity: over.severity ?? 'normal',
      skill: over.skill ?? 'general',
      offline: false,
    });
    return conversation.id;
  }

  /** Ends the agent's lease as time would, without a word from the agent. */
  async expireLease(agentId: string): Promise<void> {
    await this.db.query(`UPDATE agent_availability SET lease_until = now() - interval '1 ms' WHERE agent_id = $1`, [
      agentId,
    ]);
  }

  /** Signs in, connects and goes online. */
  async online(name: string, capacity?: number): Promise<AgentClient> {
    const client = await this.connect((await this.signIn(name)).accessToken);
    const answer = await client.ask('presence.set', { status: 'online', ...(capacity ? { capacity } : {}) });
    if (!answer.ok) throw new Error(`could not go online: ${JSON.stringify(answer)}`);
    return client;
  }
}

type Answer = Ack<Record<string, unknown>>;

export class AgentClient {
  /** Everything the server pushed, oldest first. */
  readonly events: { event: string; payload: Record<string, unknown> }[] = [];

  constructor(readonly socket: Socket) {
    socket.onAny((event: string, payload: Record<string, unknown>) => this.events.push({ event, payload }));
  }

  async ask(event: string, ...args: unknown[]): Promise<Answer> {
    return (await this.socket.timeout(WAIT_MS).emitWithAck(event, ...args)) as Answer;
  }

  /** The error an event was refused with; throws when it was not refused. */
  async refusal(event: string, ...args: unknown[]): Promise<WireError> {
    const answer = await this.ask(event, ...args);
    if (answer.ok) throw new Error(`${event} was not refused`);
    return answer.error;
  }

  of(event: string): Record<string, unknown>[] {
    return this.events.filter((e) => e.event === event).map((e) => e.payload);
  }

  /** Waits until a push of this event fulfils the condition. */
  async heard(
    event: string,
    fits: (payload: Record<string, unknown>) => boolean = () => true,
    withinMs = WAIT_MS,
  ): Promise<Record<string, unknown>> {
    const end = Date.now() + withinMs;
    for (;;) {
      const found = this.of(event).find(fits);
      if (found) return found;
      if (Date.now() > end) throw new Error(`no ${event} within ${withinMs} ms`);
      await new Promise((r) => setTimeout(r, 10));
    }
  }
}

/** Polls until `check` holds. */
export async function until(check: () => boolean | Promise<boolean>, withinMs = WAIT_MS, what = 'it'): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await new Promise((r) => setTimeout(r, 20));
  }
}
