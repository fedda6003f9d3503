import type { KeyValue } from '../desk/drafts.js';

/** Keeps values for the life of the page, where the browser gives no lasting storage (private windows, policies). */
export class MemoryStorage implements KeyValue {
  private readonly values = new Map<string, string>();

  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
  keys(): string[] {
    return [...this.values.keys()];
  }
}

/** localStorage that never throws: a full or forbidden storage falls back to memory. */
class LastingStorage implements KeyValue {
  private readonly memory = new MemoryStorage();

  getItem(key: string): string | null {
    return this.memory.getItem(key) ?? window.localStorage.getItem(key);
  }
  setItem(key: string, value: string): void {
    try {
      window.localStorage.setItem(key, value);
      this.memory.removeItem(key);
    } catch {
      // QuotaExceededError: better kept for this page than lost.
      this.memory.setItem(key, value);
    }
  }
  removeItem(key: string): void {
    this.memory.removeItem(key);
    window.localStorage.removeItem(key);
  }
  keys(): string[] {
    return [...new Set([...Object.keys(window.localStorage), ...this.memory.keys()])];
  }
}

function open(): KeyValue {
  try {
    // The mere access throws where storage is forbidden.
    window.localStorage.getItem('deskhand');
    return new LastingStorage();
  } catch {
    return new MemoryStorage();
  }
}

let opened: KeyValue | undefined;

/** The browser's lasting storage, opened at the first use. */
export function storage(): KeyValue {
  opened ??= open();
  return opened;
}
