import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, Log, TransactionRunner } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from '../api/errors.js';
import { WeChatApi, type Profile } from '../api/wechat-api.js';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { OneCustomer } from './one-customer.js';

/** Whom WeChat could not name may be named later: merchants bind their accounts to each other when they need it. */
const ASK_AGAIN_MS = 24 * 3_600_000;

/** Finds out who a user is, and knows somebody again who has come by another of the merchant's accounts. */
@Injectable()
export class Acquaintance {
  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly api: WeChatApi,
    private readonly peers: WeChatPeerRepository,
    private readonly oneCustomer: OneCustomer,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The user as known after it. Nothing is lost when WeChat says nothing. */
  async make(account: WeChatAccount, peer: PeerRecord): Promise<PeerRecord> {
    const now = this.clock.now();
    if (peer.unionId !== null || (peer.askedAt && now.getTime() - peer.askedAt.getTime() < ASK_AGAIN_MS)) return peer;
    const profile = await this.profile(account, peer);
    await this.peers.asked(this.db.manager, peer.id, profile, now);
    if (profile.unionId !== undefined) await this.recognise(peer, profile.unionId);
    return (await this.peers.find(this.db.manager, peer.id)) ?? peer;
  }

  private async profile(account: WeChatAccount, peer: PeerRecord): Promise<Profile> {
    if (account.sends === 'passive' || account.problem !== null) return {};
    try {
      return await this.api.profile(account, peer);
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error;
      this.log.info({ account: account.id, code: error.code }, 'WeChat does not say who a user is');
      return {};
    }
  }

  private async recognise(peer: PeerRecord, unionId: string): Promise<void> {
    const other = await this.peers.sharing(this.db.manager, unionId, peer.id);
    if (other?.shopperId == null || other.shopperId === peer.shopperId) return;
    const { shopperId } = other;
    if (await this.oneCustomer.mayBecome(peer, shopperId))
      await this.transactions.run((tx) => this.oneCustomer.become(tx, peer, shopperId));
    else if (peer.shopperId !== null && (await this.oneCustomer.mayBecome(other, peer.shopperId))) {
      const own = peer.shopperId;
      await this.transactions.run((tx) => this.oneCustomer.become(tx, other, own));
    }
  }
}
