import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ARTICLES } from '../support/articles.js';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { OpenAiStandIn, STAND_IN_KEY } from '../support/openai-stand-in.js';
import { waitLongForModels } from '../support/late-model.js';
import { Chromium } from './support/chromium.js';
import { ShopperFace } from './support/faces.js';

const SENTENCES = [
  '每层楼的服务台都能借充电宝。',
  '前 2 小时免费，之后每小时 3 元。',
  '当天在同一家店归还，押金马上退回。',
] as const;
const [parking] = ARTICLES;
if (!parking) throw new Error('no articles');
const POWER_BANK = {
  ...parking,
  key: 'power-bank',
  title: '充电宝在哪里借？',
  questions: ['借充电宝', '手机没电了'],
  body: SENTENCES.join(''),
};

let model: OpenAiStandIn;
let desk: Desk;
let chromium: Chromium;
let invited: Server;
let foreign: Server;

beforeAll(async () => {
  waitLongForModels();
  model = await new OpenAiStandIn().start();
  [invited, foreign] = await Promise.all([shopServer(), shopServer()]);
  [desk, chromium] = await Promise.all([
    Desk.start(
      {
        openai: { apiKey: STAND_IN_KEY, baseUrl: model.url, chatModel: 'stand-in' },
        allowedOrigins: [originOf(invited)],
      },
      [...ARTICLES, POWER_BANK],
    ),
    Chromium.launch(),
  ]);
}, 300_000);

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await model?.stop();
  for (const server of [invited, foreign]) server?.close();
  await closeTestDatabases();
});

describe('an answer of a language model', () => {
  afterEach(() => {
    model.reset();
    expect(chromium.troublesExcept()).toEqual([]);
  });

  it('grows in the widget sentence by sentence and becomes one message with its source', async () => {
    let goOn = (): void => undefined;
    const seen = new Promise<void>((resolve) => (goOn = resolve));
    model.always({
      kind: 'say',
      text: SENTENCES.map((s) => `${s.slice(0, -1)}[1]。`).join(''),
      before: (said) => (said.includes(SENTENCES[2].slice(0, 4)) ? seen : undefined),
      piece: 2,
      everyMs: 60,
    });
    const shopper = await ShopperFace.open(chromium, desk.url);
    const seq = await shopper.say('充电宝在哪里借');
    const growing = shopper.panel.getByTestId('growing');
    await growing.filter({ hasText: SENTENCES[0] }).waitFor();
    await growing.filter({ hasText: SENTENCES[1] }).waitFor();
    expect(await growing.innerText()).not.toContain(SENTENCES[2]);
    goOn();
    const answer = await shopper.after(seq, 'bot');
    expect(await answer.locator('.text').innerText()).toBe(SENTENCES.join(''));
    expect(await answer.getByTestId('citation').innerText()).toContain('充电宝在哪里借');
    await growing.waitFor({ state: 'detached' });
    expect((await shopper.lines()).filter((line) => line.author === 'bot')).toHaveLength(1);
  });

  it('shows the article’s own words when the model invents a price, and nothing of the invention at any time', async () => {
    model.always({ kind: 'say', text: '每小时 99 元[1]，全年免费停车[1]。', piece: 2, everyMs: 20 });
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.page.evaluate(() => {
      const root = document.querySelector('deskhand-widget')?.shadowRoot;
      const seen: string[] = [];
      Object.assign(window, { seen });
      if (root) {
        new MutationObserver(() => seen.push(root.querySelector('.panel')?.textContent ?? '')).observe(root, {
          subtree: true,
          childList: true,
          characterData: true,
        });
      }
    });
    const answer = await shopper.ask('停车多少钱');
    expect(await answer.locator('.text').innerText()).toContain('每小时 6 元');
    const seen = await shopper.page.evaluate(() => (window as unknown as { seen: string[] }).seen.join('\n'));
    expect(seen).toContain('每小时 6 元');
    expect(seen).not.toMatch(/99|全年免费/);
  });
});

describe('the widget on pages of other origins', () => {
  it('works under a strict Content-Security-Policy where ALLOWED_ORIGINS names the page', async () => {
    const shopper = await ShopperFace.open(chromium, originOf(invited));
    const answer = await shopper.ask('可以借轮椅吗');
    expect(await answer.locator('.text').innerText()).toContain('轮椅');
    await answer.getByTestId('citation').first().click();
    await answer.getByTestId('citation-detail').waitFor();
    expect(chromium.troublesExcept()).toEqual([]);
  });

  it('is refused where it does not, says so calmly, and the page goes on', async () => {
    const page = await chromium.page();
    await page.goto(originOf(foreign));
    await page.getByTestId('launcher').click();
    await page.getByTestId('offline').waitFor();
    await page.getByRole('heading', { name: '别人的商店', exact: true }).waitFor();
    // Chromium tells of the refused socket; nothing else is wrong with the page.
    expect(chromium.troublesExcept(/WebSocket connection to|blocked by CORS policy|net::ERR_FAILED|403/)).toEqual([]);
  });
});

/** A shop's own page: only its own files, and the desk as the widget's README says. */
async function shopServer(): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(204).end();
    const ws = desk.url.replace('http', 'ws');
    response
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; script-src ${desk.url}; connect-src ${desk.url} ${ws}`,
      })
      .end(
        `<!doctype html><html lang="zh-CN"><title>商店</title><h1>别人的商店</h1>` +
          `<script async src="${desk.url}/widget.js" data-name="别人的商店"></script></html>`,
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
