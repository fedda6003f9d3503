import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig, Log } from '#platform';
import { AvailabilityService, BEAT_MS } from '#handoff';

/**
 * Keeps the leases of the agents whose sockets are on this process (one statement for all of them, three times per lease), and says
 * that agents can reach us.
 */
@Injectable()
export class PresenceKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sockets = new Map<string, number>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly availability: AvailabilityService,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const beat = (): void => this.quietly(() => this.availability.beat());
    const renew = (): void => this.quietly(() => this.availability.renew([...this.sockets.keys()]));
    beat();
    this.timers.push(setInterval(beat, BEAT_MS), setInterval(renew, Math.max(50, this.config.presenceLeaseMs / 3)));
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
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

  private quietly(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.log.warn({ error, agents: this.sockets.size }, 'the presence of agents could not be kept; trying again');
    });
  }
}
