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
  /** When replies were charged, epoch milliseconds; the last few. */
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
const MOST_CHARGED = 8;

/** When something happened that WeChat tells to the second: not before `from`, not after `by`. Epoch milliseconds. */
export interface Moment {
  from: number;
  by: number;
}

/** @param saidAt WeChat's CreateTime, seconds */
export function momentOf({ saidAt, receivedAt }: { saidAt: number; receivedAt: Date }): Moment {
  const from = saidAt * 1000;
  return { from, by: Math.max(from, Math.min(from + 999, receivedAt.getTime())) };
}

/**
 * The windows after an act of the user's. What was sent between the act and now, when we come to read of it, has used the new window too;
 * what was sent in the very second of the act before we heard of it counts as said before.
 */
export function opened(windows: readonly ReplyWindow[], source: WindowSource, { from: at, by }: Moment): ReplyWindow[] {
  const { replies, ms } = GRANTS[source];
  const others = windows.filter((w) => w.until > at && w.source !== source);
  const before = windows.find((w) => w.source === source);
  // An act that we hear of late does not shorten a later one's window.
  const until = Math.max(at + ms, before?.until ?? 0);
  const since = [...new Set(windows.flatMap((w) => w.charged ?? []))].filter((time) => time >= by);
  return [...others, { source, left: Math.max(0, replies - since.length), until, charged: since.slice(-MOST_CHARGED) }];
}

export function spent(windows: readonly ReplyWindow[], now: number): ReplyWindow[] {
  return open(windows, now).map((w) => ({
    ...w,
    left: Math.max(0, w.left - 1),
    charged: [...(w.charged ?? []), now].slice(-MOST_CHARGED),
  }));
}

/** Gives back what was not used after all. */
export function refunded(windows: readonly ReplyWindow[], now: number): ReplyWindow[] {
  return open(windows, now).map((w) => ({
    ...w,
    left: Math.min(GRANTS[w.source].replies, w.left + 1),
    charged: (w.charged ?? []).slice(0, -1),
  }));
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

/** `kept`: the last reply of the long window is left alone, for a handoff or the survey. */
export function maySend(windows: readonly ReplyWindow[], now: number, { kept }: { kept: boolean }): boolean {
  const usable = open(windows, now + MARGIN_MS);
  const message = usable.find((w) => w.source === 'message');
  // Every message counts in all windows, so a short one does not open the way to the reply that is kept.
  if (kept && message?.left === 1) return false;
  return usable.some((w) => w.left > 0);
}

function open(windows: readonly ReplyWindow[], now: number): ReplyWindow[] {
  return windows.filter((w) => w.until > now);
}
