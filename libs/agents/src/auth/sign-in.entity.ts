import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One sign-in of an agent on one device: the family of its refresh tokens, which live and end with it. */
@Entity('agent_sign_in')
@Index('agent_sign_in_agent', ['agentId'])
export class AgentSignIn {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'agent_id' })
  agentId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Set by signing out, by a token that came twice, by a new password and by closing the account. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
