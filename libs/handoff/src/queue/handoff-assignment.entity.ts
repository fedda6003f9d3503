import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One stretch of time in which one agent had one conversation: what the expected wait is reckoned from. */
@Entity('handoff_assignment')
@Index('handoff_assignment_ended', ['endedAt'])
export class HandoffAssignment {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /** The version the accept raised the conversation to. */
  @PrimaryColumn('int', { name: 'ownership_version' })
  ownershipVersion!: number;

  @Column('uuid', { name: 'agent_id' })
  agentId!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** The transition that ended it: resolve_by_agent, transfer, agent_lost, return_to_bot. */
  @Column('text', { nullable: true })
  ending!: string | null;
}
