import { Injectable } from '@nestjs/common';
import type { AgentRole, AgentStatus } from '#kernel';
import { sql, type Tx } from '#platform';

export interface AvailabilityRow {
  agentId: string;
  name: string;
  role: AgentRole;
  skills: string[];
  stores: string[];
  status: AgentStatus;
  capacity: number;
  leaseUntil: Date | null;
  lastAssignedAt: Date | null;
  /** The lease is live: a client of this agent is connected, or was a moment ago. */
  alive: boolean;
}

export interface OnlineAgent extends AvailabilityRow {
  /** Offers not yet answered. */
  pending: number;
}

/** An agent whose client is connected, and how long ago it last gave a sign of life. */
export interface Heard {
  agentId: string;
  agoMs: number;
}

export interface AgentProfile {
  id: string;
  name: string;
  role: AgentRole;
  skills: readonly string[];
  stores?: readonly string[];
}

const COLUMNS = `agent_id AS "agentId", name, role, skills, stores, status, capacity, lease_until AS "leaseUntil",
  last_assigned_at AS "lastAssignedAt", coalesce(lease_until > now(), false) AS alive`;

/** Time is the database's: several processes share leases, their clocks may differ. */
@Injectable()
export class AvailabilityRepository {
  /** Writes what the account says about the agent; status and lease of an existing row stay, and the capacity unless given. */
  async saveProfile(tx: Tx, agent: AgentProfile, capacity: number | undefined): Promise<void> {
    await sql(
      tx,
      `INSERT INTO agent_availability AS a (agent_id, name, role, skills, stores, capacity)
       VALUES ($1, $2, $3, $4, $5, coalesce($6::int, 5))
       ON CONFLICT (agent_id) DO UPDATE SET name = EXCLUDED.name, role = EXCLUDED.role, skills = EXCLUDED.skills,
         stores = EXCLUDED.stores, capacity = coalesce($6::int, a.capacity), updated_at = now()`,
      [agent.id, agent.name, agent.role, agent.skills, agent.stores ?? [], capacity ?? null],
    );
  }

  /** Begins or renews the lease of an agent whose client has connected, making the row when it is the first time. */
  async connect(tx: Tx, agent: AgentProfile, leaseMs: number): Promise<AvailabilityRow> {
    const rows = await sql<AvailabilityRow>(
      tx,
      `INSERT INTO agent_availability AS a (agent_id, name, role, skills, lease_until)
       VALUES ($1, $2, $3, $4, now() + $5::int * interval '1 ms')
       ON CONFLICT (agent_id) DO UPDATE SET name = EXCLUDED.name, role = EXCLUDED.role, skills = EXCLUDED.skills,
         lease_until = greatest(a.lease_until, EXCLUDED.lease_until), updated_at = now()
       RETURNING ${COLUMNS}`,
      [agent.id, agent.name, agent.role, agent.skills, leaseMs],
    );
    const [row] = rows;
    if (!row) throw new Error('the upsert of an availability returned no row');
    return row;
  }

  /** Renews the leases of agents in one statement, from when each was last heard; a lease never gets shorter by it. */
  async renew(tx: Tx, heard: readonly Heard[], leaseMs: number): Promise<void> {
    await sql(
      tx,
      `UPDATE agent_availability a SET lease_until = greatest(a.lease_until, now() + ($3::int - h.ago) * interval '1 ms')
       FROM unnest($1::uuid[], $2::int[]) AS h(agent_id, ago) WHERE a.agent_id = h.agent_id AND h.ago < $3::int`,
      [heard.map((h) => h.agentId), heard.map((h) => Math.round(h.agoMs)), leaseMs],
    );
  }

  async setStatus(
    tx: Tx,
    agentId: string,
    status: AgentStatus,
    capacity: number | undefined,
  ): Promise<AvailabilityRow | undefined> {
    const rows = await sql<AvailabilityRow>(
      tx,
      `UPDATE agent_availability SET status = $2, capacity = coalesce($3::int, capacity), updated_at = now()
       WHERE agent_id = $1 RETURNING ${COLUMNS}`,
      [agentId, status, capacity ?? null],
    );
    return rows[0];
  }

  async find(tx: Tx, agentId: string): Promise<AvailabilityRow | undefined> {
    const rows = await sql<AvailabilityRow>(tx, `SELECT ${COLUMNS} FROM agent_availability WHERE agent_id = $1`, [
      agentId,
    ]);
    return rows[0];
  }

