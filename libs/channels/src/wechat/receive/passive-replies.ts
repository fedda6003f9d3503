import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Clock } from '#kernel';
import { Database, TransactionRunner, type Tx } from '#platform';
import { CustomersService } from '#customers';
import { ShopperDesk } from '#dialogue';
import { Deliveries } from '../send/deliveries.js';
import { menuAsText, nextBatch } from '../send/outgoing.js';
import { WeChatPeerRepository } from '../store/peer.repository.js';
import { WeChatTrafficRepository, type OutgoingRecord } from '../store/traffic.repository.js';
import { HOLD_ON } from '../words.js';

/** WeChat gives up after five seconds, the way there and back included. */
const PATIENCE_MS = 4_300;
const LOOK_EVERY_MS = 60;
/** Welcomes and the like are written at once. */
const EVENT_PATIENCE_MS = 1_000;

/**
 * For accounts that may not send by themselves: what is said has to leave in the answer to the callback. What is not ready in time leaves
 * in the answer to the next one. The repeat of a callback is answered as the first time.
 */
@Injectable()
export class PassiveReplies {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly peers: WeChatPeerRepository,
    private readonly traffic: WeChatTrafficRepository,
    private readonly desk: ShopperDesk,
    private readonly customers: CustomersService,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  /** The text to answer a callback with. Undefined: nothing. */
  async to(
    callback: { accountId: string; dedupeKey: string },
    { isMessage, receivedAt }: { isMessage: boolean; receivedAt: Date },
  ): Promise<string | undefined> {
    const end = performance.now() + (isMessage ? PATIENCE_MS : EVENT_PATIENCE_MS);
    for (;;) {
      const found = await this.traffic.reply(this.db.manager, callback.accountId, callback.dedupeKey);
      if (!found) return undefined;
      if (found.reply !== null) return found.reply;
      const late = performance.now() >= end;
      if (found.done || late) {
        const mayWait = isMessage && !late && (await this.botAnswers(found.peerId));
        const text = await this.takeOwed(found.peerId, callback, mayWait ? receivedAt : undefined);
        if (text !== undefined) return text;
        if (late || !mayWait) return late && isMessage ? await this.holdOn(found.peerId, callback) : undefined;
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** In the queue and with people nobody answers at once: there is nothing to wait for. */
  private async botAnswers(peerId: string): Promise<boolean> {
    const peer = await this.peers.find(this.db.manager, peerId);
    const conversation = peer?.shopperId ? await this.desk.latestOf(peer.shopperId) : undefined;
    return conversation?.status === 'bot' && conversation.answeredSeq < conversation.lastShopperSeq;
  }

  private async holdOn(
    peerId: string,
    callback: { accountId: string; dedupeKey: string },
  ): Promise<string | undefined> {
    const peer = await this.peers.find(this.db.manager, peerId);
    if (!peer || !(await this.botAnswers(peerId))) return undefined;
    const text = HOLD_ON[await this.customers.localeOf(peer.shopperId)];
    return this.transactions.run(async (tx) => {
      await this.peers.lock(tx, peerId);
      const given = await this.given(tx, callback);
      if (given !== undefined) return given;
      await this.traffic.keepReply(tx, callback.accountId, callback.dedupeKey, text);
      return text;
    });
  }

  /** What another delivery of the same callback was answered with meanwhile. The user must be locked. */
  private async given(tx: Tx, { accountId, dedupeKey }: { accountId: string; dedupeKey: string }) {
    return (await this.traffic.reply(tx, accountId, dedupeKey))?.reply ?? undefined;
  }

  /** @param since set while something newer is worth waiting for: then nothing older goes alone */
  private async takeOwed(
    peerId: string,
    { accountId, dedupeKey }: { accountId: string; dedupeKey: string },
    since: Date | undefined,
  ): Promise<string | undefined> {
    const taken = await this.transactions.run(async (tx) => {
      await this.peers.lock(tx, peerId);
      const given = await this.given(tx, { accountId, dedupeKey });
      if (given !== undefined) return { text: given, conversations: [] };
      const owed = await this.traffic.owed(tx, peerId, 50);
      if (since && !owed.some(({ createdAt }) => createdAt >= since)) return undefined;
      // Pictures and files have to be uploaded, which takes the permission that is missing.
      const enclosed = owed.filter(({ content }) => 'attachmentId' in content);
      await this.traffic.put(
        tx,
        enclosed.map(({ id }) => id),
        { state: 'failed', reason: 'NO_PERMISSION' },
      );
      const batch = nextBatch<OutgoingRecord>(
        owed.filter((row) => !enclosed.includes(row)).map((row) => ({ ...row, attempts: 0 })),
        { ordinary: true, last: true },
      );
      if (!batch || 'attachmentId' in batch.content) return undefined;
      const { content } = batch;
      const text = content.type === 'menu' ? menuAsText(content) : content.text;
      const ids = batch.pieces.map(({ id }) => id);
      await this.traffic.sent(tx, ids, null, this.clock.now());
      await this.traffic.keepReply(tx, accountId, dedupeKey, text);
      return { text, conversations: batch.pieces.flatMap(({ conversationId }) => conversationId ?? []) };
    });
    if (taken) await this.deliveries.tell(taken.conversations);
    return taken?.text;
  }
}
