/** A token is renewed this long before it ends, so that no call goes out with one that dies on the way. */
export const RENEW_BEFORE_MS = 60_000;
/** setTimeout counts in 32 bits. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** When a JWT ends (ms since 1970); undefined when it does not say or is no JWT. The signature is the server's business. */
export function expiryOf(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return undefined;
    return typeof claims.exp === 'number' && Number.isFinite(claims.exp) ? claims.exp * 1_000 : undefined;
  } catch {
    // An opaque token: it is used until the server refuses it.
    return undefined;
  }
}

/** True while the token can be used for a call that starts now. */
export function usable(token: string, now: number, marginMs = 10_000): boolean {
  const expiry = expiryOf(token);
  return expiry === undefined || expiry - marginMs > now;
}

/** Milliseconds until the token should be renewed; undefined for a token without an end. Short lives are renewed at half time. */
export function renewDelay(token: string, now: number): number | undefined {
  const expiry = expiryOf(token);
  if (expiry === undefined) return undefined;
  const left = expiry - now;
  return Math.min(LONGEST_TIMER_MS, Math.max(1_000, Math.max(left - RENEW_BEFORE_MS, left / 2)));
}
