import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AgentRole } from '#kernel';

/** Somebody who works at the desk. Accounts are closed, never deleted: what was said in a name keeps it. */
@Entity('agent')
@Index('agent_email', ['email'], { unique: true })
@Check('agent_email_lower_case', 'email = lower(email)')
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

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
