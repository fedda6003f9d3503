const LIFE_MS = 7_200_000;
/** A token is renewed so long before its end; the one before it stays good as long. */
const OVERLAP_MS = 5 * 60_000;
const FORCE_EVERY_MS = 30_000;
const FORCES_A_DAY = 20;

interface Token {
  token: string;
  until: number;
}

/** Access tokens, as `stable_token` and the corporation's `gettoken` give them. */
export class TokenOffice {
  issued = 0;
  secret = 'stand-in-secret-0123456789';
  /** False: 40164, or 60020 for a corporation. */
  whitelisted = true;
  private tokens: Token[] = [];
  private forced = 0;
  private lastForced = -Infinity;

  constructor(private readonly now: () => number) {}

  stable(body: Record<string, unknown>): object {
    if (!this.whitelisted) return { errcode: 40164, errmsg: 'invalid ip, not in whitelist' };
    if (body['secret'] !== this.secret) return { errcode: 40125, errmsg: 'invalid appsecret' };
    if (body['force_refresh'] === true) {
      if (this.forced >= FORCES_A_DAY) return { errcode: 45009, errmsg: 'reach max api daily quota limit' };
      if (this.now() - this.lastForced < FORCE_EVERY_MS) return { errcode: 45011, errmsg: 'api minute-quota reached' };
      this.forced++;
      this.lastForced = this.now();
      return this.renewed();
    }
    const last = this.tokens.at(-1);
    return last && last.until - this.now() > OVERLAP_MS ? this.shown(last) : this.renewed();
  }

  corporation(url: URL): object {
    if (!this.whitelisted) return { errcode: 60020, errmsg: 'not allow to access from your ip' };
    if (url.searchParams.get('corpsecret') !== this.secret) return { errcode: 40001, errmsg: 'invalid secret' };
    const last = this.tokens.at(-1);
    return { errcode: 0, errmsg: 'ok', ...(last && last.until > this.now() ? this.shown(last) : this.renewed()) };
  }

  /** What is wrong with the token of a call; undefined: nothing. */
  refusal(token: string | null): object | undefined {
    if (!token) return { errcode: 41001, errmsg: 'access_token missing' };
    if (!token.startsWith('token-')) return { errcode: 40014, errmsg: 'invalid access_token' };
    const known = this.tokens.find((one) => one.token === token);
    if (!known) return { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' };
    return known.until < this.now() ? { errcode: 42001, errmsg: 'access_token expired' } : undefined;
  }

  /** No token is good any more. */
  revoke(): void {
    this.tokens = [];
  }

  private renewed(): object {
    this.issued++;
    const before = this.tokens.slice(-1).map((t) => ({ ...t, until: Math.min(t.until, this.now() + OVERLAP_MS) }));
    const token = { token: `token-${this.issued}-${'x'.repeat(100)}`, until: this.now() + LIFE_MS };
    this.tokens = [...before, token];
    return this.shown(token);
  }

  private shown({ token, until }: Token): object {
    return { access_token: token, expires_in: Math.floor((until - this.now()) / 1000) };
  }
}
