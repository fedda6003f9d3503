import type {
  Locale,
  PageContext,
  SessionPayload,
  WeChatHandoverLink,
  WidgetFront,
  WireAttachment,
  WireConversation,
  WireMessage,
} from '#kernel';
import { v4 } from 'uuid';
import type { AppParts } from '../embed.js';
import type { Memory } from '../lib/memory.js';
import type { Translate } from '../lib/words.js';
import { FIRST_STATE, Store, withConversation, withMessages, withSession, type DeskState } from '../state/state.js';
import {
  addPending,
  applyDelta,
  cursor,
  discardAnswer,
  dropPending,
  failPending,
  hasGap,
  unreadCount,
  withOpinion,
} from '../state/thread.js';
import { Line } from './line.js';
import { Files } from './files.js';
import { askHandover } from './handover.js';
import { idsOf, Outgoing, pendingOf } from './outgoing.js';
import { Repair, SYNC_LIMIT } from './repair.js';
import { SendQueue } from './send-queue.js';
import { Tray } from './tray.js';

export interface DeskOptions {
  readonly server: string;
  readonly locale: Locale;
  readonly storeId?: string;
  readonly memory: Memory;
  readonly t: Translate;
  /** The page the shopper is on, read when a message is sent; `subject` is what it has said it is about. */
  readonly context: (subject: PageContext | null) => PageContext | undefined;
  /** What the host page hears about. */
  readonly tell: AppParts['tell'];
}

/** A message that is missing may still be under way: ask only when it has not come by itself. */
const REPAIR_AFTER_MS = 300;
/** "… is typing" ends by itself: the event that ends it may be lost. */
const TYPING_SHOWN_MS = 6_000;
const TYPING_EVERY_MS = 3_000;

/** The shopper's side of the desk: the state on the screen and everything that changes it. */
export class Desk {
  readonly store: Store<DeskState>;
  readonly files: Files;
  readonly tray: Tray;
  /** A way to go on at WeChat. Rejects with HandoverFailed. */
  readonly handover: () => Promise<WeChatHandoverLink>;
  private readonly line: Line;
  private readonly queue: SendQueue;
  private readonly outgoing: Outgoing;
  private readonly repair: Repair;
  private identity: string | undefined;
  /** The server has accepted `identity` in this visit. */
  private identified = false;
  /** The token of this session, and the one that was sent to get it. */
  private token: string | undefined;
  private sentToken: string | undefined;
  private interrupted = false;
  private typingSentAt = 0;

  constructor(private readonly options: DeskOptions) {
    const { memory, server, locale, t } = options;
    this.store = new Store<DeskState>({ ...FIRST_STATE, rated: memory.read().rated ?? null });
    const access = { server, language: locale, token: () => this.knownToken() };
    this.files = new Files(access);
    this.handover = () => askHandover(access);
    this.tray = new Tray(this.files, memory, t, (words) => this.line.remark(words));
    this.outgoing = new Outgoing(memory);
    this.repair = new Repair(this.store, {
      ready: () => this.line.ready,
      sync: (question) => this.line.call((socket) => socket.emitWithAck('sync', question)).catch(() => null),
      later: (ms, again) => this.line.later('repair', ms, again),
    });
    this.line = new Line(
      this.store,
      t,
      {
        server: options.server,
        locale: options.locale,
        storeId: options.storeId,
        credentials: () => {
          this.sentToken = options.memory.read().token;
          return { token: this.sentToken, identity: this.identity };
        },
      },
      {
        session: (payload) => this.onSession(payload),
        offline: () => this.onOffline(),
        refused: (error) => {
          options.tell('error', error);
          this.onOffline();
          if (error.code !== 'IDENTITY_INVALID' || this.identity === undefined) return false;
          // One that was good before has run out: the session goes on by its token, the host hears of it by the event.
          if (!this.identified) this.line.remark(options.t('identityRefused'));
          this.identity = undefined;
          return true;
        },
      },
    );
    this.queue = new SendQueue((item) => this.line.call((socket) => socket.emitWithAck('message.send', item)), {
      sent: (message) => {
        this.take([message]);
      },
      failed: ({ clientId }, error) => {
        const reason = error ?? t('reasonNoReply');
        this.outgoing.failed(clientId, reason);
        this.store.update((state) => ({ ...state, thread: failPending(state.thread, clientId, reason) }));
      },
    });
    this.listen();
    this.restore();
  }

  open(): void {
    this.line.connection.open();
  }

  close(): void {
    this.queue.pause();
    this.line.close();
  }

  /** The network may be back: try at once instead of at the next turn. */
  retryNow(): void {
    if (this.store.state.connection === 'unreachable') this.store.patch({ connection: 'connecting' });
    this.line.connection.retryNow();
  }

  /** Sends the words, and with them what has been uploaded. */
  send(text: string): void {
    const body = text.trim();
    const attachments = this.tray.take();
    if (body === '' && attachments.length === 0) return;
    this.dispatch(v4(), body, attachments);
  }

  /** A question to choose is sent by itself; what is being prepared beside it stays. */
  choose(question: string): void {
    this.dispatch(v4(), question, []);
  }

