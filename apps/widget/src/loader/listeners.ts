import type { WidgetEvents } from '../embed.js';

type Listener<E extends keyof WidgetEvents> = (detail: WidgetEvents[E]) => void;

/** Who wants to hear what. A listener that throws is the host page's fault: reported there, it stops nobody else. */
export class Listeners {
  private readonly byEvent: { [E in keyof WidgetEvents]?: Set<Listener<E>> } = {};

  on<E extends keyof WidgetEvents>(event: E, listener: Listener<E>): () => void {
    const set: Set<Listener<E>> = this.byEvent[event] ?? new Set<Listener<E>>();
    (this.byEvent as Record<E, Set<Listener<E>>>)[event] = set.add(listener);
    return () => set.delete(listener);
  }

  tell<E extends keyof WidgetEvents>(event: E, detail: WidgetEvents[E]): void {
    for (const listener of [...(this.byEvent[event] ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
}
