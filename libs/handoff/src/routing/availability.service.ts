import { Injectable } from '@nestjs/common';
import { AppError, type AgentStatus } from '#kernel';
import { AppConfig, Database } from '#platform';
import { OUTAGE_MS } from '../presence/intervals.js';
import {
  AvailabilityRepository,
  type AgentProfile,
  type AvailabilityRow,
  type Heard,
} from './availability.repository.js';
import { OfferRepository } from './offer.repository.js';
import { RoutingService } from './routing.service.js';

/** Who of the agents is there, and for how many conversations. libs/agents writes it, routing reads it. */
@Injectable()
export class AvailabilityService {
  constructor(
    private readonly db: Database,
    private readonly rows: AvailabilityRepository,
    private readonly offers: OfferRepository,
    private readonly routing: RoutingService,
    private readonly config: AppConfig,
  ) {}

  /**
   * An agent's client has connected: the lease begins, and a status that still stands (a reload, an outage of ours) is kept.
   * Call it again for every further client; the lease is the agent's, not the client's.
   */
  async connected(agent: AgentProfile): Promise<AvailabilityRow> {
    const row = await this.rows.connect(this.db.manager, agent, this.config.presenceLeaseMs);
    if (row.status === 'online') this.routing.wake();
    return row;
  }

  /** Renews the leases of agents whose clients are connected: each lasts from the last sign of life. */
  async renew(heard: readonly Heard[]): Promise<void> {
    if (heard.length > 0) await this.rows.renew(this.db.manager, heard, this.config.presenceLeaseMs);
  }

  /** Every process that serves agents' sockets says so every BEAT_MS; without it no lease runs out. */
  async beat(): Promise<void> {
    await this.rows.beat(this.db.manager, OUTAGE_MS, this.config.presenceLeaseMs);
  }

  /**
   * Sets what the agent says about him- or herself. Away and offline end new offers (open ones are passed on); conversations the agent
   * has stay until they are resolved or transferred. Throws AGENT_NOT_FOUND for an agent who was never connected.
   */
  async set(agentId: string, to: { status: AgentStatus; capacity?: number }): Promise<AvailabilityRow> {
    const row = await this.rows.setStatus(this.db.manager, agentId, to.status, to.capacity);
    if (!row) throw new AppError('AGENT_NOT_FOUND');
    if (row.status !== 'online') {
      this.routing.announceWithdrawn(await this.offers.withdrawFromAgents(this.db.manager, [agentId]));
    }
    this.routing.wake();
    return row;
  }

  /** The account has changed. `capacity` only when that has: otherwise what the agent has set for the day stays. */
  async profileChanged(agent: AgentProfile, capacity?: number): Promise<void> {
    await this.rows.saveProfile(this.db.manager, agent, capacity);
    this.routing.wake();
  }

  /** The account is closed: what the agent has goes back to the queue with the next sweep. */
  async ended(agentId: string): Promise<void> {
    await this.rows.end(this.db.manager, agentId);
    this.routing.announceWithdrawn(await this.offers.withdrawFromAgents(this.db.manager, [agentId]));
    this.routing.wake();
  }

  /** Throws AGENT_NOT_FOUND for an agent who was never connected. */
  async get(agentId: string): Promise<AvailabilityRow> {
    const row = await this.rows.find(this.db.manager, agentId);
    if (!row) throw new AppError('AGENT_NOT_FOUND');
    return row;
  }

  all(): Promise<AvailabilityRow[]> {
    return this.rows.all(this.db.manager);
  }
}
