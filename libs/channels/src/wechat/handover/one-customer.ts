import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform';
import { ConversationService } from '#conversation';
import { CustomersService } from '#customers';
import { WeChatPeerRepository, type PeerRecord } from '../store/peer.repository.js';

/** Makes users of WeChat's who have turned out to be a shopper that we know that shopper: one customer, one timeline. */
@Injectable()
export class OneCustomer {
  constructor(
    private readonly peers: WeChatPeerRepository,
    private readonly conversations: ConversationService,
    private readonly customers: CustomersService,
  ) {}

  /**
   * Whether this user can become `shopperId`. Somebody who is another member already stays that; and two conversations with people at
   * once are not made one. A conversation with the bot is ended for it.
   */
  async mayBecome({ shopperId: own }: Pick<PeerRecord, 'shopperId'>, shopperId: string): Promise<boolean> {
    if (own === null || own === shopperId) return true;
    const [known, other] = [await this.customers.find(own), await this.customers.find(shopperId)];
    if (known?.memberId && known.memberId !== other?.memberId) return false;
    const open = await this.conversations.latestOf(own);
    if (!open || open.status === 'resolved') return true;
    if (open.status !== 'bot') return false;
    await this.conversations.resolveByBot(open.id, 'farewell');
    return (await this.conversations.latestOf(own))?.status === 'resolved';
  }

  /** With everything the user has said before, by whichever account. */
  async become(tx: Tx, peer: Pick<PeerRecord, 'id' | 'shopperId'>, shopperId: string): Promise<void> {
    if (peer.shopperId === shopperId) return;
    await this.peers.link(tx, peer.id, shopperId);
    if (peer.shopperId === null) return;
    await this.peers.linkAll(tx, peer.shopperId, shopperId);
    await this.conversations.give(tx, peer.shopperId, shopperId);
  }
}