  all(tx: Tx): Promise<AvailabilityRow[]> {
    return sql<AvailabilityRow>(tx, `SELECT ${COLUMNS} FROM agent_availability ORDER BY name, agent_id`);
  }

  online(tx: Tx): Promise<OnlineAgent[]> {
    return sql<OnlineAgent>(
      tx,
      `SELECT ${COLUMNS}, (SELECT count(*)::int FROM handoff_offer o
                           WHERE o.agent_id = a.agent_id AND o.state = 'pending') AS pending
       FROM agent_availability a WHERE status = 'online' AND lease_until > now()`,
    );
  }

  /**
   * Locks the agent's row until the transaction ends, if the agent is online: whoever hands out the agent's places goes through here,
   * one at a time.
   */
  async lockOnline(tx: Tx, agentId: string): Promise<AvailabilityRow | undefined> {
    const rows = await sql<AvailabilityRow>(
      tx,
      `SELECT ${COLUMNS} FROM agent_availability
       WHERE agent_id = $1 AND status = 'online' AND lease_until > now() FOR UPDATE`,
      [agentId],
    );
    return rows[0];
  }

  /** Notes that the agent takes a conversation now; false when the agent is not online. Locks the row, as `lockOnline` does. */
  async take(tx: Tx, agentId: string): Promise<boolean> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE agent_availability SET last_assigned_at = now(), updated_at = now()
       WHERE agent_id = $1 AND status = 'online' AND lease_until > now() RETURNING agent_id AS id`,
      [agentId],
    );
    return rows.length > 0;
  }

  /** As `take`, for a supervisor, who need not be online to take a conversation from somebody, only connected. */
  async takeConnected(tx: Tx, agentId: string): Promise<boolean> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE agent_availability SET last_assigned_at = now(), updated_at = now()
       WHERE agent_id = $1 AND lease_until > now() RETURNING agent_id AS id`,
      [agentId],
    );
    return rows.length > 0;
  }

  /** Agents whose lease is not live: whatever is still assigned to them has lost its agent. */
  async withoutLease(tx: Tx): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `SELECT agent_id AS id FROM agent_availability WHERE lease_until IS NULL OR lease_until <= now()`,
    );
    return rows.map((r) => r.id);
  }

  async isAlive(tx: Tx, agentId: string): Promise<boolean> {
    return (await this.find(tx, agentId))?.alive ?? false;
  }

  /** Closes leases that have run out: such an agent is offline until he or she says otherwise. Returns those it closed. */
  async closeExpired(tx: Tx): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      tx,
      `UPDATE agent_availability SET lease_until = NULL, status = 'offline', updated_at = now()
       WHERE lease_until <= now() RETURNING agent_id AS id`,
    );
    return rows.map((r) => r.id);
  }

  /** Ends the lease at once, for an account that was closed. */
  async end(tx: Tx, agentId: string): Promise<void> {
    await sql(
      tx,
      `UPDATE agent_availability SET lease_until = NULL, status = 'offline', updated_at = now() WHERE agent_id = $1`,
      [agentId],
    );
  }

  /**
   * Says that agents can reach us. After a gap of more than `gapMs` without such a word they could not, and could not renew: then no
   * lease runs out for `graceMs`.
   */
  async beat(tx: Tx, gapMs: number, graceMs: number): Promise<void> {
    await sql(
      tx,
      `INSERT INTO service_heartbeat AS h (name, beat_at, grace_until) VALUES ('agents', now(), now())
       ON CONFLICT (name) DO UPDATE SET
         grace_until = CASE WHEN now() - h.beat_at > $1::int * interval '1 ms'
                            THEN now() + $2::int * interval '1 ms' ELSE h.grace_until END,
         beat_at = greatest(h.beat_at, now())`,
      [gapMs, graceMs],
    );
  }

  /** May a lease run out now? Not while agents cannot reach us, and not in the grace period after that. */
  async leasesMayRunOut(tx: Tx, gapMs: number): Promise<boolean> {
    const rows = await sql<{ may: boolean }>(
      tx,
      `SELECT grace_until <= now() AND beat_at > now() - $1::int * interval '1 ms' AS may
       FROM service_heartbeat WHERE name = 'agents'`,
      [gapMs],
    );
    return rows[0]?.may ?? false;
  }
}
