import type { WireAttachment } from '#kernel';
import type { Memory, Unsent } from '../lib/memory.js';
import type { PendingMessage } from '../state/thread.js';

/** After so long a message of yesterday is not sent without asking: the shopper decides. */
const STALE_MS = 24 * 3_600_000;

/** A message that a former page could not send. */
export type Restored = Unsent & { readonly clientId: string };

/**
 * Messages on their way, kept over a reload. Each tab reads and writes the one list in a single step, so tabs do not lose each other's;
 * that two tabs send the same one does no harm, it has one clientId.
 */
export class Outgoing {
  constructor(private readonly memory: Memory) {}

  keep(clientId: string, message: Unsent): void {
    this.change((kept) => ({ ...kept, [clientId]: message }));
  }

  failed(clientId: string, reason: string): void {
    this.change((kept) => {
      const message = kept[clientId];
      return message ? { ...kept, [clientId]: { ...message, reason } } : kept;
    });
  }

  settled(clientId: string): void {
    this.change((kept) => Object.fromEntries(Object.entries(kept).filter(([id]) => id !== clientId)));
  }

  clear(): void {
    this.memory.write({ outgoing: {} });
  }

  /** In the order of writing; those too old to be sent by themselves have `reason`. */
  restore(tooOld: string, now = Date.now()): Restored[] {
    const kept = Object.entries(this.memory.read().outgoing ?? {});
    return kept
      .filter(([, { createdAt, text }]) => typeof text === 'string' && !Number.isNaN(Date.parse(createdAt)))
      .map(([clientId, message]) => ({ clientId, ...message }))
      .map((each) => (now - Date.parse(each.createdAt) > STALE_MS ? { ...each, reason: each.reason ?? tooOld } : each))
      .sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
  }

  private change(work: (kept: Readonly<Record<string, Unsent>>) => Readonly<Record<string, Unsent>>): void {
    const kept = this.memory.read().outgoing ?? {};
    const next = work(kept);
    if (next !== kept) this.memory.write({ outgoing: next });
  }
}

export function pendingOf({ clientId, text, attachments, createdAt, reason }: Restored): PendingMessage {
  const state = reason === undefined ? 'sending' : 'failed';
  return { clientId, text, attachments, createdAt, state, ...(reason === undefined ? {} : { reason }) };
}

export function idsOf(attachments: readonly WireAttachment[]): string[] | undefined {
  return attachments.length > 0 ? attachments.map(({ id }) => id) : undefined;
}
