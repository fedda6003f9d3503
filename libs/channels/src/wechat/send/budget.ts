/**
 * How many messages WeChat lets us send to a user, and until when. Each act of the user's opens a window of its own; the windows run
 * side by side, and every message counts in all that are open.
 */
export type WindowSource = 'message' | 'click' | 'follow' | 'scan' | 'enter';

export interface ReplyWindow {
  source: WindowSource;
  left: number;
  /** Epoch milliseconds. */
  until: number;
  /** When the replies that were charged had been taken, epoch milliseconds; of those under way, when they will have been at the latest. */
  charged?: number[];
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export const GRANTS: Readonly<Record<WindowSource, { replies: number; ms: number }>> = {
  message: { replies: 5, ms: 48 * HOUR_MS },
  click: { replies: 3, ms: MINUTE_MS },
  follow: { replies: 3, ms: MINUTE_MS },
  scan: { replies: 3, ms: MINUTE_MS },
  enter: { replies: 2, ms: MINUTE_MS },
};

/** Nothing is begun so shortly before a window closes: it would arrive after. */
const MARGIN_MS = 2_000;
/** Longer than a message can be under way, its new token and second try included. */
const UNDER_WAY_MS = 2 * MINUTE_MS;
const MOST_CHARGED = 8;

/** When something happened that WeChat tells to the second, epoch milliseconds: never later than it was, nor than we heard of it. */
export function momentOf({ saidAt, receivedAt }: { saidAt: number; receivedAt: Date }): number {
  return Math.min(saidAt * 1000, receivedAt.getTime());
}

/**
 * The windows after an act of the user's. WeChat counts from when it got the act, we from when we read of it: what may have been taken
 * between, what is still under way included, has used the new window too.
 */
export function opened(windows: readonly ReplyWindow[], source: WindowSource, at: number): ReplyWindow[] {
  const { replies, ms } = GRANTS[source];
  const others = windows.filter((w) => w.until > at && w.source !== source);
  const before = windows.find((w) => w.source === source);
  // An act that we hear of late does not shorten a later one's window.
  const until = Math.max(at + ms, before?.until ?? 0);
  const since = [...new Set(windows.flatMap((w) => w.charged ?? []))].filter((time) => time >= at);
  return [...others, { source, left: Math.max(0, replies - since.length), until, charged: since.slice(-MOST_CHARGED) }];
}

/** Charges a reply to all windows. `charge` stands for it until it is settled or given back. */
export function spent(windows: readonly ReplyWindow[], now: number): { windows: ReplyWindow[]; charge: number } {
  const taken = new Set(windows.flatMap((w) => w.charged ?? []));
  let charge = now + UNDER_WAY_MS;
  while (taken.has(charge)) charge++;
  const after = open(windows, now).map((w) => ({
    ...w,
    left: Math.max(0, w.left - 1),
    charged: [...(w.charged ?? []), charge].slice(-MOST_CHARGED),
  }));
  return { windows: after, charge };
}

/** WeChat has answered, at `at`: what a user does from now on finds this reply used. */
export function settled(windows: readonly ReplyWindow[], charge: number, at: number): ReplyWindow[] {
  return windows.map((w) => ({ ...w, charged: (w.charged ?? []).map((time) => (time === charge ? at : time)) }));
}

/** Gives back what was not used after all, to every window that it was charged to. */
export function refunded(windows: readonly ReplyWindow[], charge: number): ReplyWindow[] {
  return windows.map((w) =>
    w.charged?.includes(charge)
      ? {
          ...w,
          left: Math.min(GRANTS[w.source].replies, w.left + 1),
          charged: w.charged.filter((time) => time !== charge),
        }
      : w,
  );
}

/** WeChat says that there is nothing left. */
export function exhausted(windows: readonly ReplyWindow[], now: number): ReplyWindow[] {
  return open(windows, now).map((w) => ({ ...w, left: 0 }));
}

export interface Budget {
  /** Replies that may still be sent. */
  left: number;
  /** When the last of them expires, epoch milliseconds; null: no window is open. */
  until: number | null;
}

export function budgetOf(windows: readonly ReplyWindow[], now: number): Budget {
  const usable = open(windows, now + MARGIN_MS);
  const left = Math.max(0, ...usable.map((w) => w.left));
  return { left, until: usable.length === 0 ? null : Math.max(...usable.map((w) => w.until)) };
}

/** `kept`: the last reply is left alone, for a handoff or the survey. */
export function maySend(windows: readonly ReplyWindow[], now: number, { kept }: { kept: boolean }): boolean {
  const usable = open(windows, now + MARGIN_MS);
  const needed = kept ? 2 : 1;
  const message = usable.find((w) => w.source === 'message');
  // Every message counts in all windows, so a short one does not open the way to the reply that the long one keeps.
  if (message?.left === 1) return needed === 1;
  return usable.some((w) => w.left >= needed);
}

function open(windows: readonly ReplyWindow[], now: number): ReplyWindow[] {
  return windows.filter((w) => w.until > now);
}
