import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That a note calls an agent, who may therefore read its conversation. */
@Entity('note_mention')
@Index('note_mention_unseen', ['agentId'], { where: 'seen_at IS NULL' })
export class NoteMention {
  @PrimaryColumn('uuid', { name: 'agent_id', primaryKeyConstraintName: 'PK_note_mention' })
  agentId!: string;

  @PrimaryColumn('uuid', { name: 'conversation_id', primaryKeyConstraintName: 'PK_note_mention' })
  conversationId!: string;

  @PrimaryColumn('int', { name: 'note_seq', primaryKeyConstraintName: 'PK_note_mention' })
  noteSeq!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;
}
