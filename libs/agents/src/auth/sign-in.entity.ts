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

  /** Browser and system in a few words, for the agent to recognise it by. */
  @Column('text', { nullable: true })
  device!: string | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  /** Set by signing out, by a token that came twice, by a new password and by closing the account. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
