import type { Severity, WireConversationItem } from '#kernel';

const RANK: Record<Severity, number> = { critical: 0, urgent: 1, normal: 2 };

/** How long nobody may be answered when the server names no deadline: the trade's bar for a first human reply. */
export const DEFAULT_REPLY_MS = 30_000;

function waitingFrom(item: WireConversationItem): number {
  return Date.parse(item.waitingSince ?? item.updatedAt);
}

/** Most severe first, then who waits longest. Used only for those the server has not placed yet. */
export function byUrgency(a: WireConversationItem, b: WireConversationItem): number {
  const severity = RANK[a.severity ?? 'normal'] - RANK[b.severity ?? 'normal'];
  return severity !== 0 ? severity : waitingFrom(a) - waitingFrom(b) || a.id.localeCompare(b.id);
}

/**
 * Those who wait, in the order they will be served. The server's order (`served`, ids) rules; who arrived since it was
 * asked stands before the first placed one that is less urgent.
 */
export function queueOrder(items: readonly WireConversationItem[], served: readonly string[]): WireConversationItem[] {
  const queued = new Map(items.filter((item) => item.status === 'queued').map((item) => [item.id, item]));
  const ordered: WireConversationItem[] = [];
  for (const id of served) {
    const item = queued.get(id);
    if (item === undefined) continue;
    ordered.push(item);
    queued.delete(id);
  }
  for (const item of [...queued.values()].sort(byUrgency)) {
    const before = ordered.findIndex((placed) => byUrgency(item, placed) < 0);
    ordered.splice(before < 0 ? ordered.length : before, 0, item);
  }
  return ordered;
}

/** Own conversations: who waits for us first (longest first), then by last word, newest first. */
export function ownOrder(items: readonly WireConversationItem[], agentId: string): WireConversationItem[] {
  return items
    .filter((item) => item.status === 'assigned' && item.agent?.id === agentId)
    .sort((a, b) => {
      const waiting = Number(b.waitingSince !== undefined) - Number(a.waitingSince !== undefined);
      if (waiting !== 0) return waiting;
      if (a.waitingSince !== undefined) return waitingFrom(a) - waitingFrom(b);
      return (b.lastMessageAt ?? b.updatedAt).localeCompare(a.lastMessageAt ?? a.updatedAt);
    });
}

export type Urgency = 'none' | 'calm' | 'soon' | 'late';

/** How pressing it is that somebody answers: `soon` in the last half of the time allowed, `late` after it. */
export function urgencyOf(item: WireConversationItem, now: number): Urgency {
  if (item.waitingSince === undefined || item.status === 'bot' || item.status === 'resolved') return 'none';
  const since = Date.parse(item.waitingSince);
  const due = item.firstReplyDueAt === undefined ? since + DEFAULT_REPLY_MS : Date.parse(item.firstReplyDueAt);
  if (now >= due) return 'late';
  return now - since >= (due - since) / 2 ? 'soon' : 'calm';
}

/** Milliseconds somebody has been waiting, never negative; undefined when nobody waits. */
export function waitedMs(item: WireConversationItem, now: number): number | undefined {
  return item.waitingSince === undefined ? undefined : Math.max(0, now - Date.parse(item.waitingSince));
}

/** Messages of the shopper beyond what was read, as far as the list can tell (0 when the last word is ours). */
export function unreadOf(item: WireConversationItem, readSeq: number): number {
  return item.lastAuthor === 'shopper' ? Math.max(0, item.lastSeq - readSeq) : 0;
}

/** Of two states of one conversation the later one; news may overtake each other on their way. */
export function newer(known: WireConversationItem | undefined, incoming: WireConversationItem): WireConversationItem {
  if (known === undefined || incoming.ownershipVersion > known.ownershipVersion) return incoming;
  if (incoming.ownershipVersion < known.ownershipVersion) return known;
  return incoming.lastSeq >= known.lastSeq ? incoming : { ...incoming, ...lastWords(known) };
}

function lastWords(item: WireConversationItem): Partial<WireConversationItem> {
  const { lastSeq, lastText, lastAuthor, lastMessageAt, waitingSince } = item;
  return { lastSeq, lastText, lastAuthor, lastMessageAt, waitingSince };
}
