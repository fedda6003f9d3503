import {
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { DefaultEventsMap, ExtendedError, Namespace, Socket } from 'socket.io';
import { AppError, toLocale, type Locale, type ShopperClientEvents, type ShopperServerEvents } from '#kernel';
import {
  Log,
  Metrics,
  RateLimiter,
  Realtime,
  describeProblems,
  fromOutside,
  handle,
  refuseUnknown,
  rooms,
  toAppError,
  type HandleOptions,
} from '#platform';
import { toShopperConversation, toShopperMessage, toWireConversation, type ConversationRecord } from '#conversation';
import { CustomersService, type ShopperSession } from '#customers';
import { ShopperDesk } from '#dialogue';
import { FeedbackService } from '#feedback';
import {
  AnswerFeedbackDto,
  ConversationDto,
  CsatDto,
  HelloDto,
  HumanRequestDto,
  SendMessageDto,
  SyncDto,
  TypingDto,
} from './shopper.dto.js';
import { WebDelivery } from '../delivery/web-delivery.js';
import { ShopperScreens } from './shopper-screens.js';

interface ShopperSocketData {
  session: ShopperSession;
  storeId?: string;
}

type ShopperSocket = Socket<ShopperClientEvents, ShopperServerEvents, DefaultEventsMap, ShopperSocketData>;

const HISTORY = 200;

/** The widget's sockets (`/shopper`): who is there, what they send, checked and answered; what it means is the desk's business. */
@WebSocketGateway({ namespace: '/shopper' })
export class ShopperGateway
  implements OnGatewayInit<Namespace>, OnGatewayConnection<ShopperSocket>, OnGatewayDisconnect<ShopperSocket>
{
  constructor(
    private readonly customers: CustomersService,
    private readonly desk: ShopperDesk,
    private readonly feedback: FeedbackService,
    private readonly screens: ShopperScreens,
    private readonly delivery: WebDelivery,
    private readonly realtime: Realtime,
    private readonly limiter: RateLimiter,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  /** Guards do not run for connections, and a throw in `handleConnection` would come too late: who may connect is decided here. */
  afterInit(namespace: Namespace): void {
    this.screens.attach(namespace);
    namespace.use((socket, next) => {
      this.welcome(socket as ShopperSocket).then(
        () => next(),
        (error: unknown) => {
          const known = toAppError(error);
          if (known.code === 'INTERNAL') this.log.error({ error }, 'a shopper could not be let in');
          const refusal: ExtendedError = new Error(known.code);
          refusal.data = known.toWire(helloLocale(socket));
          next(refusal);
        },
      );
    });
  }

  async handleConnection(socket: ShopperSocket): Promise<void> {
    this.metrics.sockets.inc({ namespace: 'shopper' });
    this.bind(socket);
    const { session } = socket.data;
    try {
      // Into the room first: what comes while the history is read arrives twice rather than never.
      await socket.join(rooms.shopper(session.shopperId));
      const { conversation, messages, hasMore } = await this.desk.history(session, HISTORY);
      if (conversation) this.screens.arrived(session.shopperId, shown(conversation));
      socket.emit('session', {
        token: session.token,
        shopperId: session.shopperId,
        conversation: conversation ? shown(conversation) : null,
        messages: messages.map(toShopperMessage),
        hasMore,
      });
    } catch (error) {
      this.log.error({ error }, 'a shopper could not be greeted; the client tries again');
      socket.conn.close();
    }
  }

  handleDisconnect(): void {
    this.metrics.sockets.dec({ namespace: 'shopper' });
  }

  private async welcome(socket: ShopperSocket): Promise<void> {
    await this.limiter.consume('connect', socket.handshake.address);
    const hello = plainToInstance(HelloDto, fromOutside({ ...socket.handshake.auth }) as object);
    const problems = await validate(hello, { whitelist: true });
    if (problems.some((p) => p.property === 'identity')) throw new AppError('IDENTITY_INVALID');
    if (problems.length > 0) throw new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) });
    const session = await this.customers.openSession({
      token: hello.token,
      identity: hello.identity,
      locale: helloLocale(socket),
    });
    socket.data = { session, ...(hello.storeId ? { storeId: hello.storeId } : {}) };
  }

  private bind(socket: ShopperSocket): void {
    const { session, storeId } = socket.data;
    const options: HandleOptions = {
      locale: () => session.locale,
      log: this.log,
      before: (event) => this.limiter.consume(event === 'message.send' ? 'message' : 'event', session.shopperId),
    };
    const on = <T extends object>(
      event: keyof ShopperClientEvents,
      Dto: new () => T,
      work: (payload: T) => Promise<object>,
    ): void => handle(socket, event, Dto, work, options);

    on('message.send', SendMessageDto, async (p) => {
      const { message, conversation } = await this.desk.send(session, { ...p, storeId });
      return { message: toShopperMessage(message), conversation: shown(conversation) };
    });
    on('sync', SyncDto, async (p) => {
      const { messages, hasMore } = await this.desk.sync(session, p.conversationId, p.afterSeq, p.limit ?? HISTORY);
      return { messages: messages.map(toShopperMessage), hasMore };
    });
    on('human.request', HumanRequestDto, async (p) =>
      this.told(await this.desk.requestHuman(session, p.conversationId, storeId)),
    );
    on('queue.leave', ConversationDto, async (p) => this.told(await this.desk.leaveQueue(session, p.conversationId)));
    on('csat.submit', CsatDto, async (p) => {
      await this.desk.own(session, p.conversationId);
      await this.feedback.submitCsat(p);
      return {};
    });
    on('feedback.submit', AnswerFeedbackDto, async (p) => {
      await this.feedback.rateAnswer(await this.desk.ownAnswer(session, p.messageId), p);
      return {};
    });
    on('typing', TypingDto, async (p) => {
      const conversation = await this.desk.own(session, p.conversationId);
      if (conversation.status === 'assigned')
        this.realtime.toAgents(rooms.conversation(p.conversationId)).emit('typing', { ...p });
      return {};
    });
    refuseUnknown(socket, options);
  }

  /** The fence stands before the acknowledgement leaves: nothing of the former owner follows it. */
  private async told(conversation: ConversationRecord): Promise<{ conversation: ReturnType<typeof shown> }> {
    await this.delivery.beforeAnswer(conversation);
    return { conversation: shown(conversation) };
  }
}

function shown(conversation: ConversationRecord): ReturnType<typeof toShopperConversation> {
  return toShopperConversation(toWireConversation(conversation));
}

function helloLocale(socket: Pick<ShopperSocket, 'handshake'>): Locale {
  const said: unknown = socket.handshake.auth['locale'];
  return toLocale(typeof said === 'string' ? said : socket.handshake.headers['accept-language']);
}
