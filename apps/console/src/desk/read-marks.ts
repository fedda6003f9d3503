import type { KeyValue } from './drafts.js';

const KEY = 'deskhand.read';
/** Marks kept; the oldest go first. */
const KEPT = 500;

/** Up to which message each conversation was read on this machine. */
export class ReadMarks {
  private readonly marks: Map<string, number>;

  constructor(
    private readonly storage: KeyValue,
    private readonly agentId: string,
  ) {
    this.marks = new Map(this.load());
  }

  all(): Record<string, number> {
    return Object.fromEntries(this.marks);
  }

  set(id: string, seq: number): void {
    if ((this.marks.get(id) ?? 0) >= seq) return;
    this.marks.delete(id);
    this.marks.set(id, seq);
    const kept = [...this.marks].slice(-KEPT);
    this.storage.setItem(this.key(), JSON.stringify(kept));
  }

  clear(): void {
    this.marks.clear();
    this.storage.removeItem(this.key());
  }

  private key(): string {
    return `${KEY}.${this.agentId}`;
  }

  private load(): [string, number][] {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(this.key()) ?? '[]');
      return Array.isArray(stored) ? stored.filter(isMark) : [];
    } catch {
      // Not readable: everything counts as unread, which harms nobody.
      return [];
    }
  }
}

function isMark(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
}
