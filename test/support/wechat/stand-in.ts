import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { CustomerService } from './customer-service.js';
import { ReplyLedger, type Grant } from './reply-ledger.js';
import { TokenOffice } from './token-office.js';

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

/** A call that WeChat itself has refused, not because it was told to. */
export interface Refusal {
  path: string;
  user: string;
  errcode: number;
}

const SENDS = ['/cgi-bin/message/custom/send', '/cgi-bin/kf/send_msg', '/cgi-bin/kf/send_msg_on_event'];
const MOST_MEDIA_BYTES = 10 * 1024 * 1024;
/** Contact must be as fresh for the typing indicator, which lasts half as long. */
const TYPING_CONTACT_MS = 30_000;
const TYPING_MS = 15_000;

/**
 * WeChat's servers as their documentation describes them: tokens, both send interfaces, fetching, typing, media, quotas and errors. Imports
 * nothing of the desk's, and counts by itself.
 */
export class WeChatStandIn {
  readonly sent: SentMessage[] = [];
  /** Calls by path, in order. */
  readonly calls: { path: string; body: Record<string, unknown>; at: number }[] = [];
  readonly uploads: { type: string; size: number }[] = [];
  readonly media = new Map<string, { type: string; bytes: Buffer }>();
  /** What is told of a user: by openid, or external_userid. */
  readonly profiles = new Map<string, { unionid?: string; nickname?: string; language?: string }>();
  /** Queries of the mini program's links, by link. */
  readonly links = new Map<string, string>();
  /** What was refused, of every kind of call. */
  readonly refusals: Refusal[] = [];
  now: () => number = Date.now;
  /** False: 40200. */
  menus = true;
  /** A mini program's: no menus, whatever is asked. */
  program = false;
  /** False: 48001. */
  permission = true;
  /** Calls that are left today, to all interfaces but those of tokens; then 45009. */
  quota = Infinity;
  /** Users who do not take messages: 48002. */
  readonly refusing = new Set<string>();
  /** The account's own menu: labels by key. */
  readonly menuKeys = new Map<string, string>();
  /** Scenes of the codes that were made, the last at the end. */
  readonly scenes: string[] = [];
  /** Hears of each message that arrives, and until when (epoch milliseconds) we count as typing. */
  onTyping?: (user: string, until: number) => void;
  onSent?: (message: SentMessage) => void;

  readonly kf = new CustomerService(() => this.now());
  readonly tokens = new TokenOffice(() => this.now());
  private readonly ledger = new ReplyLedger(() => this.now());
  private readonly typingUntil = new Map<string, number>();
  private readonly troubles: { path: string; trouble: Trouble }[] = [];
  private readonly sockets = new Set<Socket>();
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

  get secret(): string {
    return this.tokens.secret;
  }

  /** More was sent than the budget allows: each of them was refused. */
  get overruns(): number {
    return this.refusals.filter(({ errcode }) => errcode === 45047 || errcode === 95001).length;
  }

