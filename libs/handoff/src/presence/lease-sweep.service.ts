import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { Database, Log } from '#platform';
import { ConversationService } from '#conversation';
import { AvailabilityRepository } from '../routing/availability.repository.js';
import { OfferRepository } from '../routing/offer.repository.js';
import { RoutingService } from '../routing/routing.service.js';
import { OUTAGE_MS } from './intervals.js';

/**
 * Takes conversations from agents who are gone. It looks at what is (assigned, but no live lease), not at what has changed, so a sweep
 * that dies half-way is finished by the next one, in whichever process.
 */
@Injectable()
export class LeaseSweepService {
  constructor(
    private readonly db: Database,
    private readonly conversations: ConversationService,
    private readonly availability: AvailabilityRepository,
    private readonly offers: OfferRepository,
    private readonly routing: RoutingService,
    private readonly log: Log,
  ) {}

  /** Returns the conversations that went back to the queue. */
  async sweep(): Promise<string[]> {
    if (!(await this.availability.leasesMayRunOut(this.db.manager, OUTAGE_MS))) return [];
    const gone = await this.availability.closeExpired(this.db.manager);
    if (gone.length > 0) {
      this.log.info({ agents: gone }, 'agents have gone without a word');
      this.routing.announceWithdrawn(await this.offers.withdrawFromAgents(this.db.manager, gone));
    }
    const moved: string[] = [];
    const without = await this.availability.withoutLease(this.db.manager);
    const open = await this.conversations.openCounts(this.db.manager, without);
    for (const [agentId, count] of open) {
      if (count > 0) moved.push(...(await this.release(agentId)));
    }
    return moved;
  }

  private async release(agentId: string): Promise<string[]> {
    const moved: string[] = [];
    for (const { id } of await this.conversations.assignedTo(agentId)) {
      // Back in the meantime: what is left stays.
      if (await this.availability.isAlive(this.db.manager, agentId)) break;
      try {
        await this.conversations.agentLost(id, agentId);
        moved.push(id);
      } catch (error) {
        // Another process was quicker, or the conversation ended; anything else must not keep the rest waiting.
        if (!(error instanceof AppError))
          this.log.error({ error, conversationId: id }, 'a lost agent keeps a conversation');
      }
    }
    return moved;
  }
}
