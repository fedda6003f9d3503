import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Something the desk has sent, as a user's phone would show it. */
export interface SentMessage {
  to: string;
  type: string;
  /** The words, of a menu its head, lines and tail. */
  text: string;
  menu?: { id: string; label: string }[];
  mediaId?: string;
  msgId?: string;
  /** By an event's code, outside the budget. */
  onEvent?: string;
  at: number;
}

/** What happens to a call instead of what should. */
export type Trouble =
  | { errcode: number }
  /** An HTTP status. */
  | { status: number }
  /** Does it and never answers. */
  | { hang: 'after' }
  /** Never answers and does nothing. */
  | { hang: 'before' }
  /** The connection breaks; `after`: it is done before. */
  | { cut: true | 'after' }
  | { garbage: string }
  | { delayMs: number };

interface Window {
  left: number;
  until: number;
}

const GRANTS = {
  message: [5, 48 * 3_600_000],
  click: [3, 60_000],
  follow: [3, 60_000],
  scan: [3, 60_000],
  enter: [2, 60_000],
} as const;

/**
 * WeChat's servers as their documentation describes them: tokens, both send interfaces, fetching, typing, media, quotas and errors. Imports
 * nothing of the desk's, and counts by itself.
 */
export class WeChatStandIn {
  readonly sent: SentMessage[] = [];
  /** Calls by path, in order. */
  readonly calls: { path: string; body: Record<string, unknown>; at: number }[] = [];
  readonly uploads: { type: string; size: number }[] = [];
  readonly states = new Map<string, number>();
  readonly media = new Map<string, { type: string; bytes: Buffer }>();
  /** What is told of a user: by openid, or external_userid. */
  readonly profiles = new Map<string, { unionid?: string; nickname?: string; language?: string }>();
  /** Queries of the mini program's links, by link. */
  readonly links = new Map<string, string>();
  /** Texts that came in, of WeChat customer service, to be fetched. */
  readonly kfMessages: Record<string, unknown>[] = [];
  /** More was sent than the budget allows: each of them is here, and was refused. */
  overruns = 0;
  issued = 0;
  now: () => number = Date.now;
  /** False: 40200. */
  menus = true;
  /** A mini program's: no menus, whatever is asked. */
  program = false;
  /** False: 48001. */
  permission = true;
  /** Pages of `sync_msg` that are empty although more follows. */
  emptyPages = 0;
  secret = 'stand-in-secret-0123456789';
  /** Scenes of the codes that were made, the last at the end. */
  readonly scenes: string[] = [];
  /** Hears of each message that arrives, and until when (epoch milliseconds) we count as typing. */
  onTyping?: (user: string, until: number) => void;
  onSent?: (message: SentMessage) => void;

  private readonly budgets = new Map<string, Map<string, Window>>();
  private readonly typingUntil = new Map<string, number>();
  private readonly msgIds = new Set<string>();
  private readonly codes = new Map<string, number>();
  private readonly troubles: { path: string; trouble: Trouble }[] = [];
  private readonly sockets = new Set<Socket>();
  private tokens: { token: string; until: number }[] = [];
  private server?: Server;

