import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppConfig, Log } from '#platform';
import { AvailabilityService, BEAT_MS } from '#handoff';

interface Presence {
  sockets: number;
  /** `performance.now()` at the last sign of life of any of them. */
  heardAt: number;
}

/**
 * Keeps the leases of the agents whose sockets are on this process (one statement for all of them, four times per lease), and says
 * that agents can reach us. A lease lasts from the last sign of life: behind a cable that was pulled a connection stands for a while.
 */
@Injectable()
export class PresenceKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly present = new Map<string, Presence>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly availability: AvailabilityService,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const beat = (): void => this.quietly(() => this.availability.beat());
    const renew = (): void => this.quietly(() => this.availability.renew(this.heardAgo()));
    beat();
    this.timers.push(setInterval(beat, BEAT_MS), setInterval(renew, Math.max(50, this.config.presenceLeaseMs / 4)));
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** A socket of this agent is here. */
  arrived(agentId: string): void {
    const sockets = (this.present.get(agentId)?.sockets ?? 0) + 1;
    this.present.set(agentId, { sockets, heardAt: performance.now() });
  }

  /** A socket of this agent has given a sign of life. */
  heard(agentId: string): void {
    const presence = this.present.get(agentId);
    if (presence) presence.heardAt = performance.now();
  }

  /** A socket has gone; with the last one the lease is left to run out, so that a reload changes nothing. */
  left(agentId: string): void {
    const presence = this.present.get(agentId);
    if (presence && presence.sockets > 1) presence.sockets--;
    else this.present.delete(agentId);
  }

  private heardAgo(): { agentId: string; agoMs: number }[] {
    const now = performance.now();
    return [...this.present].map(([agentId, { heardAt }]) => ({ agentId, agoMs: now - heardAt }));
  }

  private quietly(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.log.warn({ error, agents: this.present.size }, 'the presence of agents could not be kept; trying again');
    });
  }
}