  retry(clientId: string): void {
    const failed = this.store.state.thread.pending.find((each) => each.clientId === clientId);
    if (failed?.state === 'failed') this.dispatch(clientId, failed.text, failed.attachments);
  }

  drop(clientId: string): void {
    this.outgoing.settled(clientId);
    this.store.update((state) => ({ ...state, thread: dropPending(state.thread, clientId) }));
  }

  async requestHuman(): Promise<void> {
    if (this.store.state.askingHuman) return;
    this.store.patch({ askingHuman: true });
    await this.line.firstSession();
    if (this.line.needed()) {
      const conversationId = this.store.state.thread.conversationId ?? undefined;
      const ack = await this.line.ask((socket) => socket.emitWithAck('human.request', { conversationId }));
      if (ack !== null) this.onConversation(ack.conversation);
    }
    this.store.patch({ askingHuman: false });
  }

  async leaveQueue(): Promise<void> {
    const { conversation, leavingQueue } = this.store.state;
    if (conversation === null || leavingQueue || !this.line.needed()) return;
    this.store.patch({ leavingQueue: true });
    const ack = await this.line.ask((socket) => socket.emitWithAck('queue.leave', { conversationId: conversation.id }));
    if (ack !== null) this.onConversation(ack.conversation);
    this.store.patch({ leavingQueue: false });
  }

  /** The shopper is (no longer) writing. Told only while an agent reads along, and not at every key. */
  typing(active: boolean): void {
    const { conversation } = this.store.state;
    if (conversation?.status !== 'assigned' || !this.line.ready) return;
    const now = Date.now();
    if (active ? now - this.typingSentAt < TYPING_EVERY_MS : this.typingSentAt === 0) return;
    this.typingSentAt = active ? now : 0;
    this.line.connection.socket.emit('typing', { conversationId: conversation.id, active });
  }

  /** @returns whether the rating was taken. */
  async rate(score: number, comment: string): Promise<boolean> {
    const { conversation } = this.store.state;
    if (conversation === null || !this.line.needed()) return false;
    const rating = { conversationId: conversation.id, score, comment: comment.trim() || undefined };
    const ack = await this.line.ask((socket) => socket.emitWithAck('csat.submit', rating));
    if (ack === null) return false;
    this.options.memory.write({ rated: conversation.id });
    this.store.patch({ rated: conversation.id, justRated: true });
    return true;
  }

  /** What the shopper says of an answer; shown at once, taken back when it could not be kept. */
  async rateAnswer(message: WireMessage, helpful: boolean): Promise<void> {
    const show = (opinion: boolean | undefined): void =>
      this.store.update((state) => ({ ...state, thread: withOpinion(state.thread, message.id, opinion) }));
    show(helpful);
    if (!this.line.needed()) return show(message.helpful);
    const opinion = { messageId: message.id, helpful };
    const ack = await this.line.ask((socket) => socket.emitWithAck('feedback.submit', opinion));
    if (ack === null) show(message.helpful);
  }

  /** The page says what it is about, or the shopper has taken it away (null). */
  setSubject(subject: PageContext | null): void {
    this.store.patch({ subject });
  }

  setFront(front: WidgetFront | null): void {
    // Of two looks at it the one that worked counts.
    if (front !== null || this.store.state.front === null) this.store.patch({ front: front ?? 'missing' });
  }

  async loadEarlier(): Promise<void> {
    const { thread, loadingEarlier } = this.store.state;
    const first = thread.messages[0];
    if (first === undefined || first.seq <= 1 || loadingEarlier || !this.line.needed()) return;
    this.store.patch({ loadingEarlier: true });
    const afterSeq = Math.max(0, first.seq - 1 - SYNC_LIMIT);
    const limit = first.seq - 1 - afterSeq;
    const ack = await this.line.ask((socket) =>
      socket.emitWithAck('sync', { conversationId: first.conversationId, afterSeq, limit }),
    );
    if (ack !== null) this.take(ack.messages);
    this.store.patch({ loadingEarlier: false });
  }

  identify(jwt: string): void {
    if (this.identity === jwt) return;
    this.identity = jwt;
    this.identified = false;
    this.line.connection.renew();
  }

  /** Forgets who the shopper was, here and on the screen; the next message begins as somebody new. */
  logout(): void {
    this.identity = undefined;
    this.token = undefined;
    this.forgetShopper();
    this.options.memory.forget();
    this.line.connection.renew();
  }

  /** Everything on the screen has been read. */
  markSeen(): void {
    const { thread, seenSeq } = this.store.state;
    const last = cursor(thread);
    if (last <= seenSeq) return;
    this.store.patch({ seenSeq: last });
    this.remember();
  }

  /** Another tab has signed the shopper out: nothing of them stays on this screen either. */
  followLogout(): void {
    if (this.token !== undefined && this.options.memory.read().token === undefined) this.logout();
  }

  get unread(): number {
    return unreadCount(this.store.state.thread, this.store.state.seenSeq);
  }

