import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One effect that is owed to one handler. The row goes when the handler has done its work. */
@Entity('outbox_event')
@Index('outbox_event_due', ['availableAt'], { where: `status = 'pending'` })
export class OutboxEvent {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  event!: string;

  @Column('text')
  handler!: string;

  /** Rows of one key (a conversation) are handled in order. */
  @Column('text', { nullable: true })
  key!: string | null;

  @Column('jsonb')
  payload!: unknown;

  @Column('text', { default: 'pending' })
  status!: 'pending' | 'dead';

  /** Tries that have failed. */
  @Column('int', { default: 0 })
  attempt!: number;

  /** Raised each time the row is handed out; part of the carrier's job id, and what a late runner must match. */
  @Column('int', { default: 0 })
  dispatch!: number;

  @Column('timestamptz', { name: 'available_at' })
  availableAt!: Date;

  /** Until then the row is in somebody's hands. */
  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
