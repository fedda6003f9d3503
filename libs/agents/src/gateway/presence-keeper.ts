import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig, Log } from '#platform';
import { AvailabilityService } from '#handoff';

/** Keeps the leases of the agents whose sockets are on this process: one statement for all of them, three times per lease. */
@Injectable()
export class PresenceKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new Map<string, number>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly availability: AvailabilityService,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.renew(), Math.max(50, this.config.presenceLeaseMs / 3));
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** A socket of this agent is here. */
  arrived(agentId: string): void {
    this.sockets.set(agentId, (this.sockets.get(agentId) ?? 0) + 1);
  }

  /** A socket has gone; with the last one the lease is left to run out, so that a reload changes nothing. */
  left(agentId: string): void {
    const rest = (this.sockets.get(agentId) ?? 0) - 1;
    if (rest > 0) this.sockets.set(agentId, rest);
    else this.sockets.delete(agentId);
  }

  private async renew(): Promise<void> {
    try {
      await this.availability.renew([...this.sockets.keys()]);
    } catch (error) {
      this.log.warn({ error, agents: this.sockets.size }, 'leases of agents could not be renewed; trying again');
    }
  }
}
