import { Injectable } from '@nestjs/common';
import type { ConversationChanged } from '#kernel';
import { AppConfig, Database, Log, OnEvent, Outbox, Realtime, TransactionRunner, rooms } from '#platform';
import { ConversationService, toWireItem, type ConversationRecord } from '#conversation';
import { AvailabilityRepository } from './availability.repository.js';
import { OfferRepository, type OfferRow, type PassedOffer } from './offer.repository.js';
import { RoutingStrategy, type FreeAgent } from './routing-strategy.js';
import { SingleFlight } from './single-flight.js';

/** An agent who let an offer run out is probably not looking; who declined has said so. Neither is asked again at once. */
const PAUSE_MS: Readonly<Record<'declined' | 'expired', number>> = { declined: 120_000, expired: 30_000 };

/** How many waiting conversations one round looks at: far more than free places, so that a few nobody wants do not block the rest. */
const LOOK_AHEAD = 100;

/**
 * Brings waiting conversations to agents. It may be asked from anywhere, in any number of processes at once: a round only proposes,
 * and what it proposes holds by a locked row (an agent's places) and a unique index (one open offer per conversation).
 */
@Injectable()
export class RoutingService {
  private readonly flight = new SingleFlight(() => this.round());

  constructor(
    private readonly db: Database,
    private readonly transactions: TransactionRunner,
    private readonly conversations: ConversationService,
    private readonly availability: AvailabilityRepository,
    private readonly offers: OfferRepository,
    private readonly strategy: RoutingStrategy,
    private readonly outbox: Outbox,
    private readonly realtime: Realtime,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  /** Offers what waits to whom is free. Resolves when a round that began after the call has ended. */
  route(): Promise<void> {
    return this.flight.run();
  }

  /** A wake-up call: `route` in the background. What it misses the sweep finds. */
  wake(): void {
    this.route().catch((error: unknown) => this.log.error({ error }, 'routing failed; the sweep tries again'));
  }

  /** Resolves when no round is under way; for the shutdown. */
  idle(): Promise<void> {
    return this.flight.idle();
  }

  @OnEvent('conversation.changed', 'routing.conversation-changed')
  async onChanged(change: ConversationChanged): Promise<void> {
    const { id, ownershipVersion, status } = change.conversation;
    this.announceWithdrawn(await this.offers.withdraw(this.db.manager, id, ownershipVersion));
    // Somebody waits, or an agent has a place again.
    if (status === 'queued' || change.from === 'assigned') await this.route();
  }

  @OnEvent('routing.requested', 'routing.requested')
  async onRequested(): Promise<void> {
    await this.route();
  }

  @OnEvent('offer.expired', 'routing.offer-expired')
  async onExpired(): Promise<void> {
    await this.expireOffers();
  }

  /** Ends offers whose time is over and passes their conversations on. */
  async expireOffers(): Promise<void> {
    const expired = await this.offers.expire(this.db.manager);
    if (expired.length === 0) return;
    this.announceWithdrawn(expired);
    await this.route();
  }

  /** Tells the agents concerned that these offers stand no longer. */
  announceWithdrawn(offers: readonly OfferRow[]): void {
    for (const { agentId, conversationId } of offers) {
      this.realtime.toAgents(rooms.agent(agentId)).emit('offer.withdrawn', { conversationId });
    }
  }

  /** Shows an agent the offers that stand, after a reconnect. */
  async repeatOffers(agentId: string): Promise<void> {
    for (const offer of await this.offers.pendingOf(this.db.manager, agentId)) {
      this.push(offer, await this.conversations.get(offer.conversationId));
    }
  }

  private async round(): Promise<void> {
    const free = await this.freeAgents();
    if (free.size === 0) return;
    const offered = new Set((await this.offers.pending(this.db.manager)).map((o) => o.conversationId));
    const queue = await this.conversations.queueRecords();
    const waiting = queue.filter((c) => !offered.has(c.id)).slice(0, LOOK_AHEAD);
    if (waiting.length === 0) return;
    const passed = await this.offers.passed(
      this.db.manager,
      waiting.map((c) => c.id),
      Math.max(...Object.values(PAUSE_MS)),
    );
    for (const conversation of waiting) {
      if (free.size === 0) return;
      await this.offerToBest(conversation, free, passed);
    }
  }

  private async freeAgents(): Promise<Map<string, FreeAgent>> {
    const online = await this.availability.online(this.db.manager);
    const open = await this.conversations.openCounts(
      this.db.manager,
      online.map((a) => a.agentId),
    );
    const free = online
      .map((a): FreeAgent => ({ ...a, load: a.pending + (open.get(a.agentId) ?? 0) }))
      .filter((a) => a.load < a.capacity);
    return new Map(free.map((a) => [a.agentId, a]));
  }

  /** Offers one conversation to the best agent who still has a place, and keeps `free` up to date. */
  private async offerToBest(
    conversation: ConversationRecord,
    free: Map<string, FreeAgent>,
    passed: readonly PassedOffer[],
  ): Promise<void> {
    const resting = new Set(passed.filter((p) => stillPauses(p, conversation)).map((p) => p.agentId));
    const candidates = this.strategy.rank(
      {
        conversationId: conversation.id,
        skill: conversation.skill,
        severity: conversation.severity ?? 'normal',
        storeId: conversation.storeId,
        preferredAgentId: conversation.preferredAgentId,
      },
      [...free.values()].filter((a) => !resting.has(a.agentId)),
    );
    for (const agent of candidates) {
      const claimed = await this.claim(conversation, agent.agentId);
      if (claimed === 'already offered') return;
      if (claimed === 'no place') {
        free.delete(agent.agentId);
        continue;
      }
      agent.load += 1;
      if (agent.load >= agent.capacity) free.delete(agent.agentId);
      await this.announce(claimed);
      return;
    }
  }

  private claim(conversation: ConversationRecord, agentId: string): Promise<OfferRow | 'no place' | 'already offered'> {
    return this.transactions.run(async (tx) => {
      // The lock first, then the counts: they cannot change for this agent while we hold it.
      const agent = await this.availability.lockOnline(tx, agentId);
      if (!agent) return 'no place';
      const pending = await this.offers.pendingCount(tx, agentId);
      const open = (await this.conversations.openCounts(tx, [agentId])).get(agentId) ?? 0;
      if (pending + open >= agent.capacity) return 'no place';
      const { id: conversationId, ownershipVersion } = conversation;
      const offer = await this.offers.open(tx, { conversationId, ownershipVersion, agentId }, this.config.offerMs);
      if (!offer) return 'already offered';
      await this.outbox.publish(
        tx,
        'offer.expired',
        { conversationId, agentId, offerId: offer.id },
        { key: conversationId, delayMs: this.config.offerMs },
      );
      return offer;
    });
  }

  private async announce(offer: OfferRow): Promise<void> {
    // Between reading the queue and opening the offer somebody may have taken the conversation; nobody else would notice.
    const now = await this.conversations.get(offer.conversationId);
    if (now.status === 'queued' && now.ownershipVersion === offer.ownershipVersion) this.push(offer, now);
    else await this.offers.withdraw(this.db.manager, offer.conversationId, now.ownershipVersion);
  }

  private push(offer: OfferRow, conversation: ConversationRecord): void {
    this.realtime.toAgents(rooms.agent(offer.agentId)).emit('conversation.offered', {
      conversation: toWireItem(conversation),
      reasons: conversation.handoffReasons,
      severity: conversation.severity ?? 'normal',
      waitingSince: (conversation.waitingSince ?? conversation.updatedAt).toISOString(),
      expiresAt: offer.expiresAt.toISOString(),
    });
  }
}

/** A refusal holds for this wait only: after a transfer or a return the case is another one. */
function stillPauses(passed: PassedOffer, conversation: ConversationRecord): boolean {
  if (passed.conversationId !== conversation.id || passed.ownershipVersion !== conversation.ownershipVersion)
    return false;
  return passed.state in PAUSE_MS && passed.agoMs < PAUSE_MS[passed.state as keyof typeof PAUSE_MS];
}
