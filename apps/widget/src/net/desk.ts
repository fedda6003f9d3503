import type { Ack, Locale, PageContext, SessionPayload, WireConversation, WireMessage } from '#kernel';
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
} from '../state/thread.js';
import { Connection } from './connection.js';
import { SendQueue } from './send-queue.js';

export interface DeskOptions {
  readonly server: string;
  readonly locale: Locale;
  readonly storeId?: string;
  readonly memory: Memory;
  readonly t: Translate;
  /** The page the shopper is on, read when a message is sent. */
  readonly context: () => PageContext | undefined;
  /** What the host page hears about. */
  readonly tell: AppParts['tell'];
}

const ACK_MS = 10_000;
const SYNC_LIMIT = 200;
/** A message that is missing may still be under way: ask only when it has not come by itself. */
const REPAIR_AFTER_MS = 300;
/** "… is typing" ends by itself: the event that ends it may be lost. */
const TYPING_SHOWN_MS = 6_000;
const TYPING_EVERY_MS = 3_000;
const REMARK_MS = 8_000;

/** The shopper's side of the desk: the state on the screen and everything that changes it. */
export class Desk {
  readonly store: Store<DeskState>;
  private readonly connection: Connection;
  private readonly queue: SendQueue;
  private identity: string | undefined;
  /** The server has accepted `identity` in this visit. */
  private identified = false;
  /** The token of this session, and the one that was sent to get it. */
  private token: string | undefined;
  private sentToken: string | undefined;
  private repairing = false;
  private interrupted = false;
  /** The line was lost since it was last known that nothing is missing. */
  private uncertain = false;
  private typingSentAt = 0;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly options: DeskOptions) {
    this.store = new Store<DeskState>({ ...FIRST_STATE, rated: options.memory.read().rated ?? null });
    this.connection = new Connection(
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
          if (!this.identified) this.remark(options.t('identityRefused'));
          this.identity = undefined;
          return true;
        },
      },
    );
    this.queue = new SendQueue((item) => this.call((socket) => socket.emitWithAck('message.send', item)), {
      sent: (message) => {
        this.take([message]);
      },
      failed: (item, error) => {
        this.store.update((state) => ({
          ...state,
          thread: failPending(state.thread, item.clientId, error ?? options.t('reasonNoReply')),
        }));
      },
    });
    this.listen();
  }

  open(): void {
    this.connection.open();
  }

  close(): void {
    this.queue.pause();
    this.connection.close();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  /** The network may be back: try at once instead of at the next turn. */
  retryNow(): void {
    if (this.store.state.connection === 'unreachable') this.store.patch({ connection: 'connecting' });
    this.connection.retryNow();
  }

  send(text: string): void {
    const body = text.trim();
    if (body === '') return;
    this.dispatch(v4(), body);
  }

  retry(clientId: string): void {
    const failed = this.store.state.thread.pending.find((each) => each.clientId === clientId);
    if (failed?.state === 'failed') this.dispatch(clientId, failed.text);
  }

  drop(clientId: string): void {
    this.store.update((state) => ({ ...state, thread: dropPending(state.thread, clientId) }));
  }

  async requestHuman(): Promise<void> {
    if (this.store.state.askingHuman) return;
    this.store.patch({ askingHuman: true });
    await this.firstSession();
    if (this.needsLine()) {
      const conversationId = this.store.state.thread.conversationId ?? undefined;
      const ack = await this.ask(this.call((socket) => socket.emitWithAck('human.request', { conversationId })));
      if (ack !== null) this.onConversation(ack.conversation);
    }
    this.store.patch({ askingHuman: false });
  }

  async leaveQueue(): Promise<void> {
    const { conversation, leavingQueue } = this.store.state;
    if (conversation === null || leavingQueue || !this.needsLine()) return;
    this.store.patch({ leavingQueue: true });
    const ack = await this.ask(
      this.call((socket) => socket.emitWithAck('queue.leave', { conversationId: conversation.id })),
    );
    if (ack !== null) this.onConversation(ack.conversation);
    this.store.patch({ leavingQueue: false });
  }

  /** The shopper is (no longer) writing. Told only while an agent reads along, and not at every key. */
  typing(active: boolean): void {
    const { conversation } = this.store.state;
    if (conversation?.status !== 'assigned' || !this.connection.ready) return;
    const now = Date.now();
    if (active ? now - this.typingSentAt < TYPING_EVERY_MS : this.typingSentAt === 0) return;
    this.typingSentAt = active ? now : 0;
    this.connection.socket.emit('typing', { conversationId: conversation.id, active });
  }

  /** @returns whether the rating was taken. */
  async rate(score: number, comment: string): Promise<boolean> {
    const { conversation } = this.store.state;
    if (conversation === null || !this.needsLine()) return false;
    const rating = { conversationId: conversation.id, score, comment: comment.trim() || undefined };
    const ack = await this.ask(this.call((socket) => socket.emitWithAck('csat.submit', rating)));
    if (ack === null) return false;
    this.options.memory.write({ rated: conversation.id });
    this.store.patch({ rated: conversation.id, justRated: true });
    return true;
  }

  async loadEarlier(): Promise<void> {
    const { thread, loadingEarlier } = this.store.state;
    const first = thread.messages[0];
    if (first === undefined || first.seq <= 1 || loadingEarlier || !this.needsLine()) return;
    this.store.patch({ loadingEarlier: true });
    const afterSeq = Math.max(0, first.seq - 1 - SYNC_LIMIT);
    const limit = first.seq - 1 - afterSeq;
    const ack = await this.ask(
      this.call((socket) => socket.emitWithAck('sync', { conversationId: first.conversationId, afterSeq, limit })),
    );
    if (ack !== null) this.take(ack.messages);
    this.store.patch({ loadingEarlier: false });
  }

  identify(jwt: string): void {
    if (this.identity === jwt) return;
    this.identity = jwt;
    this.identified = false;
    this.connection.renew();
  }

  /** Forgets who the shopper was, here and on the screen; the next message begins as somebody new. */
  logout(): void {
    this.identity = undefined;
    this.token = undefined;
    this.options.memory.forget();
    this.queue.clear();
    this.interrupted = false;
    this.uncertain = false;
    this.store.update(() => FIRST_STATE);
    this.connection.renew();
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
    const { socket } = this.connection;
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
      this.later('typing', TYPING_SHOWN_MS, () => this.store.patch({ agentTyping: false }));
    });
  }

  private onSession(payload: SessionPayload): void {
    const before = this.store.state.thread;
    const stored = this.options.memory.read().token;
    if (stored !== undefined && stored !== this.sentToken && payload.conversation === null) {
      // Two tabs came for the first time at once: both go on as the shopper whose token was kept.
      this.connection.renew();
      return;
    }
    this.token = payload.token;
    this.identified = this.identity !== undefined;
    this.options.memory.write({ token: payload.token });
    this.store.update((state) => withSession(state, payload));
    const kept = this.options.memory.read().conversation;
    if (kept?.id === payload.conversation?.id && kept !== undefined) {
      this.store.update((state) => ({ ...state, seenSeq: Math.max(state.seenSeq, kept.seenSeq) }));
    }
    this.remember();
    this.queue.resume();
    if (this.interrupted && before.conversationId !== null) this.uncertain = true;
    this.interrupted = false;
    void this.repair();
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
    this.store.update((state) => withMessages(state, messages));
    this.repairSoon();
  }

  private dispatch(clientId: string, text: string): void {
    this.store.update((state) => ({
      ...state,
      remark: null,
      thread: addPending(state.thread, clientId, text, new Date().toISOString()),
    }));
    this.typing(false);
    this.queue.push({ clientId, text, context: this.options.context() });
  }

  private repairSoon(): void {
    if (hasGap(this.store.state.thread)) this.later('repair', REPAIR_AFTER_MS, () => void this.repair());
  }

  /**
   * Fetches from the cursor on until nothing is missing. After an interruption it asks at least once, and then says that
   * the conversation is complete again.
   */
  private async repair(): Promise<void> {
    if (this.repairing) return;
    this.repairing = true;
    try {
      while (this.connection.ready && (this.uncertain || hasGap(this.store.state.thread))) {
        const { thread } = this.store.state;
        const conversationId = thread.conversationId;
        if (conversationId === null) return;
        const question = { conversationId, afterSeq: cursor(thread), limit: SYNC_LIMIT };
        const ack = await this.call((socket) => socket.emitWithAck('sync', question)).catch(() => null);
        if (!ack?.ok) {
          // Nothing is lost: the next message, the next session or this timer asks again.
          this.later('repair', ack?.error.retryAfterMs ?? ACK_MS, () => void this.repair());
          return;
        }
        this.store.update((state) => withMessages(state, ack.messages));
        if (!ack.hasMore && this.uncertain) {
          this.uncertain = false;
          this.store.update((state) => ({ ...state, restoredAfter: state.thread.lastSeq }));
        }
        if (ack.messages.length === 0) return;
      }
    } finally {
      this.repairing = false;
    }
  }

  /** Keeps what a later visit needs to know. */
  private remember(): void {
    const { conversation, thread, seenSeq } = this.store.state;
    if (thread.conversationId === null) return;
    const live = conversation?.status !== 'resolved';
    this.options.memory.write({ conversation: { id: thread.conversationId, seenSeq, live } });
  }

  /** Rejects when there is no acknowledgement in time or the line breaks. */
  private call<T>(emit: (socket: ReturnType<Connection['socket']['timeout']>) => Promise<T>): Promise<T> {
    return emit(this.connection.socket.timeout(ACK_MS));
  }

  /** Waits for an acknowledgement; says in a remark when it is a refusal or does not come. */
  private async ask<T extends object>(reply: Promise<Ack<T>>): Promise<T | null> {
    const ack = await reply.catch(() => null);
    if (ack?.ok) return ack;
    this.remark(ack === null ? this.options.t('actionFailed') : ack.error.message);
    return null;
  }

  /** While the very first connection is being made: waits until it is made or has failed. */
  private firstSession(): Promise<void> {
    if (this.store.state.connection !== 'connecting') return Promise.resolve();
    return new Promise((resolve) => {
      const end = this.store.subscribe(() => {
        if (this.store.state.connection === 'connecting') return;
        end();
        resolve();
      });
    });
  }

  private needsLine(): boolean {
    if (this.connection.ready) return true;
    this.remark(this.options.t('needsNetwork'));
    return false;
  }

  private remark(words: string): void {
    this.store.patch({ remark: words });
    this.later('remark', REMARK_MS, () => this.store.patch({ remark: null }));
  }

  private later(name: string, ms: number, work: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(work, ms));
  }
}
