/** What a user does that allows replies: how many, and for how long (milliseconds). */
export const GRANTS = {
  message: [5, 48 * 3_600_000],
  click: [3, 60_000],
  follow: [3, 60_000],
  scan: [3, 60_000],
  enter: [2, 60_000],
} as const;

export type Grant = keyof typeof GRANTS;

interface Window {
  left: number;
  until: number;
}

interface Account {
  windows: Map<Grant, Window>;
  lastContact: number;
  /** Acts that have been counted: what comes again allows nothing more. */
  acts: Set<string>;
}

/**
 * WeChat's own account of the replies that may still be sent to each user. One act of a user's counts once, however often it is called back,
 * and from the moment in which it was done. Every message counts in all windows that are open: the strictest reading of the documentation.
 */
export class ReplyLedger {
  private readonly accounts = new Map<string, Account>();
  private anonymous = 0;

  constructor(private readonly now: () => number) {}

  /** @param act what tells this act from others of the same user; absent: it is a new one */
  grant(user: string, grant: Grant, act = `#${++this.anonymous}`): void {
    const account = this.accounts.get(user) ?? {
      windows: new Map<Grant, Window>(),
      lastContact: 0,
      acts: new Set<string>(),
    };
    this.accounts.set(user, account);
    if (account.acts.has(act)) return;
    account.acts.add(act);
    const [left, ms] = GRANTS[grant];
    account.windows.set(grant, { left, until: this.now() + ms });
    account.lastContact = this.now();
  }

  /** Uses one reply, if there is one. */
  spend(user: string): 'ok' | 'closed' | 'exhausted' {
    const open = [...(this.accounts.get(user)?.windows.values() ?? [])].filter(({ until }) => until > this.now());
    if (open.length === 0) return 'closed';
    if (open.every(({ left }) => left === 0)) return 'exhausted';
    for (const window of open) window.left = Math.max(0, window.left - 1);
    return 'ok';
  }

  /** The most replies that are left now. */
  left(user: string): number {
    const open = [...(this.accounts.get(user)?.windows.values() ?? [])].filter(({ until }) => until > this.now());
    return Math.max(0, ...open.map(({ left }) => left));
  }

  /** How long ago the user did anything, milliseconds. */
  since(user: string): number {
    return this.now() - (this.accounts.get(user)?.lastContact ?? 0);
  }
}
