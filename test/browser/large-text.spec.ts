import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newId } from '#kernel';
import { AgentAccounts } from '#agents';
import { WeChatAccounts } from '../../libs/channels/src/wechat/accounts/accounts.js';
import { IdentityTokens } from '#customers';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { Chromium, DESKTOP, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { faultsOfLayout } from './support/layout.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  const wechat = { secretsKey: 'long-'.repeat(8), apiBaseUrl: 'http://127.0.0.1:9' };
  [desk, chromium] = await Promise.all([Desk.start({ wechat }), Chromium.launch()]);
  const by = { id: null, name: 'test' };
  const account = { id: 'a'.repeat(64), kind: 'official', name: 'N'.repeat(80), appId: 'wx1' } as const;
  await desk.app
    .get(WeChatAccounts, { strict: false })
    .add({ ...account, appSecret: 's'.repeat(32), token: 'token' }, by);
}, 300_000);

afterEach(() => expect(chromium.troublesExcept()).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

/** Ten times as long as names are, with and without places to break. */
const LONG = {
  shopper: '欧阳若兰的名字特别长'.repeat(10).slice(0, 100),
  agent: `Wolfeschlegelsteinhausenbergerdorff${'e'.repeat(45)}`,
};
const WORDS = `${'非常非常着急'.repeat(60)} ${'https://example.com/'}${'a'.repeat(300)} ${'w'.repeat(400)}`;

/** The widget keeps its letters in px: its text grows with the page, whose window then holds half as much. */
const ZOOMED = [
  { width: 640, height: 400 },
  { width: 320, height: 568 },
];

/** All of them, so that one run says everything. */
let faults: string[] = [];

async function check(page: Page, view: string, sizes = [DESKTOP, PHONE]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    faults.push(...(await faultsOfLayout(page)).map((fault) => `${view} at ${size.width}: ${fault}`));
  }
  await page.setViewportSize(DESKTOP);
}

describe.each([
  ['names and words ten times as long as expected', false],
  ['text at 200 %', true],
] as const)('%s', (_name, large) => {
  it('neither cuts off nor lays anything over another, at 1280 and at 390', async () => {
    faults = [];
    const email = `${newId()}@test.local`;
    await desk.app
      .get(AgentAccounts)
      .add({ email, name: large ? '林' : LONG.agent, role: 'admin', password: PASSWORD, skills: ['general'] });
    const options = { reducedMotion: 'reduce' as const };
    const agent = await AgentFace.signIn(chromium, desk.url, { email, password: PASSWORD }, options);
    const { page } = agent;
    const shopper = await ShopperFace.open(chromium, desk.url, options);
    if (!large) {
      const identity = await desk.app
        .get(IdentityTokens, { strict: false })
        .issue({ memberId: 'm-1', name: LONG.shopper, phone: null, tier: 'gold' }, 3600);
      await shopper.page.evaluate(
        (jwt) => (window as unknown as { Deskhand: { identify(jwt: string): void } }).Deskhand.identify(jwt),
        identity,
      );
      // What is said from here on waits until the desk knows who says it.
      await shopper.ready();
    }
    await shopper.ask('停车多少钱');
    await shopper.say('转人工');
    await shopper.panel.getByTestId('queue').waitFor();
    await agent.page.getByTestId('offer').waitFor();
    // As the browser's own setting for the size of letters would have it.
    const enlarge = async (): Promise<void> => {
      if (large) await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    };
    await enlarge();
    await check(page, 'offer');
    await agent.accept();
    await shopper.say(large ? '你们到底管不管' : WORDS);
    await agent.reply(large ? '您好，我马上帮您查' : WORDS);
    await agent.note(large ? '老顾客' : WORDS);
    await shopper.panel.locator('[data-author=agent]').waitFor();
    await check(page, 'conversation');
    await check(shopper.page, 'widget', large ? ZOOMED : undefined);
    for (const view of [
      'board',
      'audit',
      'knowledge',
      'settings/profile',
      'settings/replies',
      'settings/wechat',
      '?list=team',
    ]) {
      await page.goto(`${desk.url}/console/${view}`);
      await page.getByTestId('presence').waitFor();
      await page.locator('.skeleton').first().waitFor({ state: 'hidden' });
      await enlarge();
      await check(page, view);
    }
    await page.goto(`${desk.url}/console/`);
    await page.getByTestId('conversation-item').first().click();
    await agent.resolve();
    await shopper.panel.getByTestId('survey').waitFor();
    await check(shopper.page, 'survey', large ? ZOOMED : undefined);
    await agent.leave();
    expect(faults).toEqual([]);
  }, 300_000);
});
