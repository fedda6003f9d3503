import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AuditAction, AuditSubjectType } from '#kernel';

/** Who did what to what, and when. The database refuses to change or delete a row (trigger of migration 0004). */
@Entity('audit_entry')
@Index('audit_entry_by_actor', ['actorId', 'id'])
@Index('audit_entry_by_action', ['action', 'id'])
@Index('audit_entry_by_subject', ['subjectId', 'id'])
export class AuditEntry {
  /** UUID version 7: in the order of time, so that a page needs no other key. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('timestamptz')
  at!: Date;

  /** Null: the operators' command line. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  /** The name as it was then. */
  @Column('text', { name: 'actor_name' })
  actorName!: string;

  @Column('text')
  action!: AuditAction;

  @Column('text', { name: 'subject_type' })
  subjectType!: AuditSubjectType;

  @Column('text', { name: 'subject_id' })
  subjectId!: string;

  @Column('jsonb', { default: () => `'{}'` })
  details!: Record<string, unknown>;
}
