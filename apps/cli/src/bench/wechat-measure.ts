import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { Agent, createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DeskServer, sleep } from './children.js';
import { tidy, timesOf, type Times } from './figures.js';
import type { Place } from './place.js';
import type { Plan } from './plan.js';
import { demoQuestions } from './questions.js';

const USERS = 2_000;
const ACCOUNT = {
  WECHAT_ACCOUNT_ID: 'bench',
  WECHAT_KIND: 'official',
  WECHAT_APP_ID: 'wxbench00000000001',
  WECHAT_APP_SECRET: randomBytes(16).toString('hex'),
  WECHAT_TOKEN: randomBytes(8).toString('hex'),
};
const AES_KEY = randomBytes(32).toString('base64').slice(0, 43);

/**
 * `plain` and `secure` accounts send by themselves, and a callback is confirmed once it is stored. A `passive` one answers in the callback,
 * which waits for what the bot says: it has WeChat's five seconds.
 */
export type WeChatMode = 'plain' | 'secure' | 'passive';

/** In this order: what the quick ones leave unread would keep the desk busy while the first waits for its answers. */
const MODES: Readonly<Record<WeChatMode, { perSecond: number; p99Ms: number }>> = {
  passive: { perSecond: 20, p99Ms: 4_900 },
  plain: { perSecond: 200, p99Ms: 300 },
  secure: { perSecond: 200, p99Ms: 300 },
};

export interface WeChatFigures {
  mode: WeChatMode;
  /** From a callback to its answer. */
  answer: Times;
  perSecond: number;
  failed: number;
  /** Messages that were sent to WeChat, or left in the answers, meanwhile. */
  sent: number;
  /** What the 99th percentile may be, milliseconds. */
  targetMs: number;
}

/** Too slow, or not confirmed. */
export function missesTarget({ answer, failed, targetMs }: WeChatFigures): boolean {
  return failed > 0 || answer.p99 > targetMs;
}

/** Callbacks at a steady rate, whatever the answers take; each is answered by the bot as in daily use. Every mode on a desk of its own. */
export async function measureWeChat(place: Place, plan: Plan): Promise<WeChatFigures[]> {
  const figures: WeChatFigures[] = [];
  for (const mode of Object.keys(MODES) as WeChatMode[]) figures.push(await measureMode(mode, place, plan));
  return figures;
}

async function measureMode(mode: WeChatMode, place: Place, plan: Plan): Promise<WeChatFigures> {
  const { perSecond, p99Ms } = MODES[mode];
  let sent = 0;
  const wechat = await quietWeChat(mode !== 'passive', () => (sent += 1));
  const { port } = wechat.address() as AddressInfo;
  const { desk } = await DeskServer.start({
    ...place.environment,
    ...ACCOUNT,
    ...(mode === 'plain' ? {} : { WECHAT_AES_KEY: AES_KEY }),
    WECHAT_API_BASE_URL: `http://127.0.0.1:${port}`,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  try {
    const questions = demoQuestions();
    const run = async (seconds: number): Promise<{ ms: number[]; failed: number }> => {
      const ms: number[] = [];
      let failed = 0;
      const calls: Promise<void>[] = [];
      const began = performance.now();
      for (let n = 0; n < seconds * perSecond; n += 1) {
        const due = began + (n * 1000) / perSecond;
        const wait = due - performance.now();
        if (wait > 1) await sleep(wait);
        const letter = { user: `openid-${mode}-${n % USERS}`, text: questions[n % questions.length] ?? '' };
        const call = callBack(desk.url, agent, letter, mode !== 'plain').then(
          (answer) => {
            // From when it was due: a sender that is held up must not hide it.
            ms.push(performance.now() - due);
            if (answer !== 'success') sent += 1;
          },
          () => void (failed += 1),
        );
        calls.push(call);
      }
      await Promise.all(calls);
      return { ms, failed };
    };
    await run(2);
    sent = 0;
    const { ms, failed } = await run(plan.latencySeconds);
    return { mode, answer: timesOf(ms), perSecond, failed, sent: tidy(sent), targetMs: p99Ms };
  } finally {
    agent.destroy();
    await desk.stop();
    wechat.closeAllConnections();
    wechat.close();
  }
}

/** Takes everything at once, or refuses what an account without the permission sends. */
async function quietWeChat(permits: boolean, onSent: () => void): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const sends = incoming.url?.startsWith('/cgi-bin/message/custom/send');
    if (incoming.url?.startsWith('/cgi-bin/stable_token')) outgoing.end('{"access_token":"bench","expires_in":7200}');
    else if (sends && !permits) outgoing.end('{"errcode":48001}');
    else {
      if (sends) onSent();
      outgoing.end('{"errcode":0}');
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

let lastMsgId = BigInt(Date.now()) * 1_000_000n;

function sign(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

function seal(message: string): string {
  const key = Buffer.from(`${AES_KEY}=`, 'base64');
  const text = Buffer.from(message);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(16), size, text, Buffer.from(ACCOUNT.WECHAT_APP_ID)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/** Resolves with the answer. */
function callBack(
  url: string,
  agent: Agent,
  { user, text }: { user: string; text: string },
  sealed: boolean,
): Promise<string> {
  lastMsgId += 1n;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(6).toString('hex');
  const message =
    `<xml><ToUserName>gh_bench</ToUserName><FromUserName>${user}</FromUserName><CreateTime>${timestamp}</CreateTime>` +
    `<MsgType>text</MsgType><Content><![CDATA[${text}]]></Content><MsgId>${lastMsgId}</MsgId></xml>`;
  const encrypted = sealed ? seal(message) : '';
  const body = sealed ? `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>` : message;
  const query = new URLSearchParams({
    ...{ timestamp, nonce, signature: sign(ACCOUNT.WECHAT_TOKEN, timestamp, nonce) },
    ...(sealed ? { msg_signature: sign(ACCOUNT.WECHAT_TOKEN, timestamp, nonce, encrypted) } : {}),
  }).toString();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/api/v1/webhooks/wechat/bench?${query}`,
      { method: 'POST', agent, headers: { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        let answer = '';
        incoming.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
        incoming.on('end', () => (incoming.statusCode === 200 ? resolve(answer) : reject(new Error('refused'))));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
