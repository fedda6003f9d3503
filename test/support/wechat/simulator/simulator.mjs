// npm run wechat:simulator: a desk, WeChat's servers and a phone, on this machine, so that the channel can be tried without an account.
// SIMULATOR_KIND: official (without it), mini_program or wecom_kf. With DESK_URL only the last two: it then prints the variables with which that desk is to be started.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';

const pages = dirname(fileURLToPath(import.meta.url));
const root = join(pages, '../../../..');
const folder = mkdtempSync(join(tmpdir(), 'deskhand-simulator-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// desk.ts is a desk inside a test.
for (const file of readdirSync(join(pages, '..')).filter((name) => name.endsWith('.ts') && name !== 'desk.ts'))
  writeFileSync(join(folder, file.replace(/ts$/, 'js')), transformFileSync(join(pages, '..', file)).code);
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
const load = (name) => import(pathToFileURL(join(folder, `${name}.js`)).href);
const [{ WeChatStandIn }, { PhoneServer }] = [await load('stand-in'), await load('phone-server')];

const KINDS = ['official', 'mini_program', 'wecom_kf'];
const kind = process.env.SIMULATOR_KIND ?? 'official';
if (!KINDS.includes(kind)) {
  process.stderr.write(`SIMULATOR_KIND is one of ${KINDS.join(', ')}.\n`);
  process.exit(1);
}
const PORT = Number(process.env.SIMULATOR_PORT ?? 3900);
const ownDesk = process.env.DESK_URL === undefined;
const deskPort = process.env.PORT ?? '3000';
const desk = (process.env.DESK_URL ?? `http://127.0.0.1:${deskPort}`).replace(/\/$/, '');
/** An account of its own for each kind: who has written to one is nobody to the others. */
const id = `simulator-${kind}`;
const account = {
  url: `${desk}/api/v1/webhooks/wechat/${id}`,
  appId: kind === 'wecom_kf' ? 'wwsimulator0000001' : 'wxsimulator0000001',
  token: 'simulatortoken',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};
/** The desk it starts is a toy on this machine's own loopback. */
const PASSWORD = 'simulator';
const say = (text) => process.stdout.write(`${text}\n`);

const wechat = new WeChatStandIn();
wechat.program = kind === 'mini_program';
const phones = new PhoneServer({ wechat, account, kind, pages, consoleUrl: `${desk}/console` });
const [apiUrl, phoneUrl] = await Promise.all([wechat.start(PORT + 1), phones.start(PORT)]).catch((error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  process.stderr.write(
    `Port ${error.port} is taken: is the simulator running already? SIMULATOR_PORT chooses another.\n`,
  );
  process.exit(1);
});
const environment = {
  WECHAT_ACCOUNT_ID: id,
  WECHAT_KIND: kind,
  WECHAT_APP_ID: account.appId,
  WECHAT_APP_SECRET: wechat.secret,
  WECHAT_TOKEN: account.token,
  WECHAT_AES_KEY: account.aesKey,
  WECHAT_API_BASE_URL: apiUrl,
};

function invite(knowsPassword = false) {
  say(`A phone with WeChat on it:  ${phoneUrl}`);
  say(`Agents answer here:         ${desk}/console`);
  if (knowsPassword) say(`                            lin@demo.local, password ${PASSWORD}`);
  say('');
}

if (ownDesk) await startDesk();
else {
  say(`The desk at ${desk} is to be started with these variables:\n`);
  for (const [name, value] of Object.entries(environment)) say(`  ${name}=${value} \\`);
  say('  npm start\n');
  invite();
}

/** The desk as `npm start` makes it, with a data folder of its own. */
async function startDesk() {
  const built = spawnSync(process.execPath, ['apps/build.mjs'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) process.exit(built.status ?? 1);
  const child = spawn(process.execPath, ['--v8-pool-size=1', '--enable-source-maps', 'dist/apps/api/src/main.js'], {
    cwd: root,
    // In a group of its own, so that Ctrl-C reaches it once: by us.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      DATA_DIR: '.data-simulator',
      DEMO_PASSWORD: PASSWORD,
      LOG_LEVEL: 'warn',
      ...process.env,
      ...environment,
      PORT: deskPort,
    },
  });
  let running = true;
  let stopping = false;
  child.on('exit', (code) => {
    running = false;
    process.exit(stopping ? 0 : (code ?? 1));
  });
  const stop = () => {
    if (!stopping) child.kill('SIGTERM');
    stopping = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const ready = async () => (await fetch(`${desk}/readyz`).catch(() => undefined))?.ok === true;
  while (running && !(await ready())) await new Promise((resolve) => setTimeout(resolve, 200));
  invite(process.env.DEMO_PASSWORD === undefined);
}
