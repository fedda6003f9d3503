import { SetMetadata } from '@nestjs/common';
import type { EventName } from '#kernel';

export const ON_EVENT = 'deskhand:on-event';

export interface EventSubscription {
  event: EventName;
  handler: string;
}

/**
 * Subscribes a provider's method `(payload, meta)` to an event. Called at least once per event after its transaction has committed,
 * in order per key, never twice at a time for one key in one process; must be idempotent. Throwing means: again later.
 *
 * @param handler a name that is unique in the product and stays: rows that wait in the outbox carry it.
 */
export function OnEvent(event: EventName, handler: string): MethodDecorator {
  return SetMetadata(ON_EVENT, { event, handler } satisfies EventSubscription);
}

export interface JobMeta {
  id: string;
  /** 1 at the first try. */
  attempt: number;
}
