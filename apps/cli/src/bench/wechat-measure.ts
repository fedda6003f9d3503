import { createHash, randomBytes } from 'node:crypto';
import { Agent, createServer, request, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DeskServer, sleep } from './children.js';
import { tidy, timesOf, type Times } from './figures.js';
import type { Place } from './place.js';
import type { Plan } from './plan.js';
import { demoQuestions } from './questions.js';

const PER_SECOND = 200;
const USERS = 2_000;
const ACCOUNT = {
  WECHAT_ACCOUNT_ID: 'bench',
  WECHAT_KIND: 'official',
  WECHAT_APP_ID: 'wxbench00000000001',
  WECHAT_APP_SECRET: randomBytes(16).toString('hex'),
  WECHAT_TOKEN: randomBytes(8).toString('hex'),
};

export interface WeChatFigures {
  /** From a callback to `success`. */
  success: Times;
  perSecond: number;
  failed: number;
  /** Messages that were sent to WeChat meanwhile. */
  sent: number;
}

/** Callbacks at a steady rate, whatever the answers take; each is answered by the bot as in daily use. */
export async function measureWeChat(place: Place, plan: Plan): Promise<WeChatFigures> {
  let sent = 0;
  const wechat = await quietWeChat(() => (sent += 1));
  const { port } = wechat.address() as AddressInfo;
  const environment = { ...place.environment, ...ACCOUNT, WECHAT_API_BASE_URL: `http://127.0.0.1:${port}` };
  const { desk } = await DeskServer.start(environment);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  try {
    const questions = demoQuestions();
    const run = async (seconds: number): Promise<{ ms: number[]; failed: number }> => {
      const ms: number[] = [];
      let failed = 0;
      const calls: Promise<void>[] = [];
      const began = performance.now();
      for (let n = 0; n < seconds * PER_SECOND; n += 1) {
        const due = began + (n * 1000) / PER_SECOND;
        const wait = due - performance.now();
        if (wait > 1) await sleep(wait);
        const text = questions[n % questions.length] ?? '';
        const call = callBack(desk.url, agent, `openid-${n % USERS}`, text).then(
          // From when it was due: a sender that is held up must not hide it.
          () => void ms.push(performance.now() - due),
          () => void (failed += 1),
        );
        calls.push(call);
      }
      await Promise.all(calls);
      return { ms, failed };
    };
    await run(2);
    const { ms, failed } = await run(plan.latencySeconds);
    return { success: timesOf(ms), perSecond: PER_SECOND, failed, sent: tidy(sent) };
  } finally {
    agent.destroy();
    await desk.stop();
    wechat.closeAllConnections();
    wechat.close();
  }
}

/** Takes everything at once. */
async function quietWeChat(onSent: () => void): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    const token = incoming.url?.startsWith('/cgi-bin/stable_token');
    if (incoming.url?.startsWith('/cgi-bin/message/custom/send')) onSent();
    outgoing.end(token ? '{"access_token":"bench","expires_in":7200}' : '{"errcode":0}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

let lastMsgId = BigInt(Date.now()) * 1_000_000n;

function callBack(url: string, agent: Agent, user: string, text: string): Promise<void> {
  lastMsgId += 1n;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(6).toString('hex');
  const signature = createHash('sha1').update([ACCOUNT.WECHAT_TOKEN, timestamp, nonce].sort().join('')).digest('hex');
  const body =
    `<xml><ToUserName>gh_bench</ToUserName><FromUserName>${user}</FromUserName><CreateTime>${timestamp}</CreateTime>` +
    `<MsgType>text</MsgType><Content><![CDATA[${text}]]></Content><MsgId>${lastMsgId}</MsgId></xml>`;
  const query = new URLSearchParams({ signature, timestamp, nonce }).toString();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/api/v1/webhooks/wechat/bench?${query}`,
      { method: 'POST', agent, headers: { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) } },
      (incoming) => {
        incoming.resume();
        incoming.on('end', () => (incoming.statusCode === 200 ? resolve() : reject(new Error('refused'))));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
