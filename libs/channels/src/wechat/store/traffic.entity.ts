import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Arrival } from '../receive/arrival.js';
import type { Outgoing, Rank } from '../send/outgoing.js';

/** A callback, or a message that was fetched: stored before it is acknowledged, dealt with after. The key makes repeats one. */
@Entity('wechat_inbound')
@Index('wechat_inbound_waiting', ['peerId'], { where: `state = 'waiting'` })
@Index('wechat_inbound_by_time', ['receivedAt'])
@Check('wechat_inbound_state', `state IN ('waiting', 'done', 'failed')`)
export class WeChatInbound {
  @PrimaryColumn('text', { name: 'account_id', primaryKeyConstraintName: 'PK_wechat_inbound' })
  accountId!: string;

  @PrimaryColumn('text', { name: 'dedupe_key', primaryKeyConstraintName: 'PK_wechat_inbound' })
  dedupeKey!: string;

  @Column('uuid', { name: 'peer_id' })
  peerId!: string;

  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'done' | 'failed';

  /** WeChat's CreateTime, seconds. */
  @Column('bigint', { name: 'said_at' })
  saidAt!: string;

  /** WeChat's MsgId, which grows: the order within a second. */
  @Column('numeric', { name: 'msg_order', precision: 20, scale: 0, default: () => `'0'` })
  msgOrder!: string;

  /** Null once it is dealt with: what was said stands in the message then, where an erasure finds it. */
  @Column('jsonb', { nullable: true })
  payload!: Arrival | null;

  @Column('int', { default: 0 })
  attempts!: number;

  /** What was answered in the callback itself, for its repeats. */
  @Column('text', { nullable: true })
  reply!: string | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;
}

/** A piece of what we say to somebody on WeChat, as it waits, goes out or stays behind. */
@Entity('wechat_outgoing')
@Index('wechat_outgoing_part', ['messageId', 'part'], { unique: true })
@Index('wechat_outgoing_owed', ['peerId', 'id'], { where: `state IN ('waiting', 'sending', 'held')` })
@Index('wechat_outgoing_by_conversation', ['conversationId'])
@Index('wechat_outgoing_sent', ['sentAt'], { where: `state = 'sent'` })
@Check('wechat_outgoing_state', `state IN ('waiting', 'sending', 'held', 'sent', 'failed')`)
export class WeChatOutgoing {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_wechat_outgoing' })
  id!: string;

  @Column('uuid', { name: 'peer_id' })
  peerId!: string;

  @Column('uuid', { name: 'conversation_id', nullable: true })
  conversationId!: string | null;

  /** The message of the conversation, or an id of its own for what belongs to none (a welcome, a survey). */
  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('smallint')
  part!: number;

  @Column('text')
  rank!: Rank;

  @Column('jsonb')
  content!: Outgoing;

  /** `held`: cannot go now, goes when the shopper writes again. `failed`: never goes. */
  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'sending' | 'held' | 'sent' | 'failed';

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'retry_at', nullable: true })
  retryAt!: Date | null;

  @Column('text', { name: 'channel_message_id', nullable: true })
  channelMessageId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;
}

/** How far the messages of a service account (open_kfid) were fetched. */
@Entity('wechat_kf')
export class WeChatKf {
  @PrimaryColumn('text', { name: 'account_id', primaryKeyConstraintName: 'PK_wechat_kf' })
  accountId!: string;

  @PrimaryColumn('text', { name: 'kf_id', primaryKeyConstraintName: 'PK_wechat_kf' })
  kfId!: string;

  @Column('text', { default: '' })
  cursor!: string;

  /** Raised by every callback; when `done` has caught up, nothing waits to be fetched. */
  @Column('int', { default: 0 })
  wanted!: number;

  @Column('int', { default: 0 })
  done!: number;

  /** Of the last callback; good for ten minutes. */
  @Column('text', { nullable: true })
  token!: string | null;

  @Column('uuid', { name: 'lease_id', nullable: true })
  leaseId!: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;
}
