import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Channel, ConversationStatus, HandoffReason, Locale, MoodLabel, Severity, AuthorKind } from '#kernel';

/** One shopper's case: who owns it, how far it has come. The row's lock gives its messages their order. */
@Entity('conversation')
@Index('conversation_one_open_per_shopper', ['shopperId'], { unique: true, where: `status <> 'resolved'` })
@Index('conversation_by_shopper', ['shopperId', 'createdAt'])
@Index('conversation_by_agent', ['agentId'], { where: `status = 'assigned'` })
@Index('conversation_waiting', ['queueRank', 'queuedAt'], { where: `status = 'queued'` })
@Index('conversation_by_update', ['updatedAt', 'id'])
@Index('conversation_idle', ['lastActivityAt'], { where: `status IN ('bot', 'queued')` })
@Check('conversation_owner', `(status = 'assigned') = (agent_id IS NOT NULL)`)
@Check('conversation_counters', `answered_seq <= last_shopper_seq AND last_shopper_seq <= last_seq`)
export class Conversation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'shopper_id' })
  shopperId!: string;

  @Column('text')
  channel!: Channel;

  @Column('text')
  status!: ConversationStatus;

  /** Raised by every change of owner; a speaker of a former version is refused. */
  @Column('int', { name: 'ownership_version', default: 1 })
  ownershipVersion!: number;

  @Column('int', { name: 'last_seq', default: 0 })
  lastSeq!: number;

  @Column('int', { name: 'last_shopper_seq', default: 0 })
  lastShopperSeq!: number;

  /** The shopper's messages up to this one are answered or were handed over. */
  @Column('int', { name: 'answered_seq', default: 0 })
  answeredSeq!: number;

  @Column('int', { name: 'note_seq', default: 0 })
  noteSeq!: number;

  @Column('uuid', { name: 'agent_id', nullable: true })
  agentId!: string | null;

  @Column('text', { name: 'agent_name', nullable: true })
  agentName!: string | null;

  @Column('uuid', { name: 'preferred_agent_id', nullable: true })
  preferredAgentId!: string | null;

  @Column('text', { name: 'store_id', nullable: true })
  storeId!: string | null;

  @Column('text')
  locale!: Locale;

  @Column('text', { nullable: true })
  severity!: Severity | null;

  @Column('text', { nullable: true })
  skill!: string | null;

  @Column('jsonb', { name: 'handoff_reasons', default: () => `'[]'` })
  handoffReasons!: HandoffReason[];

  @Column('text', { nullable: true })
  mood!: MoodLabel | null;

  /** 0: front of the queue (came back from a lost agent), 1: everybody else. */
  @Column('smallint', { name: 'queue_rank', default: 1 })
  queueRank!: number;

  @Column('timestamptz', { name: 'queued_at', nullable: true })
  queuedAt!: Date | null;

  @Column('timestamptz', { name: 'assigned_at', nullable: true })
  assignedAt!: Date | null;

  /** Since when this stay with people lasts or lasted: the shopper's wait for a person's first words began then. */
  @Column('timestamptz', { name: 'handed_off_at', nullable: true })
  handedOffAt!: Date | null;

  @Column('timestamptz', { name: 'first_reply_at', nullable: true })
  firstReplyAt!: Date | null;

  @Column('timestamptz', { name: 'first_reply_due_at', nullable: true })
  firstReplyDueAt!: Date | null;

  /** Since when the shopper waits for a person. */
  @Column('timestamptz', { name: 'waiting_since', nullable: true })
  waitingSince!: Date | null;

  @Column('timestamptz', { name: 'resolved_at', nullable: true })
  resolvedAt!: Date | null;

  @Column('text', { name: 'resolved_by', nullable: true })
  resolvedBy!: 'bot' | 'agent' | 'abandoned' | null;

  @Column('text', { nullable: true })
  outcome!: string | null;

  @Column('uuid', { name: 'turn_lease_id', nullable: true })
  turnLeaseId!: string | null;

  @Column('timestamptz', { name: 'turn_lease_until', nullable: true })
  turnLeaseUntil!: Date | null;

  @Column('text', { name: 'shopper_name', nullable: true })
  shopperName!: string | null;

  @Column('text', { name: 'shopper_tier', nullable: true })
  shopperTier!: string | null;

  @Column('text', { name: 'last_text', nullable: true })
  lastText!: string | null;

  @Column('text', { name: 'last_author', nullable: true })
  lastAuthor!: AuthorKind | null;

  @Column('timestamptz', { name: 'last_activity_at' })
  lastActivityAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
