import {
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import type { DefaultEventsMap, ExtendedError, Namespace, Socket } from 'socket.io';
import { AppError, toLocale, type AgentClientEvents, type AgentServerEvents, type Locale } from '#kernel';
import {
  Log,
  Metrics,
  RateLimiter,
  handle,
  isAllowedOrigin,
  refuseUnknown,
  toAppError,
  type HandleOptions,
} from '#platform';
import { AuthService, type Authenticated } from '../auth/auth.service.js';
import { AgentDesk } from './agent-desk.js';
import { AgentRooms } from './agent-rooms.js';
import { AgentSessions } from './agent-sessions.js';
import {
  AgentMessageDto,
  ConversationDto,
  EmptyDto,
  NoteDto,
  PresenceDto,
  ReadAlongDto,
  ReassignDto,
  ResolveDto,
  SyncDto,
  TakeOverDto,
  TransferDto,
  TypingDto,
} from './agent.dto.js';
import { PresenceKeeper } from './presence-keeper.js';
import { Readers } from './readers.js';
import { SupervisorDesk } from './supervisor-desk.js';

interface AgentSocketData {
  who: Authenticated;
  locale: Locale;
}

type AgentSocket = Socket<AgentClientEvents, AgentServerEvents, DefaultEventsMap, AgentSocketData>;

/** The agents' sockets (`/agent`): signs them in, checks and answers every event, and leaves what it means to AgentDesk. */
@WebSocketGateway({ namespace: '/agent' })
export class AgentGateway
  implements OnGatewayInit<Namespace>, OnGatewayConnection<AgentSocket>, OnGatewayDisconnect<AgentSocket>
{
  constructor(
    private readonly auth: AuthService,
    private readonly desk: AgentDesk,
    private readonly supervisor: SupervisorDesk,
    private readonly readers: Readers,
    private readonly rooms: AgentRooms,
    private readonly sessions: AgentSessions,
    private readonly keeper: PresenceKeeper,
    private readonly limiter: RateLimiter,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /** Guards do not run for connections, and a throw in `handleConnection` comes too late: a socket signs in before it exists. */
  afterInit(namespace: Namespace): void {
    this.rooms.attach(namespace);
    this.readers.attach(namespace);
    this.sessions.attach(namespace);
    namespace.use((socket, next) => {
      const locale = localeOf(socket);
      this.signIn(socket as AgentSocket, locale).then(
        () => next(),
        (error: unknown) => {
          const known = toAppError(error);
          if (known.code === 'INTERNAL') this.log.error({ error }, 'an agent could not be signed in');
          const refusal: ExtendedError = new Error(known.code);
          refusal.data = known.toWire(locale);
          next(refusal);
        },
      );
    });
  }

  handleConnection(socket: AgentSocket): void {
    const { who } = socket.data;
    this.metrics.sockets.inc({ namespace: 'agent' });
    this.keeper.arrived(who.agent.id);
    this.readers.watch(socket);
    // Anything that comes counts, the answers to pings too.
    const heard = (): void => this.keeper.heard(who.agent.id);
    socket.conn.on('packet', heard);
    socket.once('disconnect', () => socket.conn.off('packet', heard));
    // Closing the transport, not the socket: the client comes back by itself, and has to bring a living token.
    const end = setTimeout(() => socket.conn.close(), Math.max(0, who.expiresAt.getTime() - Date.now()));
    socket.once('disconnect', () => clearTimeout(end));
    const arrived = this.desk.arrive(socket, who);
    // Events may come at once; each waits until the lease has begun and the rooms are entered.
    this.bind(socket, arrived);
    arrived.catch((error: unknown) => {
      this.log.error({ error, agentId: who.agent.id }, 'an agent could not be welcomed; the client tries again');
      socket.conn.close();
    });
  }

  handleDisconnect(socket: AgentSocket): void {
    this.metrics.sockets.dec({ namespace: 'agent' });
    this.keeper.left(socket.data.who.agent.id);
  }

  private async signIn(socket: AgentSocket, locale: Locale): Promise<void> {
    const { origin, host } = socket.handshake.headers;
    // Pages of other origins are for the widget only, whatever ALLOWED_ORIGINS says.
    if (!isAllowedOrigin(origin, host, [])) throw new AppError('ORIGIN_NOT_ALLOWED');
    await this.limiter.consume('connect', socket.handshake.address);
    const token: unknown = socket.handshake.auth['token'];
    const who = await this.auth.authenticate(typeof token === 'string' ? token : '');
    socket.data = { who, locale };
  }

  private bind(socket: AgentSocket, arrived: Promise<void>): void {
    const { desk, supervisor } = this;
    const { agent } = socket.data.who;
    const options: HandleOptions = {
      locale: () => socket.data.locale,
      log: this.log,
      before: async () => {
        await this.limiter.consume('agent', agent.id);
        await arrived;
      },
    };
    const on = <T extends object>(
      event: keyof AgentClientEvents,
      Dto: new () => T,
      work: (payload: T) => Promise<object>,
    ): void => handle(socket, event, Dto, work, options);

    on('presence.set', PresenceDto, (p) => desk.setPresence(agent, p));
    on('conversation.accept', ConversationDto, (p) => desk.accept(socket, agent, p.conversationId, socket.data.locale));
    on('conversation.decline', ConversationDto, (p) => desk.decline(agent, p.conversationId));
    on('conversation.transfer', TransferDto, (p) => desk.transfer(agent, p.conversationId, p.to, p.note));
    on('conversation.return', ConversationDto, (p) => desk.giveBack(agent, p.conversationId));
    on('conversation.resolve', ResolveDto, (p) => desk.resolve(agent, p.conversationId, p.outcome));
    on('message.send', AgentMessageDto, (p) => desk.send(agent, p));
    on('note.add', NoteDto, async (p) =>
      p.whisper ? { note: await supervisor.whisper(agent, p.conversationId, p.text) } : desk.addNote(agent, p),
    );
    on('conversation.read_along', ReadAlongDto, (p) => supervisor.readAlong(socket, agent, p.conversationId, p.active));
    on('conversation.takeover', TakeOverDto, (p) =>
      supervisor.takeOver(socket, agent, p.conversationId, p.ownershipVersion, socket.data.locale),
    );
    on('conversation.reassign', ReassignDto, (p) => supervisor.reassign(agent, p.conversationId, p.to, p));
    on('queue.list', EmptyDto, () => desk.queue());
    on('sync', SyncDto, (p) => desk.sync(socket, agent, p.conversationId, p.afterSeq, p.limit));
    on('typing', TypingDto, (p) => desk.typing(socket, agent, p.conversationId, p.active));
    refuseUnknown(socket, options);
  }
}

/** The console says its language; a client that does not may have said it to the browser. */
function localeOf(socket: Socket): Locale {
  const said: unknown = socket.handshake.auth['locale'];
  return toLocale(said ?? socket.handshake.headers['accept-language']);
}
