import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#kernel';
import { Database, Outbox, TransactionRunner } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import type { Fields } from '../callback/body.js';
import { KfRepository } from '../store/kf.repository.js';
import { WeChatPeerRepository } from '../store/peer.repository.js';
import { readCallback, type Callback } from './arrival.js';
import { readable } from './doorkeeper.js';
import { ArrivalReader } from './reader.js';

/** More than a page of fetched messages can hold. */
const PAGE_PLACES = 10_000n;

export type Stored = { kind: 'ignored' } | { kind: 'sync' } | { kind: 'callback'; callback: Callback };

/** Stores what was let in, once, and owes its reading; only then may `success` be said. */
@Injectable()
export class Reception {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly reader: ArrivalReader,
    private readonly peers: WeChatPeerRepository,
    private readonly kf: KfRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws WECHAT_BODY_INVALID. */
  async store(account: WeChatAccount, fields: Fields): Promise<Stored> {
    const read = readable(() => readCallback(account.kind, fields));
    if (read.kind === 'ignored') return read;
    if (read.kind === 'sync') {
      const { kfId, token } = read;
      await this.transactions.run(async (tx) => {
        await this.kf.want(tx, account.id, kfId, token);
        await this.outbox.publish(tx, 'wechat.sync', { accountId: account.id, kfId }, { key: `${account.id}:${kfId}` });
      });
      return { kind: 'sync' };
    }
    const { callback } = read;
    // One statement: it is here, and owed its reading, when this returns.
    const peerId = await this.peers.arrive(this.db.manager, account.id, newId(), callback, this.clock.now());
    if (peerId !== undefined) this.reader.wake(peerId);
    return { kind: 'callback', callback };
  }

  /** Stores a page of fetched messages with the place it goes on from. */
  async keepPage(
    accountId: string,
    kfId: string,
    page: { callbacks: readonly Callback[]; cursor: string },
    leaseId: string,
  ): Promise<boolean> {
    const peers = new Set<string>();
    const kept = await this.transactions.run(async (tx) => {
      peers.clear();
      if (!(await this.kf.advance(tx, accountId, kfId, page.cursor, leaseId))) return false;
      // WeChat says when to the second; within one its page tells the order.
      const at = this.clock.now();
      for (const [place, callback] of page.callbacks.entries()) {
        const ordered = { ...callback, msgId: String(BigInt(at.getTime()) * PAGE_PLACES + BigInt(place)) };
        const peerId = await this.peers.arrive(tx, accountId, newId(), ordered, at);
        if (peerId !== undefined) peers.add(peerId);
      }
      return true;
    });
    for (const peerId of peers) this.reader.wake(peerId);
    return kept;
  }
}
