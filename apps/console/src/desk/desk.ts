import type {
  WireAttachment,
  AgentStatus,
  CaseFile,
  Offer,
  WireAgent,
  WireConversationItem,
  WireMessage,
  WireNote,
} from '#kernel';
import { newId } from '#kernel';
import type { Api } from '../api/api.js';
import { CallError } from '../api/client.js';
import type { Session } from '../session/session.js';
import { initialDesk, reduce, type DeskAction, type DeskState } from './desk-state.js';
import type { KeyValue } from './drafts.js';
import { Link } from './link.js';
import { Outgoing } from './outgoing.js';
import { ReadMarks } from './read-marks.js';
import { Sender } from './sender.js';
import { cursorOf, firstOf, hasGap } from './transcript.js';

/** What may deserve a sound or a notice on the desktop. */
export type Alert =
  | { kind: 'offer'; offer: Offer }
  | { kind: 'message'; item: WireConversationItem; message: WireMessage }
  | { kind: 'mention'; item: WireConversationItem; note: WireNote };

export interface DeskDeps {
  session: Session;
  api: Api;
  storage: KeyValue;
  locale: () => string;
  origin?: string;
}

/** How long a shopper counts as typing after the last sign of it. */
const TYPING_MS = 6_000;
const QUEUE_REFRESH_MS = 300;
/** Pushes are a courtesy: the queue is asked for again this often, so that a lost one heals. */
const QUEUE_HEAL_MS = 30_000;
const SYNC_PAGE = 200;
/** Messages a conversation is opened with; earlier ones come as one reads up. */
const OPENED_WITH = 200;

/** What the agent can do, and the truth about what they see. The screen shows `state()`; nothing else holds any of it. */
export class Desk {
  private current: DeskState;
  private readonly listeners = new Set<() => void>();
  private readonly alertListeners = new Set<(alert: Alert) => void>();
  /** The connection, for what is not about conversations one has. */
  readonly link: Link;
  private readonly outgoing: Outgoing;
  private readonly sender: Sender;
  private readonly marks: ReadMarks;
  private readonly syncing = new Set<string>();
  private readonly fetchingEarlier = new Set<string>();
  private queueTimer: ReturnType<typeof setTimeout> | undefined;
  private healTimer: ReturnType<typeof setInterval> | undefined;

  constructor(
    me: WireAgent,
    private readonly deps: DeskDeps,
  ) {
    this.marks = new ReadMarks(deps.storage, me.id);
    this.current = initialDesk(me, this.marks.all());
    this.outgoing = new Outgoing(deps.storage, me.id);
    this.link = new Link(deps.session, {
      origin: deps.origin ?? '',
      locale: deps.locale,
      onDown: () => this.dispatch({ type: 'link', phase: 'down' }),
    });
    this.sender = new Sender(this.link, this.outgoing, (action) => this.dispatch(action));
    this.listen();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): DeskState => this.current;

  onAlert(listener: (alert: Alert) => void): () => void {
    this.alertListeners.add(listener);
    return () => this.alertListeners.delete(listener);
  }

  start(): void {
    this.link.open();
    this.healTimer = setInterval(() => this.refreshQueue(), QUEUE_HEAL_MS);
  }

  stop(): void {
    clearTimeout(this.queueTimer);
    clearInterval(this.healTimer);
    this.link.close();
  }

  /** After a change of language: briefings and errors come in the new one. */
  relocalise(): void {
    this.link.renew();
  }

  reconnect(): void {
    this.link.hurry();
  }

  /** Loads a conversation, or what is new of it. */
  async open(id: string): Promise<void> {
    this.dispatch({ type: 'caseLoading', id });
    try {
      this.loaded(await this.deps.api.caseFile(id, { messages: OPENED_WITH }));
    } catch (error) {
      this.dispatch({ type: 'caseFailed', id, error: asCallError(error) });
    }
  }

  /**
   * Fetches earlier messages: a page of them, or as many as it takes to have message `downTo`.
   * @throws CallError
   */
  async earlier(id: string, downTo?: number): Promise<void> {
    if (this.fetchingEarlier.has(id)) return;
    this.fetchingEarlier.add(id);
    try {
      for (;;) {
        const open = this.current.cases[id];
        const before = open === undefined ? 0 : firstOf(open.transcript) - 1;
        if (before < 1) return;
        const afterSeq = Math.max(0, before - SYNC_PAGE);
        const page = await this.link.ask('sync', { conversationId: id, afterSeq, limit: before - afterSeq });
        this.dispatch({ type: 'synced', id, messages: page.messages });
        if (downTo === undefined || afterSeq < downTo || page.messages.length === 0) return;
      }
    } finally {
      this.fetchingEarlier.delete(id);
    }
  }

