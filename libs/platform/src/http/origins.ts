/**
 * May a page of `origin` talk to us? No Origin header (a native client) and our own origin always may; others by the list, where `*`
 * stands for all and `https://*.shop.example` for subdomains.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return false;
  }
  if (host !== undefined && url.host === host) return true;
  return allowed.some((rule) => {
    if (rule === '*' || rule === origin) return true;
    const wild = /^(https?:\/\/)\*\.(.+)$/.exec(rule);
    return wild !== null && `${url.protocol}//` === wild[1] && url.host.endsWith(`.${wild[2] ?? ''}`);
  });
}