  private listen(): void {
    const { socket } = this.line.connection;
    socket.on('message.created', (message) => {
      this.take([message]);
      this.options.tell('message', message);
    });
    socket.on('message.delta', (delta) => {
      this.store.update((state) => {
        const thread = applyDelta(state.thread, delta);
        return thread === state.thread ? state : { ...state, thread };
      });
    });
    socket.on('message.discarded', ({ messageId }) => {
      this.store.update((state) => ({ ...state, thread: discardAnswer(state.thread, messageId) }));
    });
    socket.on('conversation.changed', (conversation) => this.onConversation(conversation));
    socket.on('queue.changed', (queue) => {
      if (queue.conversationId === this.store.state.thread.conversationId) this.store.patch({ queue });
    });
    socket.on('typing', ({ conversationId, active }) => {
      if (conversationId !== this.store.state.thread.conversationId) return;
      this.store.patch({ agentTyping: active });
      this.line.later('typing', TYPING_SHOWN_MS, () => this.store.patch({ agentTyping: false }));
    });
  }

  private onSession(payload: SessionPayload): void {
    const before = this.store.state.thread;
    const stored = this.options.memory.read().token;
    if (stored !== undefined && stored !== this.sentToken && payload.conversation === null) {
      // Two tabs came for the first time at once: both go on as the shopper whose token was kept.
      this.line.connection.renew();
      return;
    }
    this.token = payload.token;
    this.identified = this.identity !== undefined;
    const former = this.options.memory.read().shopper;
    // A guest who signs in takes along what was said; after a member comes somebody else.
    if (former?.identified && former.id !== payload.shopperId) this.forgetShopper();
    const identified = this.identified || (former?.identified === true && former.id === payload.shopperId);
    this.options.memory.write({ token: payload.token, shopper: { id: payload.shopperId, identified } });
    this.store.update((state) => withSession(state, payload));
    const kept = this.options.memory.read().conversation;
    if (kept?.id === payload.conversation?.id && kept !== undefined) {
      this.store.update((state) => ({ ...state, seenSeq: Math.max(state.seenSeq, kept.seenSeq) }));
    }
    this.remember();
    this.queue.resume();
    if (this.interrupted && before.conversationId !== null) this.repair.uncertain = true;
    this.interrupted = false;
    void this.repair.run();
  }

  private onOffline(): void {
    this.queue.pause();
    const { connection } = this.store.state;
    if (connection === 'ready') this.interrupted = true;
    this.store.patch({
      connection: connection === 'ready' || connection === 'offline' ? 'offline' : 'unreachable',
      agentTyping: false,
    });
  }

  private onConversation(conversation: WireConversation): void {
    this.store.update((state) => withConversation(state, conversation));
    this.remember();
    this.repairSoon();
    this.options.tell('conversation', conversation);
  }

  private take(messages: readonly WireMessage[]): void {
    for (const { clientId } of messages) if (clientId !== undefined) this.outgoing.settled(clientId);
    this.store.update((state) => withMessages(state, messages));
    this.repairSoon();
  }

  private dispatch(clientId: string, text: string, attachments: readonly WireAttachment[]): void {
    const createdAt = new Date().toISOString();
    const context = this.options.context(this.store.state.subject);
    this.store.update((state) => ({
      ...state,
      remark: null,
      thread: addPending(state.thread, clientId, text, createdAt, attachments),
    }));
    this.typing(false);
    this.outgoing.keep(clientId, { text, attachments, context, createdAt });
    this.queue.push({ clientId, text, attachmentIds: idsOf(attachments), context });
  }

  /** The token of the session, which after a reload takes its moment. */
  private async knownToken(): Promise<string | undefined> {
    await this.line.firstSession();
    return this.token ?? this.options.memory.read().token;
  }

  /** What a former page could not send goes on its way again, in its order. */
  private restore(): void {
    const restored = this.outgoing.restore(this.options.t('reasonTooOld'));
    if (restored.length === 0) return;
    this.store.update((state) => ({ ...state, thread: { ...state.thread, pending: restored.map(pendingOf) } }));
    for (const { clientId, text, attachments, context, reason } of restored) {
      if (reason === undefined) this.queue.push({ clientId, text, attachmentIds: idsOf(attachments), context });
    }
  }

  /** Nothing of a shopper stays for the next one: not on the screen, not on its way, not in the draft. */
  private forgetShopper(): void {
    this.queue.clear();
    this.outgoing.clear();
    this.tray.clear();
    this.files.forget();
    this.interrupted = false;
    this.repair.uncertain = false;
    this.options.memory.write({ draft: '', conversation: undefined, rated: undefined });
    const { front, subject } = this.store.state;
    this.store.update(() => ({ ...FIRST_STATE, front, subject, shopper: this.store.state.shopper + 1 }));
  }

  private repairSoon(): void {
    if (hasGap(this.store.state.thread)) this.line.later('repair', REPAIR_AFTER_MS, () => void this.repair.run());
  }

  /** Keeps what a later visit needs to know. */
  private remember(): void {
    const { conversation, thread, seenSeq } = this.store.state;
    if (thread.conversationId === null) return;
    const live = conversation?.status !== 'resolved';
    this.options.memory.write({ conversation: { id: thread.conversationId, seenSeq, live } });
  }
}
