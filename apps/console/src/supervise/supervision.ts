import type { Board, WireConversationItem, WireNote } from '#kernel';
import type { Desk } from '../desk/desk.js';

export interface Person {
  id: string;
  name: string;
}

export interface SupervisionState {
  /** As last pushed; absent until something on it has changed. */
  board?: Board;
  /** Who reads along, by conversation. */
  readers: Readonly<Record<string, readonly Person[]>>;
}

/** What an agent must hear of at once. */
export type SupervisionAlert =
  | { kind: 'whisper'; item: WireConversationItem; note: WireNote }
  | { kind: 'taken'; conversationId: string; by: Person; to?: Person }
  | { kind: 'given'; item: WireConversationItem; by: Person };

const NOBODY: readonly Person[] = [];

/** What supervisors do over the desk's connection, and what their doing looks like to everybody else. */
export class Supervision {
  private current: SupervisionState = { readers: {} };
  private readonly listeners = new Set<() => void>();
  private readonly alertListeners = new Set<(alert: SupervisionAlert) => void>();

  constructor(private readonly desk: Desk) {
    const { link } = desk;
    link.on('ready', () => this.set({ ...this.current, readers: {} }));
    link.on('board.changed', (board) => this.set({ ...this.current, board }));
    link.on('conversation.readers', ({ conversationId, readers }) => this.reading(conversationId, readers));
    link.on('conversation.taken', (taken) => this.alert({ kind: 'taken', ...taken }));
    link.on('conversation.given', ({ conversation, by }) => {
      desk.learn([conversation]);
      this.alert({ kind: 'given', item: conversation, by });
    });
    link.on('note.created', (note) => {
      const { items, me } = desk.state();
      const item = items[note.conversationId];
      if (note.whisper && item !== undefined && item.agent?.id === me.id && note.author.id !== me.id)
        this.alert({ kind: 'whisper', item, note });
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): SupervisionState => this.current;

  onAlert(listener: (alert: SupervisionAlert) => void): () => void {
    this.alertListeners.add(listener);
    return () => this.alertListeners.delete(listener);
  }

  /** @throws CallError FORBIDDEN, CONVERSATION_NOT_FOUND, NETWORK, … */
  async readAlong(conversationId: string, active: boolean): Promise<void> {
    const { readers } = await this.desk.link.ask('conversation.read_along', { conversationId, active });
    this.reading(conversationId, readers);
  }

  /** Says something into the owner's ear. @throws CallError NOT_ASSIGNED when nobody hears it. */
  async whisper(conversationId: string, text: string): Promise<void> {
    await this.desk.link.ask('note.add', { conversationId, text, whisper: true });
    await this.desk.open(conversationId);
  }

  /** @throws CallError OWNER_CHANGED when it is no longer with whom the screen says. */
  async takeOver(conversationId: string): Promise<void> {
    await this.desk.link.ask('conversation.takeover', { conversationId, ...this.seen(conversationId) });
    await this.desk.open(conversationId);
  }

  /** @throws CallError OWNER_CHANGED, AGENT_NOT_ONLINE, AT_CAPACITY. */
  async reassign(conversationId: string, to: { agentId: string } | { skill: string }, note: string): Promise<void> {
    const payload = { conversationId, to, ...(note === '' ? {} : { note }), ...this.seen(conversationId) };
    await this.desk.link.ask('conversation.reassign', payload);
    await this.desk.open(conversationId);
  }

  readersOf(conversationId: string): readonly Person[] {
    return this.current.readers[conversationId] ?? NOBODY;
  }

  /** Only the conversation that is on the screen is acted upon, not what it has become meanwhile. */
  private seen(conversationId: string): { ownershipVersion?: number } {
    const item = this.desk.state().items[conversationId];
    return item === undefined ? {} : { ownershipVersion: item.ownershipVersion };
  }

  private reading(conversationId: string, people: readonly Person[]): void {
    const { [conversationId]: _before, ...others } = this.current.readers;
    this.set({ ...this.current, readers: people.length === 0 ? others : { ...others, [conversationId]: people } });
  }

  private set(state: SupervisionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }

  private alert(alert: SupervisionAlert): void {
    for (const listener of this.alertListeners) listener(alert);
  }
}
