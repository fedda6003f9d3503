import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { HandoffReason, Severity } from '#kernel';

/** One run of the handoff policy: what it was given, what it said and by which settings. Kept also when it said no. */
@Entity('handoff_decision')
@Index('handoff_decision_conversation', ['conversationId', 'toSeq'])
export class HandoffDecision {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /** The shopper's messages it was about, by seq, inclusive. */
  @Column('int', { name: 'from_seq' })
  fromSeq!: number;

  @Column('int', { name: 'to_seq' })
  toSeq!: number;

  @Column('boolean')
  decision!: boolean;

  @Column('text')
  severity!: Severity;

  @Column('text')
  skill!: string;

  @Column('jsonb')
  reasons!: HandoffReason[];

  /** What the policy was given, as it was given, for replaying a change of policy. */
  @Column('jsonb')
  input!: unknown;

  @Column('text', { name: 'settings_hash' })
  settingsHash!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
