import type { WidgetFront, WidgetLook } from '#kernel';
import type { WidgetOptions } from '../embed.js';

const FRESH_MS = 60_000;
const PATIENCE_MS = 8_000;

/** What the desk shows first, fetched at most once a minute. */
export class Front {
  private last: { at: number; front: Promise<WidgetFront | null> } | undefined;

  constructor(
    private readonly options: WidgetOptions,
    private readonly onLook: (look: WidgetLook) => void,
  ) {}

  /** Null when it cannot be had now; the next call tries again. */
  read(): Promise<WidgetFront | null> {
    const { last } = this;
    if (last !== undefined && Date.now() - last.at < FRESH_MS) return last.front;
    const front = this.fetch();
    this.last = { at: Date.now(), front };
    return front;
  }

  private async fetch(): Promise<WidgetFront | null> {
    const { server, locale, storeId } = this.options;
    const query = new URLSearchParams({ locale, ...(storeId ? { storeId } : {}) });
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
    try {
      const response = await fetch(`${server}/api/v1/widget?${query}`, {
        credentials: 'omit',
        signal: controller.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      const front = (await response.json()) as WidgetFront;
      this.onLook(front.look);
      return front;
    } catch {
      // The shop's page goes on without it: the launcher wears the defaults, the greeting its own words.
      this.last = undefined;
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}
