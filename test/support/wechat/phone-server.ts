import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { handsOf, type AccountKind, type Hands } from './hands.js';
import { Phone, type PhoneAccount } from './phone.js';
import type { SentMessage, WeChatStandIn } from './stand-in.js';

/** Something on the phone's screen. */
interface Entry {
  at: number;
  from: 'me' | 'shop' | 'note';
  text?: string;
  menu?: SentMessage['menu'];
  /** Address of a picture. */
  picture?: string;
  /** A file's name. */
  file?: string;
}

interface Person {
  hands: Hands;
  follows: boolean;
  entries: Entry[];
  viewers: Set<ServerResponse>;
}

type Act = (person: Person, body: Record<string, unknown>) => ReturnType<Hands['say']> | undefined;

export interface PhoneServerOptions {
  wechat: WeChatStandIn;
  account: PhoneAccount;
  /** Absent: an official account. */
  kind?: AccountKind;
  /** The folder of the page's own files. */
  pages: string;
  /** Where agents answer. */
  consoleUrl: string;
}

/** The keys of the account's menu, whose labels are words of the page. */
const MENU_KEYS = ['key1', 'key2', 'key3'];
const PAGES: Readonly<Record<string, [file: string, type: string]>> = {
  '/': ['phone.html', 'text/html; charset=utf-8'],
  '/phone.js': ['phone.js', 'text/javascript; charset=utf-8'],
  '/phone.css': ['phone.css', 'text/css; charset=utf-8'],
  '/words.json': ['words.json', 'application/json'],
};

/** A page that is a phone with WeChat on it. Each browser tab is another shopper. */
export class PhoneServer {
  private readonly people = new Map<string, Person>();
  private readonly server: Server;
  private pictures = 0;

  constructor(private readonly options: PhoneServerOptions) {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    const { wechat, pages } = options;
    const words = JSON.parse(readFileSync(join(pages, 'words.json'), 'utf8')) as Record<string, Record<string, string>>;
    for (const [locale, of] of Object.entries(words))
      for (const key of MENU_KEYS) wechat.menuKeys.set(`${key}:${locale}`, of[key] ?? '');
    wechat.onSent = (message) => this.arrived(message);
    wechat.onTyping = (user, until) => this.tell(this.people.get(user), 'typing', { until });
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private readonly acts: Readonly<Record<string, Act>> = {
    say: (person, { text }) => {
      this.show(person, { from: 'me', text: String(text) });
      return person.hands.say(String(text));
    },
    /** A line of a menu that came as a message. */
    choose: (person, { text, menuId }) => {
      this.show(person, { from: 'me', text: String(text) });
      return person.hands.say(String(text), String(menuId));
    },
    /** A key of the account's own menu, at the foot. */
    key: ({ hands }, { key }) => hands.tap?.(String(key)),
    follow: (person) => {
      this.follow(person, true);
      return person.hands.come();
    },
    leave: (person) => {
      this.follow(person, false);
      return person.hands.leave?.();
    },
    /** The code that was made last: as if it had been scanned off the shop's page. */
    scan: (person) => {
      const { hands, follows } = person;
      const scene = hands.scanned();
      if (scene === undefined) return undefined;
      const answer = hands.come(scene);
      if (!follows) this.follow(person, true);
      return answer;
    },
    picture: (person, { base64, type }) => {
      const mediaId = `picture-${++this.pictures}`;
      const bytes = Buffer.from(String(base64), 'base64');
      this.options.wechat.media.set(mediaId, { type: type === 'image/png' ? 'image/png' : 'image/jpeg', bytes });
      this.show(person, { from: 'me', picture: `/media/${mediaId}` });
      return person.hands.picture(mediaId);
    },
  };

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://phone');
    const page = PAGES[pathname];
    if (page !== undefined) {
      response.setHeader('content-type', page[1]);
      createReadStream(join(this.options.pages, page[0])).pipe(response);
      return;
    }
    if (pathname.startsWith('/media/')) {
      const found = this.options.wechat.media.get(pathname.slice('/media/'.length));
      if (found === undefined) return void response.writeHead(404).end();
      return void response.setHeader('content-type', found.type).end(found.bytes);
    }
    const user = searchParams.get('user') ?? '';
    if (!/^[\w-]{4,64}$/.test(user)) return void response.writeHead(404).end();
    const person = this.person(user);
    if (pathname === '/events') {
      const language = searchParams.get('lang') === 'en' ? 'en' : 'zh_CN';
      this.options.wechat.profiles.set(user, { language });
      return this.watch(person, request, response);
    }
    const act = request.method === 'POST' ? this.acts[pathname.slice(1)] : undefined;
    if (act === undefined) return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
    await this.bring(person, pathname.slice(1), () => act(person, body));
    response.writeHead(204).end();
  }

  private person(user: string): Person {
    const { account, wechat } = this.options;
    const known = this.people.get(user);
    if (known !== undefined) return known;
    const kind = this.options.kind ?? 'official';
    const phone = new Phone(user, account, wechat, kind === 'mini_program' ? 'json' : 'xml');
    const hands = handsOf(kind, phone, { account, wechat, follows: () => person.follows });
    const person: Person = { hands, follows: false, entries: [], viewers: new Set() };
    this.people.set(user, person);
    return person;
  }

  private watch(person: Person, request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const { follows, entries, viewers } = person;
    const { consoleUrl, kind = 'official' } = this.options;
    send(response, 'screen', { follows, entries, consoleUrl, kind });
    viewers.add(response);
    request.on('close', () => viewers.delete(response));
  }

  /** What was done goes to the desk; what the desk said to it is told beside the phone. */
  private async bring(person: Person, act: string, work: () => ReturnType<Act>): Promise<void> {
    try {
      const answer = await work();
      if (answer === undefined) return;
      const { status, text, ms } = answer;
      const passive = /<Content><!\[CDATA\[([\s\S]*?)\]\]>/.exec(text)?.[1];
      if (passive !== undefined) this.show(person, { from: 'shop', text: passive });
      this.tell(person, 'wire', { act, status, ms: Math.round(ms), text: text.slice(0, 200) });
    } catch {
      this.tell(person, 'wire', { act, status: 0, ms: 0, text: '' });
    }
  }

  private arrived({ to, type, text, menu, mediaId }: SentMessage): void {
    const person = this.people.get(to);
    if (person === undefined) return;
    if (menu !== undefined) {
      const lines = text.split('\n');
      const head = lines.slice(0, lines.length - menu.length - 1).join('\n');
      return this.show(person, { from: 'shop', text: head, menu });
    }
    const address = mediaId === undefined ? undefined : `/media/${mediaId}`;
    if (type === 'image') this.show(person, { from: 'shop', picture: address });
    else if (type === 'file') this.show(person, { from: 'shop', file: address });
    else this.show(person, { from: 'shop', text });
  }

  private follow(person: Person, follows: boolean): void {
    person.follows = follows;
    this.show(person, { from: 'note', text: `${follows ? 'followed' : 'left'}_${this.options.kind ?? 'official'}` });
    this.tell(person, 'follows', { follows });
  }

  private show(person: Person, shown: Omit<Entry, 'at'>): void {
    const entry = { ...shown, at: Date.now() };
    person.entries.push(entry);
    this.tell(person, 'entry', entry);
  }

  private tell(person: Person | undefined, event: string, data: object): void {
    for (const viewer of person?.viewers ?? []) send(viewer, event, data);
  }
}

function send(response: ServerResponse, event: string, data: object): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
