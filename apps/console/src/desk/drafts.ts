/** The part of the browser's storage we need; a Map-backed one serves where there is none. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  keys(): string[];
}

export type DraftKind = 'reply' | 'note' | 'whisper';
/** `files`: what was uploaded for the reply, as JSON. */
type DraftPart = DraftKind | 'files';

const PREFIX = 'deskhand.draft';
/** Drafts of conversations nobody came back to are dropped after this time. */
export const DRAFT_LIFE_MS = 14 * 24 * 60 * 60_000;

interface StoredDraft {
  text: string;
  savedAt: number;
}

/** What was written and not sent, per agent, conversation and kind; survives reloads and crashes. */
export class Drafts {
  private readonly listeners = new Set<() => void>();
  private readonly proposalListeners = new Set<(conversationId: string) => void>();

  constructor(
    private readonly storage: KeyValue,
    private readonly agentId: string,
    private readonly now: () => number = Date.now,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Hears when words are put into a reply from elsewhere, so that whoever shows it can come to the front. */
  onProposal(listener: (conversationId: string) => void): () => void {
    this.proposalListeners.add(listener);
    return () => this.proposalListeners.delete(listener);
  }

  /** Adds a suggested text to the reply; what was written stays before it. */
  propose(conversationId: string, text: string): void {
    const written = this.read(conversationId, 'reply').trimEnd();
    this.write(conversationId, 'reply', written === '' || written === text ? text : `${written}\n${text}`);
    for (const listener of this.proposalListeners) listener(conversationId);
  }

  read(conversationId: string, kind: DraftPart): string {
    return parse(this.storage.getItem(this.key(conversationId, kind)))?.text ?? '';
  }

  write(conversationId: string, kind: DraftPart, text: string): void {
    const key = this.key(conversationId, kind);
    if (text.trim() === '') this.storage.removeItem(key);
    else this.storage.setItem(key, JSON.stringify({ text, savedAt: this.now() } satisfies StoredDraft));
    for (const listener of this.listeners) listener();
  }

  /** Conversations of this agent that hold an unsent reply. */
  withReply(): Set<string> {
    const own = `${PREFIX}.${this.agentId}.`;
    return new Set(
      this.storage
        .keys()
        .filter((key) => key.startsWith(own) && key.endsWith('.reply'))
        .map((key) => key.slice(own.length, -'.reply'.length)),
    );
  }

  /** Removes what is older than DRAFT_LIFE_MS or cannot be read. */
  sweep(): void {
    for (const key of this.storage.keys()) {
      if (!key.startsWith(`${PREFIX}.`)) continue;
      const draft = parse(this.storage.getItem(key));
      if (draft === undefined || this.now() - draft.savedAt > DRAFT_LIFE_MS) this.storage.removeItem(key);
    }
  }

  /** Removes all drafts of this agent: on sign-out nothing of a shopper stays on the machine. */
  clear(): void {
    for (const key of this.storage.keys())
      if (key.startsWith(`${PREFIX}.${this.agentId}.`)) this.storage.removeItem(key);
  }

  private key(conversationId: string, kind: DraftPart): string {
    return `${PREFIX}.${this.agentId}.${conversationId}.${kind}`;
  }
}

function parse(stored: string | null): StoredDraft | undefined {
  if (stored === null) return undefined;
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null || !('text' in value) || !('savedAt' in value)) return undefined;
    return typeof value.text === 'string' && typeof value.savedAt === 'number'
      ? { text: value.text, savedAt: value.savedAt }
      : undefined;
  } catch {
    // Not ours or cut off by a crash: the same as no draft.
    return undefined;
  }
}