  /** Lets go of a conversation that is not one's own, so that memory stays small over a day. */
  close(id: string): void {
    const item = this.current.items[id];
    const own = item?.status === 'assigned' && item.agent?.id === this.current.me.id;
    if (!own && this.outgoing.of(id).length === 0) this.dispatch({ type: 'caseClosed', id });
  }

  /** @throws CallError ALREADY_ASSIGNED (details.agent), NOT_QUEUED, NOT_ONLINE, … */
  async accept(id: string): Promise<void> {
    try {
      const { ok: _ok, ...file } = await this.link.ask('conversation.accept', { conversationId: id });
      this.dispatch({ type: 'offerGone', conversationId: id });
      this.loaded(file);
    } catch (error) {
      this.refreshQueue();
      throw error;
    }
  }

  async decline(id: string): Promise<void> {
    const offer = this.current.offers.find((one) => one.conversation.id === id);
    this.dispatch({ type: 'offerGone', conversationId: id });
    try {
      await this.link.ask('conversation.decline', { conversationId: id });
    } catch (error) {
      if (offer !== undefined && asCallError(error).transient) this.dispatch({ type: 'offered', offer });
      throw error;
    }
  }

  /** An offer whose time is over; the server goes on to somebody else by itself. */
  expire(id: string): void {
    this.dispatch({ type: 'offerGone', conversationId: id });
  }

  send(id: string, text: string, attachments: readonly WireAttachment[] = []): void {
    this.sender.send(id, text, attachments);
  }

  retry(id: string, clientId: string): void {
    this.sender.retry(id, clientId);
  }

  discard(id: string, clientId: string): void {
    this.sender.discard(id, clientId);
  }

  /** Adds an internal note that calls the colleagues of these ids; a failed one stays visible with a way to try again. */
  async addNote(id: string, text: string, mentions: readonly string[] = [], key: string = newId()): Promise<void> {
    const pending = { key, text, mentions, createdAt: new Date().toISOString() };
    this.dispatch({ type: 'pendingNote', id, note: { ...pending, state: 'sending' } });
    try {
      const { note } = await this.link.ask('note.add', {
        conversationId: id,
        text,
        ...(mentions.length > 0 ? { mentions: [...mentions] } : {}),
      });
      this.dispatch({ type: 'pendingNoteGone', id, key });
      this.dispatch({ type: 'note', note });
    } catch (error) {
      this.dispatch({ type: 'pendingNote', id, note: { ...pending, state: 'failed' } });
      throw error;
    }
  }

  discardNote(id: string, key: string): void {
    this.dispatch({ type: 'pendingNoteGone', id, key });
  }

  async transfer(id: string, to: { agentId: string } | { skill: string }, note?: string): Promise<void> {
    await this.link.ask('conversation.transfer', { conversationId: id, to, ...(note ? { note } : {}) });
    await this.open(id);
  }

  async giveBack(id: string): Promise<void> {
    await this.link.ask('conversation.return', { conversationId: id });
    await this.open(id);
  }

  async resolve(id: string, outcome?: string): Promise<void> {
    await this.link.ask('conversation.resolve', { conversationId: id, ...(outcome ? { outcome } : {}) });
    await this.open(id);
  }

  async setPresence(status: AgentStatus, capacity = this.current.capacity): Promise<void> {
    const before = this.current;
    this.dispatch({ type: 'presence', status, capacity });
    try {
      // A capacity of 0 means that the server has not told us one yet.
      const answer = await this.link.ask('presence.set', { status, ...(capacity > 0 ? { capacity } : {}) });
      this.dispatch({
        type: 'presence',
        status: answer.status ?? status,
        capacity: answer.capacity ?? capacity,
      });
    } catch (error) {
      this.dispatch({ type: 'presence', status: before.status, capacity: before.capacity });
      throw error;
    }
  }

  typing(id: string, active: boolean): void {
    if (this.link.connected) this.link.typing(id, active);
  }

  markRead(id: string, seq: number): void {
    this.marks.set(id, seq);
    this.dispatch({ type: 'read', id, seq });
  }

  /** Conversations learned over REST (a supervisor's list), so that pushes find them. */
  learn(items: readonly WireConversationItem[]): void {
    this.dispatch({ type: 'items', items });
  }

  /** Before sign-out: nobody is offered anything more, and nothing unsent stays on the machine. */
  async leave(): Promise<void> {
    this.outgoing.clear();
    this.marks.clear();
    if (this.link.connected && this.current.status !== 'offline') await this.setPresence('offline');
  }

