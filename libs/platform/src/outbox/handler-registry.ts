import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { EventName } from '#kernel';
import { ON_EVENT, type EventSubscription, type JobMeta } from './on-event.js';

export type Handler = (payload: unknown, meta: JobMeta) => Promise<unknown>;

/** All methods with `@OnEvent`, found once at the start. */
@Injectable()
export class HandlerRegistry {
  private readonly byName = new Map<string, Handler>();
  private readonly byEvent = new Map<EventName, string[]>();
  private scanned = false;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** Looks through every provider and controller, once; throws when two handlers share a name. */
  scan(): void {
    if (this.scanned) return;
    this.scanned = true;
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const instance: unknown = wrapper.instance;
      if (typeof instance !== 'object' || instance === null || wrapper.isNotMetatype) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      if (!prototype) continue;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method = prototype[name];
        if (typeof method !== 'function') continue;
        const subscription = Reflect.getMetadata(ON_EVENT, method) as EventSubscription | undefined;
        if (subscription) this.register(subscription, method.bind(instance) as Handler);
      }
    }
  }

  /** Throws when an event of the product has no handler: a row nobody handles would wait for ever. */
  assertComplete(events: readonly EventName[]): void {
    const missing = events.filter((e) => !this.byEvent.has(e));
    if (missing.length > 0) throw new Error(`no handler for ${missing.join(', ')}`);
  }

  /** Looks first, when nobody has: another module may publish while it starts. */
  handlersOf(event: EventName): readonly string[] {
    this.scan();
    return this.byEvent.get(event) ?? [];
  }

  handler(name: string): Handler | undefined {
    return this.byName.get(name);
  }

  register({ event, handler }: EventSubscription, method: Handler): void {
    if (this.byName.has(handler)) throw new Error(`two handlers are named ${handler}`);
    this.byName.set(handler, method);
    this.byEvent.set(event, [...(this.byEvent.get(event) ?? []), handler]);
  }
}
