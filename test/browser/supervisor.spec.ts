import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { axeFindings } from './support/axe.js';
import { Chromium, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([Desk.start(), Chromium.launch()]);
}, 300_000);

/** Whoever has lost a case may not read what comes after; what was loaded stays on the screen. */
const NOT_MINE_ANY_MORE = /status of 404 .*\/api\/v1\/conversations\/[0-9a-f-]+(\?\S*)?\)/;

afterEach(() => expect(chromium.troublesExcept(NOT_MINE_ANY_MORE)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

/** A supervisor, signed in and offered nothing. */
const supervisor = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const page = await chromium.page({ reducedMotion: 'reduce', ...options });
  await page.goto(`${desk.url}/console/board`);
  await page.getByTestId('email').fill(await desk.addAgent('supervisor'));
  await page.getByTestId('password').fill(PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('board').waitFor();
  return page;
};

const agent = async (): Promise<AgentFace> =>
  AgentFace.signIn(chromium, desk.url, { email: await desk.addAgent(), password: PASSWORD });

const figure = (page: Page, name: string) => page.getByTestId(`figure-${name}`).locator('.figure-value');

/** Waits until a figure of the board shows this. */
const shows = (page: Page, name: string, value: string): Promise<void> =>
  page
    .getByTestId(`figure-${name}`)
    .locator('.figure-value', { hasText: new RegExp(`^${value}$`) })
    .waitFor();

describe('a supervisor', () => {
  it('sees the desk live, reads along, whispers, takes over, gives back, and all of it is written down', async () => {
    const wu = await supervisor();
    await shows(wu, 'assigned', '0');
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.say('你们乱收停车费，我要投诉！');
    await shopper.panel.getByTestId('queue').waitFor();
    await shows(wu, 'waiting', '1');
    expect(await figure(wu, 'longest').innerText()).toMatch(/^\d+:\d\d$/);

    const lin = await agent();
    await lin.accept();
    await shows(wu, 'assigned', '1');
    await shows(wu, 'waiting', '0');
    expect(await axeFindings(wu)).toEqual([]);

    // The figure opens its list, the list the conversation.
    await wu.getByTestId('figure-assigned').click();
    const listed = wu.getByTestId('figure-list').getByTestId('conversation-item');
    await listed.waitFor();
    expect(await axeFindings(wu)).toEqual([]);
    await listed.click();
    await wu.getByTestId('supervise').waitFor();
    await lin.page.getByTestId('read-by').waitFor();
    await lin.reply('您好，我看一下');
    await wu.locator('[data-testid=message][data-author=agent]', { hasText: '我看一下' }).waitFor();
    expect(await axeFindings(wu)).toEqual([]);
    expect(await axeFindings(lin.page)).toEqual([]);

    await shopper.panel.locator('[data-author=agent]', { hasText: '我看一下' }).waitFor();
    const before = await shopper.lines();
    await wu.keyboard.press('Alt+KeyW');
    await wu.getByTestId('whisper-text').fill('可以先免掉这一笔');
    await wu.keyboard.press('Enter');
    await lin.transcript.getByTestId('whisper-item').filter({ hasText: '免掉这一笔' }).waitFor();
    await lin.page.locator('.toast', { hasText: '免掉这一笔' }).waitFor();
    await wu.keyboard.press('Alt+KeyO');
    await shopper.notice('reassigned').waitFor();
    // Whatever the whisper had brought would stand before the news that came after it.
    expect((await shopper.lines()).slice(0, before.length)).toEqual(before);
    expect(await shopper.lines()).toHaveLength(before.length + 1);
    expect(await shopper.panel.getByText('免掉这一笔').count()).toBe(0);
    await lin.page.locator('.toast', { hasText: '接管' }).waitFor();
    await lin.page.getByTestId('resolve').waitFor({ state: 'hidden' });
    await wu.getByTestId('composer').fill('我是主管，已为您免掉这笔费用');
    await wu.keyboard.press('Enter');
    await shopper.panel.locator('[data-author=agent]', { hasText: '已为您免掉' }).waitFor();
    // Left with somebody who goes, it would come back to the queue, and to the next test.
    await wu.getByTestId('resolve').click();
    await wu.getByTestId('resolve-confirm').click();
    await shopper.notice('resolved').waitFor();

    await wu.goto(`${desk.url}/console/audit`);
    await wu.getByTestId('audit-entry').nth(2).waitFor();
    const acts = await wu
      .getByTestId('audit-entry')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-action')));
    expect(acts.slice(0, 3)).toEqual(['conversation.taken_over', 'conversation.whispered', 'conversation.read_along']);
    expect(await axeFindings(wu)).toEqual([]);
    await wu.getByTestId('audit-action').selectOption('conversation.whispered');
    await wu.locator('[data-action="conversation.taken_over"]').waitFor({ state: 'hidden' });
    await wu.getByTestId('audit-entry').waitFor();
    expect(await wu.getByTestId('audit-entry').count()).toBe(1);
    await wu.context().close();
    await lin.leave();
  }, 300_000);

  it('reassigns what an agent has to another, who is told', async () => {
    const [lin, chen] = [await agent(), await agent()];
    await chen.presence('away');
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.panel.getByTestId('human').click();
    await lin.accept();
    await chen.presence('online');

    const wu = await supervisor();
    await wu.getByTestId('figure-assigned').click();
    await wu.getByTestId('figure-list').getByTestId('conversation-item').first().click();
    await wu.getByTestId('reassign').click();
    const dialog = wu.getByRole('dialog');
    const name = await chen.page.locator('.agent-button').getAttribute('aria-label');
    const chenName = /agent-\S+/.exec(name ?? '')?.[0].replace(/[^\w-]+$/u, '') ?? '';
    await dialog.locator('label', { hasText: chenName }).click();
    await dialog.getByTestId('transfer-note').fill('请按投诉处理');
    await dialog.getByTestId('transfer-confirm').click();
    await chen.page.locator('.toast').waitFor();
    await shopper.notice('reassigned').waitFor();
    await chen.page.getByTestId('tab-live').click();
    await chen.page.getByTestId('conversation-item').first().click();
    await chen.reply('您好，由我继续');
    await shopper.panel.locator('[data-author=agent]', { hasText: '由我继续' }).waitFor();
    await wu.context().close();
    await chen.resolve();
    await chen.leave();
    await lin.leave();
  }, 300_000);

  it('reads the board on a phone, a list in its place', async () => {
    const wu = await supervisor({ viewport: PHONE, colorScheme: 'dark', locale: 'en-US' });
    const overflow = await wu.evaluate(
      () => document.querySelector('.board-page')!.scrollWidth - document.querySelector('.board-page')!.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await axeFindings(wu)).toEqual([]);
    await wu.getByTestId('figure-bot').click();
    await wu.getByTestId('figure-list').waitFor();
    expect(await wu.getByTestId('board').count()).toBe(0);
    await wu.goBack();
    await wu.getByTestId('board').waitFor();
    await wu.context().close();
  });

  it('alone sees board and log', async () => {
    const lin = await agent();
    for (const page of ['board', 'audit']) {
      await lin.page.goto(`${desk.url}/console/${page}`);
      await lin.page.getByTestId('tab-live').waitFor();
      expect(await lin.page.getByTestId(page).count()).toBe(0);
    }
    expect(await lin.page.locator('a[href="/console/board"]').count()).toBe(0);
    await lin.leave();
  });
});