  async start(port = 0): Promise<string> {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.server?.listen(port, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  /** The next call of `path` (every, in the order of being told) fares so. */
  trouble(path: string, trouble: Trouble, times = 1): void {
    for (let n = 0; n < times; n++) this.troubles.push({ path, trouble });
  }

  /** The user has done something that allows replies. */
  grant(user: string, source: keyof typeof GRANTS): void {
    const [left, ms] = GRANTS[source];
    const windows = this.budgets.get(user) ?? new Map<string, Window>();
    windows.set(source, { left, until: this.now() + ms });
    this.budgets.set(user, windows);
  }

  /** A code that an event carries: allows one message. */
  code(seconds = 20): string {
    const code = randomUUID();
    this.codes.set(code, this.now() + seconds * 1000);
    return code;
  }

  /** No token is good any more. */
  revokeTokens(): void {
    this.tokens = [];
  }

  to(user: string): SentMessage[] {
    return this.sent.filter((message) => message.to === user);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const json = (request.headers['content-type'] ?? '').includes('json');
    const body = json ? (JSON.parse(raw.toString('utf8')) as Record<string, unknown>) : {};
    this.calls.push({ path: url.pathname, body, at: this.now() });
    const index = this.troubles.findIndex(({ path }) => path === url.pathname);
    const trouble = index < 0 ? undefined : this.troubles.splice(index, 1)[0]?.trouble;
    if (trouble && (await this.makeTrouble(trouble, response))) return;
    const answer = this.answer(url, body, raw, request);
    if (trouble && 'hang' in trouble) return;
    if (trouble && 'cut' in trouble) {
      response.destroy();
      return;
    }
    if (Buffer.isBuffer(answer)) {
      response.setHeader('content-type', 'image/png');
      response.end(answer);
    } else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer));
    }
  }

  /** True: there is nothing more to answer. */
  private async makeTrouble(trouble: Trouble, response: ServerResponse): Promise<boolean> {
    if ('errcode' in trouble) response.end(JSON.stringify({ errcode: trouble.errcode, errmsg: 'so it was told' }));
    else if ('status' in trouble) {
      response.statusCode = trouble.status;
      response.end('<html>busy</html>');
    } else if ('garbage' in trouble) response.end(trouble.garbage);
    else if ('cut' in trouble && trouble.cut === true) response.destroy();
    else if ('delayMs' in trouble) {
      await new Promise((resolve) => setTimeout(resolve, trouble.delayMs));
      return false;
    } else return 'hang' in trouble && trouble.hang === 'before';
    return true;
  }

  private answer(url: URL, body: Record<string, unknown>, raw: Buffer, request: IncomingMessage): object | Buffer {
    const { pathname: path } = url;
    if (path === '/cgi-bin/stable_token') return this.stableToken(body);
    if (path === '/cgi-bin/gettoken') return this.corporationToken(url);
    const token = this.tokens.find((t) => t.token === url.searchParams.get('access_token'));
    if (!token) return { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' };
    if (token.until < this.now()) return { errcode: 42001, errmsg: 'access_token expired' };
    switch (path) {
      case '/cgi-bin/message/custom/send':
        return this.custom(body);
      case '/cgi-bin/kf/send_msg':
        return this.kfSend(body);
      case '/cgi-bin/kf/send_msg_on_event':
        return this.onEvent(body);
      case '/cgi-bin/message/custom/typing':
      case '/cgi-bin/message/custom/business/typing':
        return this.typing(String(body['touser']));
      case '/cgi-bin/media/upload':
        return this.upload(raw, request, url.searchParams.get('type') ?? '');
      case '/cgi-bin/media/get': {
        const found = this.media.get(url.searchParams.get('media_id') ?? '');
        return found ? found.bytes : { errcode: 40007, errmsg: 'invalid media_id' };
      }
      case '/cgi-bin/kf/sync_msg':
        return this.sync(body);
      case '/cgi-bin/kf/service_state/trans':
        return this.trans(body);
      case '/cgi-bin/qrcode/create': {
        const scene = (body['action_info'] as { scene: { scene_str: string } }).scene.scene_str;
        if (scene.length > 64) return { errcode: 40212, errmsg: 'invalid scene' };
        this.scenes.push(scene);
        return { ticket: randomUUID(), expire_seconds: body['expire_seconds'], url: `http://weixin.qq.com/q/${scene}` };
      }
      case '/wxa/generate_urllink': {
        if (Number(body['expire_time']) * 1000 <= this.now()) return { errcode: 40212, errmsg: 'invalid expire_time' };
        const link = `https://wxaurl.cn/${randomUUID().slice(0, 11)}`;
        this.links.set(link, String(body['query']));
        return { errcode: 0, errmsg: 'ok', url_link: link };
      }
      case '/cgi-bin/user/info': {
        if (!this.permission) return { errcode: 48001, errmsg: 'api unauthorized' };
        const openid = url.searchParams.get('openid') ?? '';
        return { subscribe: 1, openid, ...this.profiles.get(openid) };
      }
      case '/cgi-bin/kf/customer/batchget': {
        const users = body['external_userid_list'] as string[];
        return { errcode: 0, customer_list: users.map((id) => ({ external_userid: id, ...this.profiles.get(id) })) };
      }
      case '/cgi-bin/kf/account/list':
        return { errcode: 0, account_list: [{ open_kfid: 'wk-1', name: 'service' }] };
      case '/cgi-bin/kf/add_contact_way':
        return { errcode: 0, url: `https://work.weixin.qq.com/kf/${String(body['open_kfid'])}?enc_scene=1` };
      default:
        return { errcode: 40066, errmsg: 'invalid url' };
    }
  }

  private stableToken(body: Record<string, unknown>): object {
    if (body['secret'] !== this.secret) return { errcode: 40125, errmsg: 'invalid appsecret' };
    const last = this.tokens.at(-1);
    if (last && !body['force_refresh'] && last.until - this.now() > 5 * 60_000)
      return { access_token: last.token, expires_in: Math.floor((last.until - this.now()) / 1000) };
    return this.newToken();
  }

  private corporationToken(url: URL): object {
    if (url.searchParams.get('corpsecret') !== this.secret) return { errcode: 40001, errmsg: 'invalid secret' };
    const last = this.tokens.at(-1);
    return last ? { errcode: 0, access_token: last.token, expires_in: 7200 } : { errcode: 0, ...this.newToken() };
  }

  private newToken(): object {
    this.issued++;
    const token = `token-${this.issued}-${'x'.repeat(100)}`;
    // The one before stays good for five minutes.
    const before = this.tokens.slice(-1).map((t) => ({ ...t, until: Math.min(t.until, this.now() + 5 * 60_000) }));
    this.tokens = [...before, { token, until: this.now() + 7_200_000 }];
    return { access_token: token, expires_in: 7200 };
  }

  private custom(body: Record<string, unknown>): object {
    const user = String(body['touser']);
    if (!this.permission) return { errcode: 48001, errmsg: 'api unauthorized' };
    if (body['msgtype'] === 'msgmenu' && !this.menus) return { errcode: 40200, errmsg: 'invalid account type' };
    const refusal =
      this.unfit(body, this.program ? ['text', 'image'] : ['text', 'image', 'msgmenu']) ?? this.spend(user, Infinity);
    if (refusal) return refusal;
    this.deliver(user, body);
    return { errcode: 0, errmsg: 'ok' };
  }

  private kfSend(body: Record<string, unknown>): object {
    const user = String(body['touser']);
    const msgId = String(body['msgid']);
    if (![0, 1].includes(this.states.get(user) ?? 0)) return { errcode: 95018, errmsg: 'invalid service state' };
    if (!/^[0-9a-zA-Z_-]{1,32}$/.test(msgId)) return { errcode: 40058, errmsg: 'invalid msgid' };
    if (this.msgIds.has(msgId)) return { errcode: 40058, errmsg: 'repeated msgid' };
    const refusal = this.unfit(body, ['text', 'image', 'file', 'msgmenu']) ?? this.spend(user, 95001);
    if (refusal) return refusal;
    this.msgIds.add(msgId);
    this.deliver(user, body, { msgId });
    return { errcode: 0, errmsg: 'ok', msgid: msgId };
  }

  private onEvent(body: Record<string, unknown>): object {
    const code = String(body['code']);
    const until = this.codes.get(code);
    if (until === undefined || until < this.now()) return { errcode: 95033, errmsg: 'invalid code' };
    this.codes.delete(code);
    this.deliver(code, body, { onEvent: code });
    return { errcode: 0, errmsg: 'ok' };
  }

  /** Undefined: one reply was used. */
  private spend(user: string, exhaustedCode: number): object | undefined {
    const open = [...(this.budgets.get(user)?.values() ?? [])].filter((w) => w.until > this.now());
    if (open.length === 0) return { errcode: 45015, errmsg: 'response out of time limit' };
    if (open.every((w) => w.left === 0)) {
      this.overruns++;
      return { errcode: exhaustedCode === Infinity ? 45047 : exhaustedCode, errmsg: 'out of response count limit' };
    }
    for (const window of open) window.left = Math.max(0, window.left - 1);
    return undefined;
  }

  private unfit(body: Record<string, unknown>, kinds: readonly string[]): object | undefined {
    if (!kinds.includes(String(body['msgtype']))) return { errcode: 40008, errmsg: 'invalid message type' };
    const { content } = (body['text'] ?? {}) as { content?: string };
    if (content !== undefined && Buffer.byteLength(content) > 2048)
      return { errcode: 45002, errmsg: 'content size out of limit' };
    return content !== undefined && !content.isWellFormed() ? { errcode: 40033, errmsg: 'invalid charset' } : undefined;
  }

  private deliver(user: string, body: Record<string, unknown>, more: { msgId?: string; onEvent?: string } = {}): void {
    const type = String(body['msgtype']);
    const menu = body['msgmenu'] as
      | {
          head_content: string;
          tail_content: string;
          list: ({ id: string; content: string } | { click: { id: string; content: string } })[];
        }
      | undefined;
    const items = menu?.list
      .map((item) => ('click' in item ? item.click : item))
      .map((i) => ({ id: i.id, label: i.content }));
    const message: SentMessage = {
      to: user,
      type,
      text: menu
        ? [menu.head_content, ...(items ?? []).map(({ label }) => label), menu.tail_content].join('\n')
        : ((body['text'] as { content?: string } | undefined)?.content ?? ''),
      at: this.now(),
      ...(items ? { menu: items } : {}),
      ...(type === 'image' || type === 'file' ? { mediaId: (body[type] as { media_id: string }).media_id } : {}),
      ...more,
    };
    this.typingUntil.delete(user);
    this.sent.push(message);
    this.onSent?.(message);
  }

  private typing(user: string): object {
    if ((this.typingUntil.get(user) ?? 0) > this.now()) return { errcode: 45081, errmsg: 'already typing' };
    if (!this.budgets.has(user)) return { errcode: 45080, errmsg: 'no contact within 30 s' };
    this.typingUntil.set(user, this.now() + 15_000);
    this.onTyping?.(user, this.now() + 15_000);
    return { errcode: 0, errmsg: 'ok' };
  }

  private upload(raw: Buffer, request: IncomingMessage, kind: string): object {
    const type = /Content-Type: ([\w/]+)/i.exec(raw.subarray(0, 500).toString('latin1'))?.[1] ?? '';
    if (!(request.headers['content-type'] ?? '').startsWith('multipart/form-data'))
      return { errcode: 41005, errmsg: 'media data missing' };
    if (kind === 'image' && !['image/jpeg', 'image/png'].includes(type))
      return { errcode: 40005, errmsg: 'invalid file type' };
    this.uploads.push({ type, size: raw.length });
    const mediaId = `media-${this.uploads.length}`;
    this.media.set(mediaId, { type, bytes: raw.subarray(raw.indexOf('\r\n\r\n') + 4, raw.lastIndexOf('\r\n--')) });
    return { type: kind, media_id: mediaId, created_at: Math.floor(this.now() / 1000) };
  }

  private sync(body: Record<string, unknown>): object {
    const from = Number(body['cursor'] ?? 0);
    if (this.emptyPages > 0) {
      this.emptyPages--;
      return { errcode: 0, msg_list: [], next_cursor: String(from), has_more: 1 };
    }
    const page = this.kfMessages.slice(from, from + Math.min(Number(body['limit'] ?? 1000), 50));
    const next = from + page.length;
    return { errcode: 0, msg_list: page, next_cursor: String(next), has_more: next < this.kfMessages.length ? 1 : 0 };
  }

  private trans(body: Record<string, unknown>): object {
    const user = String(body['external_userid']);
    const state = Number(body['service_state']);
    const from = this.states.get(user) ?? 0;
    const allowed: Record<number, number[]> = { 0: [1, 2, 3, 4], 1: [2, 3, 4], 2: [3, 4], 3: [3, 4], 4: [] };
    if (!allowed[from]?.includes(state)) return { errcode: 95014, errmsg: 'invalid service state' };
    this.states.set(user, state);
    return { errcode: 0, errmsg: 'ok', ...(state === 4 || state === 2 ? { msg_code: this.code() } : {}) };
  }
}
