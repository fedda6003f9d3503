import type { Ack, WireMessage } from '#kernel';
import type { DeskState, Store } from '../state/state.js';
import { withMessages } from '../state/state.js';
import { cursor, hasGap } from '../state/thread.js';

export const SYNC_LIMIT = 200;
const ASK_AGAIN_MS = 10_000;

export interface RepairLine {
  ready(): boolean;
  /** Null: no acknowledgement came. */
  sync(question: { conversationId: string; afterSeq: number; limit: number }): Promise<Ack<{
    messages: WireMessage[];
    hasMore: boolean;
  }> | null>;
  /** Calls `again` after `ms`. */
  later(ms: number, again: () => void): void;
}

/** Fetches what is missing between what is on the screen and what the server has given out. */
export class Repair {
  private running = false;
  /** The line was lost since it was last known that nothing is missing. */
  uncertain = false;

  constructor(
    private readonly store: Store<DeskState>,
    private readonly line: RepairLine,
  ) {}

  /**
   * Fetches from the cursor on until nothing is missing. After an interruption it asks at least once, and then says that
   * the conversation is complete again.
   */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (this.line.ready() && (this.uncertain || hasGap(this.store.state.thread))) {
        const { thread } = this.store.state;
        const { conversationId } = thread;
        if (conversationId === null) return;
        const ack = await this.line.sync({ conversationId, afterSeq: cursor(thread), limit: SYNC_LIMIT });
        if (!ack?.ok) {
          // Nothing is lost: the next message, the next session or this timer asks again.
          this.line.later(ack?.error.retryAfterMs ?? ASK_AGAIN_MS, () => void this.run());
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
      this.running = false;
    }
  }
}