  private dispatch(action: DeskAction): void {
    const next = reduce(this.current, action);
    if (next === this.current) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }

  private loaded(file: CaseFile): void {
    const id = file.conversation.id;
    this.dispatch({ type: 'caseLoaded', file });
    for (const message of this.outgoing.of(id)) this.dispatch({ type: 'pending', id, message });
    this.repair(id);
  }

  private listen(): void {
    this.link.on('ready', (payload) => {
      const { agent, status, capacity, conversations, queue } = payload;
      this.dispatch({ type: 'ready', me: agent, status, capacity, own: conversations, queue });
      // After an outage: notes and briefings have no cursor, so open cases are read again, then synced.
      for (const id of Object.keys(this.current.cases)) void this.open(id);
      this.sender.flush();
    });
    this.link.on('conversation.offered', (offer) => {
      this.dispatch({ type: 'offered', offer });
      this.alert({ kind: 'offer', offer });
    });
    this.link.on('offer.withdrawn', ({ conversationId }) => this.dispatch({ type: 'offerGone', conversationId }));
    this.link.on('conversation.changed', (item) => this.changed(item));
    this.link.on('message.created', (message) => this.created(message));
    this.link.on('message.delta', (delta) => this.dispatch({ type: 'delta', delta }));
    this.link.on('message.discarded', ({ messageId }) => this.dispatch({ type: 'discarded', messageId }));
    this.link.on('delivery.changed', (delivery) => this.dispatch({ type: 'delivery', delivery }));
    this.link.on('note.created', (note) => this.dispatch({ type: 'note', note }));
    this.link.on('note.mentioned', ({ conversation, note }) =>
      this.alert({ kind: 'mention', item: conversation, note }),
    );
    this.link.on('typing', ({ conversationId, active }) => {
      this.dispatch({ type: 'typing', conversationId, until: active ? Date.now() + TYPING_MS : 0 });
    });
  }

  private changed(item: WireConversationItem): void {
    const before = this.current.items[item.id];
    this.dispatch({ type: 'items', items: [item] });
    if (before?.status === 'queued' || item.status === 'queued') this.refreshQueue();
    const open = this.current.cases[item.id];
    if (open === undefined || open.phase === 'loading') return;
    // A new owner means a new briefing, a new channel other limits; new words that did not reach us are fetched.
    const anew = before?.ownershipVersion !== item.ownershipVersion || before.channel !== item.channel;
    if (before !== undefined && anew) void this.open(item.id);
    else this.repair(item.id);
  }

  private created(message: WireMessage): void {
    const id = message.conversationId;
    const channel = this.current.items[id]?.channel;
    this.dispatch({ type: 'message', message });
    const item = this.current.items[id];
    if (item?.channel !== channel && this.current.cases[id] !== undefined) void this.open(id);
    else this.repair(id);
    if (item !== undefined && message.author.kind === 'shopper') this.alert({ kind: 'message', item, message });
  }

  private alert(alert: Alert): void {
    for (const listener of this.alertListeners) listener(alert);
  }

  private refreshQueue(): void {
    clearTimeout(this.queueTimer);
    this.queueTimer = setTimeout(() => {
      this.link.ask('queue.list', {}).then(
        ({ conversations }) => this.dispatch({ type: 'queue', queue: conversations }),
        (error: unknown) => {
          // Without an answer the old order stands until the next refresh or reconnect.
          if (!(error instanceof CallError)) throw error;
        },
      );
    }, QUEUE_REFRESH_MS);
  }

  /** Fetches what is missing of an open conversation, page by page, once at a time. */
  private repair(id: string): void {
    const open = this.current.cases[id];
    if (open === undefined || open.phase === 'loading' || this.syncing.has(id) || !this.link.connected) return;
    if (!hasGap(open.transcript, this.current.items[id]?.lastSeq)) return;
    this.syncing.add(id);
    void this.fetchMissing(id).finally(() => this.syncing.delete(id));
  }

  private async fetchMissing(id: string): Promise<void> {
    for (;;) {
      const transcript = this.current.cases[id]?.transcript;
      if (transcript === undefined) return;
      const afterSeq = cursorOf(transcript);
      try {
        const page = await this.link.ask('sync', { conversationId: id, afterSeq, limit: SYNC_PAGE });
        this.dispatch({ type: 'synced', id, messages: page.messages });
        const now = this.current.cases[id]?.transcript;
        if (!page.hasMore || now === undefined || cursorOf(now) === afterSeq) return;
      } catch (error) {
        // Lost again or not ours to see: the next push, or the next connect, tries again.
        if (error instanceof CallError) return;
        throw error;
      }
    }
  }
}

export function asCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  throw error;
}
