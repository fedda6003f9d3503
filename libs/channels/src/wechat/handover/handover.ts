import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { SharedCache, TransactionRunner } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersService } from '#customers';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { HANDOVER_SECONDS, HandoverTokens } from './handover-tokens.js';
import { OneCustomer } from './one-customer.js';

/** A signed identity (JWT), as the widget takes it. */
const IDENTITY = /^[\w-]{2,}\.[\w-]{2,}\.[\w-]{2,}$/;

/** `none`: the scene is none of ours. */
export type BroughtOver = 'brought' | 'queued' | 'refused' | 'none';

/** Carries a web shopper's conversation over to WeChat, and makes the two one customer. */
@Injectable()
export class Handover {
  constructor(
    private readonly transactions: TransactionRunner,
    private readonly tokens: HandoverTokens,
    private readonly cache: SharedCache,
    private readonly peers: WeChatPeerRepository,
    private readonly conversations: ConversationService,
    private readonly customers: CustomersService,
    private readonly oneCustomer: OneCustomer,
  ) {}

  async bring(peer: PeerRecord, scene: string): Promise<BroughtOver> {
    if (IDENTITY.test(scene)) return this.identify(peer, scene);
    if (!this.tokens.looksLike(scene)) return 'none';
    let shopperId: string;
    try {
      shopperId = this.tokens.read(scene);
    } catch (error) {
      if (error instanceof AppError) return 'refused';
      throw error;
    }
    // Good for one user of WeChat's; a repeat by the same one is a repeat.
    const used = `wechat-handover:${createHash('sha256').update(scene).digest('base64url')}`;
    const by = await this.cache.putIfAbsent(used, peer.id, HANDOVER_SECONDS * 1000);
    if (by !== undefined && by !== peer.id) return 'refused';
    if (!(await this.customers.find(shopperId))) return 'refused';
    if (!(await this.oneCustomer.mayBecome(peer, shopperId))) return 'refused';
    return this.join(peer, shopperId);
  }

  /** The shop's own mini program says who its member is. What it says wrongly is a scene like any other. */
  private async identify(peer: PeerRecord, identity: string): Promise<BroughtOver> {
    try {
      const shopperId = await this.customers.memberBy(identity, peer.shopperId);
      if (await this.oneCustomer.mayBecome(peer, shopperId))
        await this.transactions.run((tx) => this.oneCustomer.become(tx, peer, shopperId));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'IDENTITY_INVALID') throw error;
    }
    return 'none';
  }

  private join(peer: PeerRecord, shopperId: string): Promise<BroughtOver> {
    return this.transactions.run(async (tx) => {
      await this.oneCustomer.become(tx, peer, shopperId);
      const conversation = await this.conversations.carryOver(tx, shopperId, 'wechat');
      if (!conversation) return 'brought';
      await this.peers.thread(tx, conversation.id, peer.id, conversation.lastSeq);
      await this.peers.skipTo(tx, conversation.id, conversation.lastSeq);
      return conversation.status === 'queued' ? 'queued' : 'brought';
    });
  }
}
