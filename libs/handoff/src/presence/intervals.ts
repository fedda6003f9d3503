/** Between two sweeps. A dead agent's conversations move at the latest one sweep after the lease has run out. */
export const SWEEP_MS = 2_000;

/** How often a process that serves agents' sockets says so. */
export const BEAT_MS = 2_000;

/** So long without a beat of any process, and we were away: agents could not reach us. */
export const OUTAGE_MS = 4 * BEAT_MS;
