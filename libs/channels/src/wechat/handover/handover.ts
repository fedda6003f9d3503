import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { SharedCache, TransactionRunner } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersService } from '#customers';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';
import { HANDOVER_SECONDS, HandoverTokens } from './handover-tokens.js';

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
  ) {}

  async bring(peer: PeerRecord, scene: string): Promise<BroughtOver> {
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
    if (!(await this.mayJoin(peer, shopperId))) return 'refused';
    return this.join(peer, shopperId);
  }

  /** Somebody who is another member already stays that; and two conversations with people at once are not made one. */
  private async mayJoin({ shopperId: own }: PeerRecord, shopperId: string): Promise<boolean> {
    if (own === null || own === shopperId) return true;
    const [known, joined] = [await this.customers.find(own), await this.customers.find(shopperId)];
    if (known?.memberId && known.memberId !== joined?.memberId) return false;
    const open = await this.conversations.latestOf(own);
    if (!open || open.status === 'resolved') return true;
    if (open.status !== 'bot') return false;
    await this.conversations.resolveByBot(open.id, 'farewell');
    return (await this.conversations.latestOf(own))?.status === 'resolved';
  }

  private join(peer: PeerRecord, shopperId: string): Promise<BroughtOver> {
    return this.transactions.run(async (tx) => {
      await this.peers.link(tx, peer.id, shopperId);
      if (peer.shopperId !== null && peer.shopperId !== shopperId)
        await this.conversations.give(tx, peer.shopperId, shopperId);
      const conversation = await this.conversations.carryOver(tx, shopperId, 'wechat');
      if (!conversation) return 'brought';
      await this.peers.thread(tx, conversation.id, peer.id, conversation.lastSeq);
      await this.peers.skipTo(tx, conversation.id, conversation.lastSeq);
      return conversation.status === 'queued' ? 'queued' : 'brought';
    });
  }
}
