import type { Ack, PageContext, WireMessage } from '#kernel';

export interface Outgoing {
  readonly clientId: string;
  readonly text: string;
  readonly attachmentIds?: string[];
  readonly context?: PageContext;
}

export interface SendQueueEvents {
  sent(message: WireMessage): void;
  /** `error` is the server's refusal in the shopper's language; null when it never replied. */
  failed(item: Outgoing, error: string | null): void;
}

/** Codes that say "not now": the same message may be sent again. */
const PASSING: readonly string[] = ['RATE_LIMITED', 'UNAVAILABLE', 'INTERNAL'];
const TRIES = 3;
const PAUSE_MS = 1_000;

/**
 * Sends one message after the other, so that what was written first stands first, whatever has to be repeated. It waits
 * while there is no connection; every repeat carries the same clientId, so the server stores it once.
 */
export class SendQueue {
  private readonly waiting: Outgoing[] = [];
  private running = false;
  private online = false;

  /** @param send resolves with the acknowledgement; rejects when none came in time or the line broke. */
  constructor(
    private readonly send: (item: Outgoing) => Promise<Ack<{ message: WireMessage }>>,
    private readonly events: SendQueueEvents,
  ) {}

  push(item: Outgoing): void {
    if (!this.waiting.some((other) => other.clientId === item.clientId)) this.waiting.push(item);
    void this.run();
  }

  resume(): void {
    this.online = true;
    void this.run();
  }

  pause(): void {
    this.online = false;
  }

  clear(): void {
    this.waiting.length = 0;
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let item = this.waiting[0]; item !== undefined && this.online; item = this.waiting[0]) {
      const done = await this.deliver(item);
      // A cleared queue (sign-out) or a broken line: whatever came of it is settled by the next session.
      if (done && this.waiting[0] === item) this.waiting.shift();
    }
    this.running = false;
  }

  /** True when the message is settled, stored or refused; false when it has to wait for the connection. */
  private async deliver(item: Outgoing): Promise<boolean> {
    for (let attempt = 1; this.online; attempt++) {
      const ack = await this.send(item).catch(() => null);
      if (this.waiting[0] !== item) return true;
      if (ack?.ok) {
        this.events.sent(ack.message);
        return true;
      }
      if (!this.online) return false;
      const passing = ack === null || PASSING.includes(ack.error.code);
      if (!passing || attempt >= TRIES) {
        this.events.failed(item, ack === null ? null : ack.error.message);
        return true;
      }
      if (ack !== null) await pause(ack.error.retryAfterMs ?? PAUSE_MS * attempt);
    }
    return false;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
