import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AgentRole } from '#kernel';

/** Somebody who works at the desk. Accounts are closed, never deleted: what was said in a name keeps it. */
@Entity('agent')
@Index('agent_email', ['email'], { unique: true })
@Check('agent_email_lower_case', 'email = lower(email)')
@Check('agent_capacity', 'capacity BETWEEN 1 AND 50')
@Check('agent_role', `role IN ('agent', 'senior', 'supervisor', 'admin')`)
export class Agent {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  email!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: AgentRole;

  @Column('text', { array: true })
  skills!: string[];

  /** Argon2id, with its parameters and salt, in PHC format. */
  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  /** Stores whose shoppers this agent is asked first for; none: all alike. */
  @Column('text', { array: true, default: '{}' })
  stores!: string[];

  /** How many conversations at once the agent starts the day with. */
  @Column('int', { default: 5 })
  capacity!: number;

  /** The language the console speaks to this agent; null: the browser's. */
  @Column('text', { nullable: true })
  locale!: string | null;

  /** Which of the console's colours stands behind the initials; null: one made from the id. */
  @Column('text', { nullable: true })
  colour!: string | null;

  /** Somebody else has set the password, and the agent has not changed it yet. */
  @Column('boolean', { name: 'password_temporary', default: false })
  passwordTemporary!: boolean;

  /** Raised by every change, so that two who edit at once do not overwrite each other unseen. */
  @Column('int', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
