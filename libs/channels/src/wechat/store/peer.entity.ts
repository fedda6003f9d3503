import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Locale } from '#kernel';
import type { Expectation } from '../receive/expectation.js';
import type { ReplyWindow } from '../send/budget.js';

/** Somebody who writes to one of our accounts. */
@Entity('wechat_peer')
@Index('wechat_peer_unique', ['accountId', 'kfId', 'userId'], { unique: true })
@Index('wechat_peer_by_shopper', ['shopperId'])
@Index('wechat_peer_by_union', ['unionId'], { where: 'union_id IS NOT NULL' })
export class WeChatPeer {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_wechat_peer' })
  id!: string;

  @Column('text', { name: 'account_id' })
  accountId!: string;

  /** WeChat customer service: which of the corporation's service accounts (open_kfid); else empty. */
  @Column('text', { name: 'kf_id', default: '' })
  kfId!: string;

  /** openid, or external_userid. */
  @Column('text', { name: 'user_id' })
  userId!: string;

  /** Our own name in what comes from this user (ToUserName): passive replies carry it back. */
  @Column('text', { name: 'receiver_id', default: '' })
  receiverId!: string;

  @Column('uuid', { name: 'shopper_id', nullable: true })
  shopperId!: string | null;

  /** The same for all accounts of one merchant at WeChat, where they are bound to each other there. */
  @Column('text', { name: 'union_id', nullable: true })
  unionId!: string | null;

  /** What WeChat tells of the user. */
  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text', { nullable: true })
  locale!: Locale | null;

  /** When WeChat was asked who this is. */
  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  /** What may still be sent, and until when. */
  @Column('jsonb', { default: () => `'[]'` })
  windows!: ReplyWindow[];

  /** What a bare number from this user means. */
  @Column('jsonb', { nullable: true })
  expects!: Expectation | null;

  /** When the user last did anything. */
  @Column('timestamptz', { name: 'last_in_at', nullable: true })
  lastInAt!: Date | null;

  /** Set when the user has stopped following. */
  @Column('timestamptz', { name: 'left_at', nullable: true })
  leftAt!: Date | null;

  @Column('uuid', { name: 'in_lease_id', nullable: true })
  inLeaseId!: string | null;

  @Column('timestamptz', { name: 'in_lease_until', nullable: true })
  inLeaseUntil!: Date | null;

  @Column('uuid', { name: 'out_lease_id', nullable: true })
  outLeaseId!: string | null;

  @Column('timestamptz', { name: 'out_lease_until', nullable: true })
  outLeaseUntil!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** Which user of WeChat's a conversation is with, and up to which message it was put on its way. */
@Entity('wechat_thread')
@Index('wechat_thread_by_peer', ['peerId'])
export class WeChatThread {
  @PrimaryColumn('uuid', { name: 'conversation_id', primaryKeyConstraintName: 'PK_wechat_thread' })
  conversationId!: string;

  @Column('uuid', { name: 'peer_id' })
  peerId!: string;

  @Column('int', { name: 'queued_seq' })
  queuedSeq!: number;
}
