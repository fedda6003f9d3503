import type { PageContext, WidgetLook, WireAttachment } from '#kernel';

/** What the browser keeps for the widget, per server. Everything is optional: storage may be forbidden or cleared at any time. */
export interface Remembered {
  /** The shopper's token, as `session` gave it. */
  readonly token?: string;
  /** The conversation that was last on the screen, how far it was read and whether it may still go on. */
  readonly conversation?: { readonly id: string; readonly seenSeq: number; readonly live: boolean };
  /** The conversation that was rated last. */
  readonly rated?: string;
  /** Whose the token is, and whether the shop has said so (`identify`). */
  readonly shopper?: { readonly id: string; readonly identified: boolean };
  /** Messages that the server has not confirmed yet, by clientId: they survive a reload, and never change their sender. */
  readonly outgoing?: Readonly<Record<string, Unsent>>;
  /** A sound for new messages; off unless the shopper wants it. */
  readonly sound?: boolean;
  /** What the shop had chosen for the widget's look when it was last asked, so that the next page begins with it. */
  readonly look?: WidgetLook;
  /** This tab only: the panel stands open. */
  readonly open?: boolean;
  /** This tab only: words not sent yet. */
  readonly draft?: string;
  /** This tab only: uploaded and not sent yet. */
  readonly draftFiles?: readonly WireAttachment[];
}

/** A message on its way, as it is kept over a reload. */
export interface Unsent {
  readonly text: string;
  readonly attachments: readonly WireAttachment[];
  readonly context?: PageContext;
  /** ISO 8601, by this browser's clock. */
  readonly createdAt: string;
  /** Why it could not be sent: it waits for the shopper to try again. */
  readonly reason?: string;
}

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const OF_THE_TAB: ReadonlySet<string> = new Set<keyof Remembered>(['open', 'draft', 'draftFiles']);

/** One storage, with a copy in memory for browsers that do not let us store (private windows, blocked third-party storage). */
class Shelf {
  private copy = '{}';

  constructor(
    private readonly key: string,
    private readonly store: Kept | null,
  ) {}

  load(): Remembered {
    try {
      const value: unknown = JSON.parse(this.store?.getItem(this.key) ?? this.copy);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
    } catch {
      // Storage is forbidden or somebody else wrote nonsense under our name: begin anew.
      return {};
    }
  }

  save(value: object): void {
    this.copy = JSON.stringify(value);
    try {
      this.store?.setItem(this.key, this.copy);
    } catch {
      // Full or forbidden: the copy in memory serves until the page is left.
    }
  }
}

export class Memory {
  private readonly lasting: Shelf;
  private readonly ofTab: Shelf;

  constructor(server: string, lasting: Kept | null, ofTab: Kept | null) {
    this.lasting = new Shelf(`deskhand:${server}`, lasting);
    this.ofTab = new Shelf(`deskhand:${server}`, ofTab);
  }

  /** Reads anew each time: another tab may have written. */
  read(): Remembered {
    return { ...this.lasting.load(), ...this.ofTab.load() };
  }

  write(patch: Remembered): void {
    const entries = Object.entries(patch);
    for (const shelf of [this.lasting, this.ofTab]) {
      const mine = entries.filter(([name]) => OF_THE_TAB.has(name) === (shelf === this.ofTab));
      if (mine.length > 0) shelf.save({ ...shelf.load(), ...Object.fromEntries(mine) });
    }
  }

  /** Everything about the shopper; what belongs to the browser (sound, the shop's look) stays. */
  forget(): void {
    const { sound, look } = this.lasting.load();
    this.lasting.save({ ...(sound ? { sound } : {}), ...(look ? { look } : {}) });
    this.ofTab.save({});
  }
}

/** The browser's own storages; null where even touching them throws. */
export function browserMemory(server: string): Memory {
  const reach = (get: () => Storage): Storage | null => {
    try {
      return get();
    } catch {
      return null;
    }
  };
  return new Memory(
    server,
    reach(() => window.localStorage),
    reach(() => window.sessionStorage),
  );
}
