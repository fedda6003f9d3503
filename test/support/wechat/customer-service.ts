import { randomUUID } from 'node:crypto';

type Json = Record<string, unknown>;

const CODE_SECONDS = 20;
const TOKEN_MS = 10 * 60_000;
const MOST_PER_PAGE = 1_000;
/** From a state of a session to those it may change to. */
const TRANSITIONS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 3, 4],
  1: [2, 3, 4],
  2: [3, 4],
  3: [3, 4],
  4: [],
};

/** WeChat customer service: what customers have written, to be fetched page by page; the states of sessions; codes of events. */
export class CustomerService {
  /** As `sync_msg` tells them, in order. */
  readonly messages: Json[] = [];
  /** 0 new, 1 assistant, 2 queue, 3 person, 4 ended; by customer. */
  readonly states = new Map<string, number>();
  /** Pages that are empty although more follows. */
  emptyPages = 0;
  perPage = 50;
  /** Cursors from before are not known any more: 95007. */
  private cursors = randomUUID().slice(0, 8);
  private readonly codes = new Map<string, { until: number; customer?: string; used?: true }>();
  private readonly tokens = new Map<string, number>();
  private readonly msgIds = new Set<string>();

  constructor(private readonly now: () => number) {}

  /** What a callback carries: allows reading for ten minutes. */
  token(): string {
    const token = `ENC${randomUUID()}`;
    this.tokens.set(token, this.now() + TOKEN_MS);
    return token;
  }

  loseCursors(): void {
    this.cursors = randomUUID().slice(0, 8);
  }

  sync(body: Json): object {
    const { cursor, token } = body as { cursor?: string; token?: string };
    if (token !== undefined && (this.tokens.get(token) ?? 0) < this.now())
      return { errcode: 95007, errmsg: 'invalid msg token' };
    const [series, place] = (cursor ?? `${this.cursors}/0`).split('/');
    if (series !== this.cursors) return { errcode: 95007, errmsg: 'invalid cursor' };
    const from = Number(place);
    const next = (at: number): string => `${this.cursors}/${at}`;
    if (this.emptyPages > 0) {
      this.emptyPages--;
      return { errcode: 0, msg_list: [], next_cursor: next(from), has_more: 1 };
    }
    const page = this.messages.slice(from, from + Math.min(Number(body['limit'] ?? MOST_PER_PAGE), this.perPage));
    const to = from + page.length;
    return { errcode: 0, msg_list: page, next_cursor: next(to), has_more: to < this.messages.length ? 1 : 0 };
  }

  /** A session that has ended begins anew with the customer's next message. */
  wrote(customer: string): void {
    if (this.states.get(customer) === 4) this.states.set(customer, 0);
  }

  trans(body: Json): object {
    const customer = String(body['external_userid']);
    const state = Number(body['service_state']);
    if (!TRANSITIONS[this.states.get(customer) ?? 0]?.includes(state))
      return { errcode: 95014, errmsg: 'invalid service state' };
    this.states.set(customer, state);
    return { errcode: 0, errmsg: 'ok', ...(state === 4 || state === 2 ? { msg_code: this.code(customer) } : {}) };
  }

  /** A code that an event carries: allows one message. */
  code(customer?: string): string {
    const code = randomUUID();
    this.codes.set(code, { until: this.now() + CODE_SECONDS * 1000, ...(customer === undefined ? {} : { customer }) });
    return code;
  }

  /** To whom the code allows a message. */
  ownerOf(code: string): string | undefined {
    return this.codes.get(code)?.customer;
  }

  /** Undefined: the code was good, and is used up now. */
  useCode(code: string): object | undefined {
    const known = this.codes.get(code);
    if (known === undefined || known.used || known.until < this.now())
      return { errcode: 95033, errmsg: 'invalid code' };
    known.used = true;
    return undefined;
  }

  /** Why a message may not go now, apart from how many there are; undefined: it may. */
  refusal(customer: string, msgId: string): object | undefined {
    if (![0, 1].includes(this.states.get(customer) ?? 0)) return { errcode: 95018, errmsg: 'invalid service state' };
    if (!/^[0-9a-zA-Z_-]{1,32}$/.test(msgId)) return { errcode: 40058, errmsg: 'invalid msgid' };
    return this.msgIds.has(msgId) ? { errcode: 40058, errmsg: 'repeated msgid' } : undefined;
  }

  took(msgId: string): void {
    this.msgIds.add(msgId);
  }
}
