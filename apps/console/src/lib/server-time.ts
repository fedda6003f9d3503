/** A difference below this is noise of the network and of a header that counts in seconds. */
const NOISE_MS = 2_000;

let offset = 0;

/** The clock difference (server minus here, ms) that an answer shows; 0 within what the network blurs. */
export function offsetOf(serverTime: number, receivedAt: number): number {
  // The Date header is cut to the second: on average half a second is missing.
  const difference = serverTime + 500 - receivedAt;
  return Math.abs(difference) < NOISE_MS ? 0 : difference;
}

export function followServerClock(serverTime: number, receivedAt: number): void {
  offset = offsetOf(serverTime, receivedAt);
}

/** Now, by the server's clock: waiting times and deadlines are counted by it, whatever the agent's machine says. */
export function serverNow(): number {
  return Date.now() + offset;
}
