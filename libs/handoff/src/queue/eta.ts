export interface DeskLoad {
  /** Sum of the capacities of the agents who are online. */
  slots: number;
  /** Slots that nobody's conversation occupies. */
  free: number;
  /** How long an agent has a conversation, in seconds: the quick quarter and the slow quarter of recent ones. */
  handling: { low: number; high: number };
  /** Seconds an offer stands before it goes on. */
  offerSeconds: number;
}

/**
 * The wait of the conversation at `position` (1 is served next) as a range in seconds, or null when nobody is online: a wait nobody
 * can keep is not promised. Slots empty at an even rate, which holds well enough for a desk whose agents have several at once.
 */
export function estimateWait(position: number, load: DeskLoad): [number, number] | null {
  if (load.slots <= 0) return null;
  const ahead = position - load.free;
  if (ahead <= 0) return [0, roundUp(load.offerSeconds * 2)];
  const low = (ahead * load.handling.low) / load.slots;
  const high = (ahead * load.handling.high) / load.slots + load.offerSeconds;
  return [roundDown(low), roundUp(Math.max(high, low))];
}

/** People read a wait in steps: of 10 seconds below two minutes, of half a minute above. */
const step = (seconds: number): number => (seconds < 120 ? 10 : 30);
const roundDown = (seconds: number): number => Math.floor(seconds / step(seconds)) * step(seconds);
const roundUp = (seconds: number): number => Math.ceil(seconds / step(seconds)) * step(seconds);
