// npm run wechat:simulator: WeChat's servers and a phone, on this machine, so that the channel can be tried without an account.
// Start the desk with the variables it prints; then write on the page.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';
import { writeFileSync } from 'node:fs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'deskhand-simulator-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const name of ['stand-in', 'phone'])
  writeFileSync(join(folder, `${name}.js`), transformFileSync(here(`${name}.ts`)).code);
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
const load = (name) => import(pathToFileURL(join(folder, `${name}.js`)).href);
const [{ WeChatStandIn }, { Phone }] = [await load('stand-in'), await load('phone')];

const PORT = Number(process.env.SIMULATOR_PORT ?? 3900);
const DESK = (process.env.DESK_URL ?? 'http://127.0.0.1:3000').replace(/\/$/, '');
const account = {
  url: `${DESK}/api/v1/webhooks/wechat/simulator`,
  appId: 'wxsimulator0000001',
  token: 'simulatortoken',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};
const wechat = new WeChatStandIn();
const apiUrl = await wechat.start(PORT + 1);
const phone = new Phone('openid-of-the-simulator', account, wechat);

const viewers = new Set();
wechat.onSent = (message) => {
  for (const response of viewers) response.write(`data: ${JSON.stringify(message)}\n\n`);
};

const acts = {
  say: ({ text, menuId }) => phone.say(String(text), menuId ? { bizmsgmenuid: String(menuId) } : {}),
  follow: () => phone.event('subscribe', { EventKey: '' }),
  leave: () => phone.event('unsubscribe'),
  scan: ({ scene }) => phone.event('SCAN', { EventKey: String(scene) }, 'scan'),
  picture: ({ base64 }) => {
    const mediaId = `picture-${Date.now()}`;
    wechat.media.set(mediaId, { type: 'image/png', bytes: Buffer.from(String(base64), 'base64') });
    return phone.send({ MsgType: 'image', PicUrl: 'https://example.invalid/', MediaId: mediaId });
  },
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://simulator');
  if (request.method === 'GET' && pathname === '/') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    return response.end(readFileSync(here('phone.html')));
  }
  if (request.method === 'GET' && pathname === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(':\n\n');
    for (const message of phone.screen) response.write(`data: ${JSON.stringify(message)}\n\n`);
    viewers.add(response);
    return request.on('close', () => viewers.delete(response));
  }
  const act = request.method === 'POST' ? acts[pathname.slice(1)] : undefined;
  if (!act) return response.writeHead(404).end();
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  response.setHeader('content-type', 'application/json');
  try {
    const { status, text, ms } = await act(JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'));
    response.end(JSON.stringify({ status, text, ms: Math.round(ms) }));
  } catch {
    response.end(JSON.stringify({ status: 0, text: `No desk answers at ${DESK}.`, ms: 0 }));
  }
});
server.listen(PORT, '127.0.0.1', () => {
  process.stdout.write(`
A phone with WeChat on it:  http://127.0.0.1:${PORT}/
WeChat's servers:           ${apiUrl}

Start the desk like this, in another window:

  WECHAT_ACCOUNT_ID=simulator WECHAT_KIND=official \\
  WECHAT_APP_ID=${account.appId} WECHAT_APP_SECRET=${wechat.secret} \\
  WECHAT_TOKEN=${account.token} WECHAT_AES_KEY=${account.aesKey} \\
  WECHAT_API_BASE_URL=${apiUrl} npm start

It is expected at ${DESK} (DESK_URL says otherwise). Stop with Ctrl-C.
`);
});
const stop = () => process.exit(0);
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
