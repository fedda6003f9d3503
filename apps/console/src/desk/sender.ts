import type { WireAttachment } from '#kernel';
import { CallError } from '../api/client.js';
import type { DeskAction } from './desk-state.js';
import type { Link } from './link.js';
import type { Outgoing, OutgoingMessage } from './outgoing.js';

const RETRY_MS = 2_000;
const LIMITED_MS = 3_000;

/**
 * Brings messages out in the order they were written, one at a time per conversation (two at once could change places),
 * each under the same client id on every attempt, so that no attempt too many ever doubles it.
 */
export class Sender {
  private readonly busy = new Set<string>();

  constructor(
    private readonly link: Pick<Link, 'ask' | 'connected'>,
    private readonly outgoing: Outgoing,
    private readonly dispatch: (action: DeskAction) => void,
  ) {}

  send(id: string, text: string, attachments: readonly WireAttachment[] = []): void {
    this.show(this.outgoing.add(id, text, attachments));
    this.drain(id);
  }

  retry(id: string, clientId: string): void {
    this.show(this.outgoing.mark(clientId, 'sending'));
    this.drain(id);
  }

  discard(id: string, clientId: string): void {
    this.outgoing.remove(clientId);
    this.dispatch({ type: 'pendingGone', id, clientId });
  }

  /** Sends all that waits: called when the connection is there again. */
  flush(): void {
    for (const id of this.outgoing.conversations()) this.drain(id);
  }

  private drain(id: string): void {
    if (this.busy.has(id)) return;
    this.busy.add(id);
    void this.sendAll(id).finally(() => this.busy.delete(id));
  }

  private async sendAll(id: string): Promise<void> {
    for (let entry = this.outgoing.next(id); entry !== undefined; entry = this.outgoing.next(id)) {
      if (!this.link.connected) return this.hold(id);
      if (entry.state !== 'sending') this.show(this.outgoing.mark(entry.clientId, 'sending'));
      const again = await this.attempt(id, entry);
      if (again !== undefined) await new Promise((resolve) => setTimeout(resolve, again));
    }
  }

  /** Milliseconds to wait before the next attempt; undefined when this one is settled. */
  private async attempt(id: string, entry: OutgoingMessage): Promise<number | undefined> {
    const { clientId, text, attachments } = entry;
    try {
      const { message } = await this.link.ask('message.send', {
        conversationId: id,
        clientId,
        text,
        ...(attachments ? { attachmentIds: attachments.map((one) => one.id) } : {}),
      });
      this.outgoing.remove(clientId);
      // The server repeats the client id; without it the pending line would stay beside the message.
      this.dispatch({ type: 'message', message: { ...message, clientId } });
      return undefined;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.code === 'NETWORK') return 0;
      if (error.code === 'TIMEOUT') return RETRY_MS;
      if (error.code === 'RATE_LIMITED') return error.retryAfterMs ?? LIMITED_MS;
      const { code, sentence: message } = error;
      this.show(
        code === 'BAD_ANSWER'
          ? this.outgoing.mark(clientId, 'failed')
          : this.outgoing.mark(clientId, 'failed', { code, message }),
      );
      return undefined;
    }
  }

  /** No connection: all that is on its way waits for the next one. */
  private hold(id: string): void {
    for (const entry of this.outgoing.of(id))
      if (entry.state === 'sending') this.show(this.outgoing.mark(entry.clientId, 'waiting'));
  }

  private show(entry: OutgoingMessage | undefined): void {
    if (entry === undefined) return;
    const { conversationId, ...message } = entry;
    this.dispatch({ type: 'pending', id: conversationId, message });
  }
}
