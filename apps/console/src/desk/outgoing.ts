import type { WireAttachment, WireError } from '#kernel';
import { newId } from '#kernel';
import type { KeyValue } from './drafts.js';
import type { PendingMessage } from './transcript.js';

export interface OutgoingMessage extends PendingMessage {
  conversationId: string;
}

/** What was written longer ago than this is not sent by itself after a reload: the moment may have passed. */
export const STALE_MS = 5 * 60_000;

const KEY = 'deskhand.outgoing';

/** Messages the server has not confirmed, in the order they were written; they survive a reload of the page. */
export class Outgoing {
  private entries: OutgoingMessage[];

  constructor(
    private readonly storage: KeyValue,
    private readonly agentId: string,
    private readonly now: () => number = Date.now,
  ) {
    this.entries = this.load();
  }

  add(conversationId: string, text: string, attachments: readonly WireAttachment[] = []): OutgoingMessage {
    const createdAt = new Date(this.now()).toISOString();
    const entry: OutgoingMessage = {
      conversationId,
      clientId: newId(),
      text,
      state: 'sending',
      createdAt,
      ...(attachments.length > 0 ? { attachments } : {}),
    };
    this.entries.push(entry);
    this.save();
    return entry;
  }

  /** Puts a message into another state; undefined when it is not here any more. */
  mark(clientId: string, state: PendingMessage['state'], error?: WireError): OutgoingMessage | undefined {
    const at = this.entries.findIndex((entry) => entry.clientId === clientId);
    const entry = this.entries[at];
    if (entry === undefined) return undefined;
    const marked = { ...entry, state, error };
    this.entries[at] = marked;
    this.save();
    return marked;
  }

  remove(clientId: string): void {
    this.entries = this.entries.filter((entry) => entry.clientId !== clientId);
    this.save();
  }

  of(conversationId: string): OutgoingMessage[] {
    return this.entries.filter((entry) => entry.conversationId === conversationId);
  }

  /** The next one that may go out; failed ones wait for the agent. */
  next(conversationId: string): OutgoingMessage | undefined {
    return this.of(conversationId).find((entry) => entry.state !== 'failed');
  }

  conversations(): string[] {
    return [...new Set(this.entries.map((entry) => entry.conversationId))];
  }

  clear(): void {
    this.entries = [];
    this.storage.removeItem(this.key());
  }

  private key(): string {
    return `${KEY}.${this.agentId}`;
  }

  private save(): void {
    if (this.entries.length === 0) this.storage.removeItem(this.key());
    else this.storage.setItem(this.key(), JSON.stringify(this.entries));
  }

  private load(): OutgoingMessage[] {
    let stored: unknown;
    try {
      stored = JSON.parse(this.storage.getItem(this.key()) ?? '[]');
    } catch {
      // Cut off by a crash of the browser: nothing can be rescued from it.
      return [];
    }
    if (!Array.isArray(stored)) return [];
    return stored.filter(isEntry).map((entry) => ({
      ...entry,
      error: undefined,
      state: this.now() - Date.parse(entry.createdAt) > STALE_MS ? ('failed' as const) : ('waiting' as const),
    }));
  }
}

function isEntry(value: unknown): value is OutgoingMessage {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const { attachments = [] } = entry;
  return (
    Array.isArray(attachments) &&
    ['conversationId', 'clientId', 'text', 'createdAt'].every((name) => typeof entry[name] === 'string')
  );
}
