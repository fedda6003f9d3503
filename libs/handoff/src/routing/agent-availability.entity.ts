import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AgentRole, AgentStatus } from '#kernel';

/** Whether an agent can be given conversations. Written by libs/agents through AvailabilityService, read by routing. */
@Entity('agent_availability')
@Check('agent_availability_capacity', 'capacity BETWEEN 1 AND 50')
@Check('agent_availability_status', `status IN ('online', 'away', 'offline')`)
@Index('agent_availability_lease', ['leaseUntil'])
export class AgentAvailability {
  @PrimaryColumn('uuid', { name: 'agent_id' })
  agentId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: AgentRole;

  @Column('text', { array: true })
  skills!: string[];

  /** Stores whose shoppers this agent is asked first for; none: all alike. */
  @Column('text', { array: true, default: '{}' })
  stores!: string[];

  @Column('text', { default: 'offline' })
  status!: AgentStatus;

  /** How many conversations the agent may have at once. */
  @Column('int', { default: 5 })
  capacity!: number;

  /** The agent's client is taken to be alive until then; renewed while a socket is connected. Null: it is known to be gone. */
  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  @Column('timestamptz', { name: 'last_assigned_at', nullable: true })
  lastAssignedAt!: Date | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
