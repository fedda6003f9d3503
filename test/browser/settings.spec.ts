import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { axeFindings } from './support/axe.js';
import { Chromium, PHONE } from './support/chromium.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([Desk.start(), Chromium.launch()]);
}, 300_000);

/** Chromium names every answer of 4xx; these the test asks for. */
const REFUSED = /status of (400|403|409) /;

afterEach(() => expect(chromium.troublesExcept(REFUSED)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

async function open(role: 'admin' | 'agent', section: string, options: object = {}): Promise<Page> {
  const page = await chromium.page({ reducedMotion: 'reduce', ...options });
  await page.goto(`${desk.url}/console/settings/${section}`);
  await page.getByTestId('email').fill(await desk.addAgent(role));
  await page.getByTestId('password').fill(PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByRole('heading', { level: 2 }).waitFor();
  return page;
}

describe('settings', () => {
  it('show each role what it may set, at addresses of their own', async () => {
    const page = await open('agent', 'team');
    await page.waitForURL(/settings\/profile$/);
    const sections = page.locator('.settings-link');
    expect(await sections.evaluateAll((all) => all.map((one) => one.getAttribute('data-testid')))).toEqual([
      'settings-profile',
      'settings-replies',
    ]);
    await page.getByTestId('settings-replies').click();
    await page.waitForURL(/settings\/replies$/);
    await page.context().close();
  }, 300_000);

  it('add a colleague with a password shown once, change and close the account', async () => {
    const page = await open('admin', 'team');
    await page.getByTestId('agent-add').click();
    await page.getByTestId('agent-name').fill('周晓');
    await page.getByTestId('agent-email').fill('zhou@example.test');
    await page.getByTestId('agent-role').selectOption('senior');
    await page.getByTestId('agent-save').click();
    const password = await page.getByTestId('one-time-password').innerText();
    expect(password).toHaveLength(20);
    await page.keyboard.press('Escape');
    const row = page.locator('[data-testid=agent-row][data-email="zhou@example.test"]');
    await row.waitFor();

    const fresh = await chromium.page();
    await fresh.goto(`${desk.url}/console/settings/profile`);
    await fresh.getByTestId('email').fill('zhou@example.test');
    await fresh.getByTestId('password').fill(password);
    await fresh.getByTestId('sign-in').click();
    await fresh.getByTestId('password-current').fill(password);
    await fresh.getByTestId('password-new').fill('zhou@example.test');
    await fresh.getByTestId('password-save').click();
    await fresh.getByRole('alert').waitFor();
    await fresh.getByTestId('password-new').fill('tower bridge rain');
    await fresh.getByTestId('password-save').click();
    await fresh.getByText('密码已更改').first().waitFor();
    await fresh.context().close();

    await row.getByTestId('agent-close').click();
    await row.getByTestId('agent-close-sure').click();
    await page.locator('[data-testid=agent-row][data-email="zhou@example.test"][data-closed=true]').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('try a change of the handing over before it is saved, and tell who was quicker', async () => {
    const [page, other] = [await open('admin', 'handoff'), await open('admin', 'handoff')];
    await page.getByTestId('try-text').fill('保温杯怎么清洗');
    const result = page.getByTestId('try-result');
    await result.locator('[data-decision=false]').waitFor();
    await page.getByTestId('words-risk-zh-CN').fill('清洗');
    await page.getByTestId('words-risk-zh-CN').press('Enter');
    await result.locator('[data-decision=true]').waitFor();
    expect(await result.locator('mark').innerText()).toBe('清洗');
    await page.getByTestId('settings-save').click();
    await page.getByRole('status').filter({ hasText: '已保存' }).first().waitFor();

    await other.getByTestId('trigger-complex').click();
    await other.getByTestId('settings-save').click();
    const conflict = other.getByTestId('conflict');
    await conflict.getByRole('button').nth(1).click();
    await conflict.waitFor({ state: 'hidden' });
    await other.getByTestId('settings-save').click();
    await other.getByRole('status').filter({ hasText: '已保存' }).first().waitFor();
    for (const one of [page, other]) await one.context().close();
  }, 300_000);

  it('dress the widget, in the preview at once and in the shop when saved', async () => {
    const page = await open('admin', 'widget');
    const preview = page.frameLocator('[data-testid=widget-preview]');
    await preview.getByTestId('panel').waitFor();
    await page.getByTestId('widget-name').fill('海港小店');
    await page.getByTestId('widget-greeting-zh-CN').fill('欢迎光临海港');
    await preview.getByText('欢迎光临海港').waitFor();
    await preview.getByText('海港小店').first().waitFor();
    expect(await page.getByTestId('snippet').innerText()).toBe(`<script src="${desk.url}/widget.js" async></script>`);
    await page.getByTestId('widget-logo').fill('http://shop.test/logo.png');
    await page.getByTestId('settings-save').click();
    await page.getByTestId('settings-error').waitFor();
    await page.getByTestId('widget-logo').fill('');
    await page.getByTestId('settings-save').click();
    await page.getByRole('status').filter({ hasText: '已保存' }).first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('fit a phone', async () => {
    const page = await open('admin', 'widget', { viewport: PHONE });
    const [wide, shown] = await page
      .locator('.settings-body')
      .evaluate((element) => [element.scrollWidth, element.clientWidth]);
    expect(wide).toBeLessThanOrEqual(shown ?? 0);
    await page.context().close();
  }, 300_000);
});
