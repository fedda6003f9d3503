/** What stands in `history.state` of an entry of ours, beside whatever the page keeps there. */
const MARK = 'deskhand';

interface Layer {
  /** Where the page was when the layer opened; elsewhere the history is the page's business. */
  readonly href: string;
  readonly close: () => void;
}

function depthOf(state: unknown): number {
  const depth: unknown = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)[MARK] : 0;
  return typeof depth === 'number' ? depth : 0;
}

/** True when the page was loaded again while a layer of ours stood open (a reload, not a change of page). */
export function reloadedOpen(): boolean {
  return depthOf(history.state) > 0;
}

/**
 * The back gesture closes what covers the page, one layer at a time, instead of leaving the page. Each layer is a history entry with the
 * page's own address and state plus a mark. A router of the page that hears of a step between two such entries is told its own address and
 * its own state and has nothing to do; listeners added after ours do not hear of it at all. When the page navigates by itself meanwhile,
 * its history is left alone.
 */
export class BackStack {
  private readonly layers: Layer[] = [];
  /** Steps back that we have asked for ourselves. */
  private expected = 0;
  private leaving = false;

  constructor(page: Pick<Window, 'addEventListener'> = window) {
    page.addEventListener('popstate', (event) => this.onPop(event));
    // Marks of a former life of the page mean nothing any more, save the one that a panel opened again takes over.
    if (depthOf(history.state) > 1) this.mark(1);
  }

  /**
   * A layer has opened; the next step back calls `close`.
   * @returns what to call when it is closed in another way
   */
  push(close: () => void): () => void {
    const layer: Layer = { href: location.href, close };
    this.layers.push(layer);
    const depth = this.layers.length;
    // After a reload the entry is there already.
    if (depthOf(history.state) !== depth) history.pushState(this.marked(depth), '');
    return () => this.drop(layer);
  }

  /** Does `work` without a step in the history: what layers close meanwhile leave their entries, unmarked. */
  leaveEntries(work: () => void): void {
    this.leaving = true;
    work();
    this.leaving = false;
  }

  private drop(layer: Layer): void {
    const at = this.layers.indexOf(layer);
    if (at < 0) return;
    this.layers.splice(at, 1);
    // Only what is on top of the history can be taken back; under the page's own entries it stays and does no harm.
    if (depthOf(history.state) !== at + 1 || location.href !== layer.href) return;
    if (this.leaving) return this.mark(at);
    this.expected++;
    history.back();
  }

  private onPop(event: PopStateEvent): void {
    if (this.expected > 0) {
      this.expected--;
      event.stopImmediatePropagation();
      return;
    }
    const depth = depthOf(event.state);
    const top = this.layers[this.layers.length - 1];
    if (top === undefined || depth >= this.layers.length) {
      // Forward, onto an entry of a layer that is closed: it is only the page once more.
      if (depth > 0) event.stopImmediatePropagation();
      return;
    }
    if (location.href === top.href) event.stopImmediatePropagation();
    while (this.layers.length > depth) this.layers.pop()?.close();
  }

  private marked(depth: number): object {
    const state: unknown = history.state;
    return { ...(typeof state === 'object' ? state : {}), [MARK]: depth };
  }

  private mark(depth: number): void {
    history.replaceState(this.marked(depth), '');
  }
}