  /** Messages that were refused, for whatever reason. */
  get refusedMessages(): readonly Refusal[] {
    return this.refusals.filter(({ path }) => SENDS.includes(path));
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

  /** The user has done something that allows replies. @param act what tells it from other acts: the same one counts once */
  grant(user: string, grant: Grant, act?: string): void {
    this.ledger.grant(user, grant, act);
  }

  /** A customer of WeChat customer service has written, or done something (origin 4): it waits to be fetched. */
  customer(user: string, message: Record<string, unknown>, origin: 3 | 4 | 5 = 3): void {
    const msgid = `kfmsg-${this.kf.messages.length + 1}`;
    const said = { msgid, open_kfid: 'wk-1', external_userid: user, send_time: Math.floor(this.now() / 1000), origin };
    this.kf.messages.push({ ...said, ...message });
    if (origin !== 3) return;
    this.grant(user, 'message', msgid);
    this.kf.wrote(user);
  }

  /** Replies that are left to this user. */
  left(user: string): number {
    return this.ledger.left(user);
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
    const answer = this.answer(url, json ? body : undefined, raw, request);
    const { errcode } = answer as { errcode?: number };
    if (errcode) this.refusals.push({ path: url.pathname, user: String(body['touser'] ?? ''), errcode });
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

  /** @param json the call's fields; undefined: it is a form, or has no body */
  private answer(
    url: URL,
    json: Record<string, unknown> | undefined,
    raw: Buffer,
    request: IncomingMessage,
  ): object | Buffer {
    const { pathname: path } = url;
    const body = json ?? {};
    if (path === '/cgi-bin/stable_token') return this.tokens.stable(body);
    if (path === '/cgi-bin/gettoken') return this.tokens.corporation(url);
    const refusal = this.tokens.refusal(url.searchParams.get('access_token'));
    if (refusal) return refusal;
    if (this.quota-- <= 0) return { errcode: 45009, errmsg: 'reach max api daily quota limit' };
    // WeChat reads no escapes: what is not ASCII has to stand there as it is.
    if (json && /(?<!\\)(?:\\\\)*\\u[0-9a-f]{4}/i.test(raw.toString('latin1')))
      return { errcode: 40033, errmsg: 'invalid charset' };
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
        return this.kf.sync(body);
      case '/cgi-bin/kf/service_state/trans':
        return this.kf.trans(body);
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
      case '/cgi-bin/get_current_selfmenu_info': {
        const list = [...this.menuKeys].map(([key, name]) => ({ type: 'click', name, key }));
        return { is_menu_open: 1, selfmenu_info: { button: [{ name: 'menu', sub_button: { list } }] } };
      }
      case '/cgi-bin/kf/account/list':
        return { errcode: 0, account_list: [{ open_kfid: 'wk-1', name: 'service' }] };
      case '/cgi-bin/kf/add_contact_way':
        return { errcode: 0, url: `https://work.weixin.qq.com/kf/${String(body['open_kfid'])}?enc_scene=1` };
      default:
        return { errcode: 40066, errmsg: 'invalid url' };
    }
  }

  private custom(body: Record<string, unknown>): object {
    const user = String(body['touser']);
    if (!this.permission) return { errcode: 48001, errmsg: 'api unauthorized' };
    if (!/^[\w-]{1,128}$/.test(user)) return { errcode: 40003, errmsg: 'invalid openid' };
    if (this.refusing.has(user)) return { errcode: 48002, errmsg: 'user block message' };
    if (body['msgtype'] === 'msgmenu' && !this.menus) return { errcode: 40200, errmsg: 'invalid account type' };
    const refusal =
      this.unfit(body, this.program ? ['text', 'image'] : ['text', 'image', 'msgmenu']) ??
      this.spend(user, { closed: 45015, exhausted: 45047 });
    if (refusal) return refusal;
    this.deliver(user, body);
    return { errcode: 0, errmsg: 'ok' };
  }

  private kfSend(body: Record<string, unknown>): object {
    const user = String(body['touser']);
    const msgId = String(body['msgid']);
    const refusal =
      this.kf.refusal(user, msgId) ??
      this.unfit(body, ['text', 'image', 'file', 'msgmenu']) ??
      this.spend(user, { closed: 95002, exhausted: 95001 });
    if (refusal) return refusal;
    this.kf.took(msgId);
    this.deliver(user, body, { msgId });
    return { errcode: 0, errmsg: 'ok', msgid: msgId };
  }

  private onEvent(body: Record<string, unknown>): object {
    const code = String(body['code']);
    const refusal = this.kf.useCode(code);
    if (refusal) return refusal;
    this.deliver(this.kf.ownerOf(code) ?? code, body, { onEvent: code });
    return { errcode: 0, errmsg: 'ok' };
  }

  /** Undefined: one reply was used. */
  private spend(user: string, codes: { closed: number; exhausted: number }): object | undefined {
    const result = this.ledger.spend(user);
    if (result === 'ok') return undefined;
    const errmsg = result === 'closed' ? 'response out of time limit' : 'out of response count limit';
    return { errcode: codes[result], errmsg };
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
    if (this.ledger.since(user) > TYPING_CONTACT_MS) return { errcode: 45080, errmsg: 'no contact within 30 s' };
    this.typingUntil.set(user, this.now() + TYPING_MS);
    this.onTyping?.(user, this.now() + TYPING_MS);
    return { errcode: 0, errmsg: 'ok' };
  }

  private upload(raw: Buffer, request: IncomingMessage, kind: string): object {
    const type = /Content-Type: ([\w/]+)/i.exec(raw.subarray(0, 500).toString('latin1'))?.[1] ?? '';
    if (!(request.headers['content-type'] ?? '').startsWith('multipart/form-data'))
      return { errcode: 41005, errmsg: 'media data missing' };
    if (kind === 'image' && !['image/jpeg', 'image/png'].includes(type))
      return { errcode: 40005, errmsg: 'invalid file type' };
    if (raw.length > MOST_MEDIA_BYTES) return { errcode: 40009, errmsg: 'invalid image size' };
    this.uploads.push({ type, size: raw.length });
    const mediaId = `media-${this.uploads.length}`;
    this.media.set(mediaId, { type, bytes: raw.subarray(raw.indexOf('\r\n\r\n') + 4, raw.lastIndexOf('\r\n--')) });
    return { type: kind, media_id: mediaId, created_at: Math.floor(this.now() / 1000) };
  }
}
