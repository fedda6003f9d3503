import { Injectable } from '@nestjs/common';
import type { ConversationChanged, QueueChanged } from '#kernel';
import { AppConfig, Database, Log, OnEvent, Realtime } from '#platform';
import { ConversationService } from '#conversation';
import { AvailabilityRepository } from '../routing/availability.repository.js';
import { SingleFlight } from '../routing/single-flight.js';
import { estimateWait, type DeskLoad } from './eta.js';
import { HandlingTimeRepository } from './handling-time.repository.js';

export interface Place {
  /** 1 is served next. */
  position: number;
  /** Expected wait as a range in seconds; null when nobody is online. */
  etaSeconds: [number, number] | null;
}

/** Fewer recent conversations than this say nothing; then a shop's usual chat counts: three to ten minutes. */
const ENOUGH = 8;
const USUAL = { low: 180, high: 600 };
const SAMPLE = 100;
const HANDLING_TTL_MS = 30_000;

/** Where a waiting shopper stands, and telling shoppers when that changes. */
@Injectable()
export class QueueService {
  private readonly flight = new SingleFlight(() => this.announce());
  /** What each waiting shopper was last told by this process, as `position/eta`. */
  private told = new Map<string, string>();
  private handling?: { at: number; value: DeskLoad['handling'] };

  constructor(
    private readonly db: Database,
    private readonly conversations: ConversationService,
    private readonly availability: AvailabilityRepository,
    private readonly stretches: HandlingTimeRepository,
    private readonly realtime: Realtime,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {}

  /** Undefined when the conversation does not wait. */
  async place(conversationId: string): Promise<Place | undefined> {
    const position = (await this.conversations.queue()).findIndex((c) => c.id === conversationId) + 1;
    return position > 0 ? { position, etaSeconds: estimateWait(position, await this.load()) } : undefined;
  }

  /** How long somebody who asked for a person now would wait, as a range in seconds; null when nobody is online. */
  async waitOfNext(): Promise<[number, number] | null> {
    return estimateWait((await this.conversations.queue()).length + 1, await this.load());
  }

  /** Tells every waiting shopper whose place or expected wait has changed since they were last told. */
  refresh(): Promise<void> {
    return this.flight.run();
  }

  idle(): Promise<void> {
    return this.flight.idle();
  }

  @OnEvent('conversation.changed', 'queue.conversation-changed')
  async onChanged(change: ConversationChanged): Promise<void> {
    await this.record(change);
    if (change.from !== 'queued' && change.conversation.status !== 'queued') return;
    this.told.delete(change.conversation.id);
    // Places are a courtesy: the event counts as handled, a failed refresh is made good by the sweep.
    this.refresh().catch((error: unknown) => this.log.warn({ error }, 'places in the queue could not be told'));
  }

  private async record(change: ConversationChanged): Promise<void> {
    const { id: conversationId, ownershipVersion, updatedAt, agent, status } = change.conversation;
    if (change.from === 'assigned') {
      const ended = { conversationId, ownershipVersion, endedAt: updatedAt, ending: change.transition };
      await this.stretches.end(this.db.manager, ended);
    }
    if (status === 'assigned' && agent) {
      const begun = { conversationId, ownershipVersion, agentId: agent.id, startedAt: updatedAt };
      await this.stretches.begin(this.db.manager, begun);
    }
  }

  private async announce(): Promise<void> {
    const queue = await this.conversations.queue();
    const told = new Map<string, string>();
    if (queue.length > 0) {
      const load = await this.load();
      queue.forEach((item, index) => {
        const place: QueueChanged = {
          conversationId: item.id,
          position: index + 1,
          etaSeconds: estimateWait(index + 1, load),
        };
        const words = `${place.position}/${place.etaSeconds?.join('-') ?? 'unknown'}`;
        told.set(item.id, words);
        if (this.told.get(item.id) !== words) this.realtime.toShopper(item.shopper.id).emit('queue.changed', place);
      });
    }
    this.told = told;
  }

  private async load(): Promise<DeskLoad> {
    const online = await this.availability.online(this.db.manager);
    const ids = online.map((a) => a.agentId);
    const open = await this.conversations.openCounts(this.db.manager, ids);
    const slots = online.reduce((sum, a) => sum + a.capacity, 0);
    const free = online.reduce((sum, a) => sum + Math.max(0, a.capacity - (open.get(a.agentId) ?? 0)), 0);
    return { slots, free, handling: await this.handlingTime(), offerSeconds: this.config.offerMs / 1000 };
  }

  private async handlingTime(): Promise<DeskLoad['handling']> {
    if (!this.handling || Date.now() - this.handling.at > HANDLING_TTL_MS) {
      const { n, low, high } = await this.stretches.quartiles(this.db.manager, SAMPLE);
      this.handling = { at: Date.now(), value: n >= ENOUGH ? { low, high } : USUAL };
    }
    return this.handling.value;
  }
}
