import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A matter that is owed a follow-up beyond its conversation. A record linked to a conversation, never a state of it. */
@Entity('ticket')
@Index('ticket_one_per_cause', ['conversationId', 'cause'], { unique: true })
@Index('ticket_open', ['answerDueAt'], { where: `status = 'open'` })
export class Ticket {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /** What made it: the shopper left the queue without having been answered. */
  @Column('text')
  cause!: 'abandoned';

  @Column('text')
  status!: 'open' | 'closed';

  @Column('text')
  severity!: string;

  @Column('timestamptz', { name: 'answer_due_at' })
  answerDueAt!: Date;

  @Column('timestamptz', { name: 'close_due_at' })
  closeDueAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  /** The agent who closed it. */
  @Column('uuid', { name: 'closed_by', nullable: true })
  closedBy!: string | null;
}
