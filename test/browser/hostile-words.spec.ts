import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { IdentityTokens } from '#customers';
import { AgentAccounts } from '#agents';
import type { ArticleSource } from '#knowledge';
import { closeTestDatabases } from '../support/database.js';
import { Desk, login, PASSWORD } from '../support/desk.js';
import { pdf, phonePhoto } from '../support/pictures.js';
import { call } from '../support/raw.js';
import { until } from '../support/wait.js';
import { Chromium } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { MARKUP, SCRIPT_ADDRESS, tracesOf, watchPolicy } from './support/hostile.js';

const ARTICLE: ArticleSource = {
  key: 'hostile',
  locale: 'zh-CN',
  title: `保温壶怎么清洗 ${MARKUP}`,
  questions: ['保温壶怎么清洗', `保温壶怎么洗 ${MARKUP}`],
  body: `用温水和小苏打清洗保温壶。${MARKUP} [点我](${SCRIPT_ADDRESS}) <${SCRIPT_ADDRESS}>`,
  tags: [MARKUP],
  stores: [],
  validFrom: null,
  validTo: null,
  owner: MARKUP,
  source: MARKUP,
  url: null,
  file: null,
};

let desk: Desk;
let chromium: Chromium;
let admin: { email: string; token: string };

afterEach(() => expect(chromium.troublesExcept()).toEqual([]));

beforeAll(async () => {
  const wechat = { secretsKey: 'hostile-'.repeat(5), apiBaseUrl: 'http://127.0.0.1:9' };
  [desk, chromium] = await Promise.all([Desk.start({ wechat }, [ARTICLE]), Chromium.launch()]);
  // The editor takes no such address; should one ever come in by another way, it still must not act.
  await desk.db.query('UPDATE knowledge_article SET url = $1', [SCRIPT_ADDRESS]);
  const email = await addHostile('admin');
  admin = { email, token: await login(desk.url, email, PASSWORD) };
  await change('handoff', { rules: [{ name: MARKUP, words: ['保温壶炸了'], means: 'merchant_rule' }] });
  await change('widget', {
    name: MARKUP,
    greeting: { 'zh-CN': `欢迎 ${MARKUP}` },
    questions: { mode: 'fixed', fixed: { 'zh-CN': [MARKUP] } },
  });
  const made = await call(desk.url, '/api/v1/canned-replies', {
    method: 'POST',
    token: admin.token,
    json: {
      scope: 'shared',
      shortcut: 'hostile',
      title: { 'zh-CN': `敌意 ${MARKUP}` },
      text: { 'zh-CN': `{{shopper.name}} ${MARKUP}` },
      category: MARKUP.slice(0, 40),
    },
  });
  expect([made.text, made.status]).toEqual([made.text, 201]);
  const account = await call(desk.url, '/api/v1/wechat/accounts', {
    method: 'POST',
    token: admin.token,
    json: { id: 'hostile', kind: 'official', name: MARKUP, appId: 'wx1', appSecret: 'x'.repeat(32), token: 'token' },
  });
  expect([account.text, account.status]).toEqual([account.text, 201]);
}, 300_000);

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

let people = 0;
async function addHostile(role: 'admin' | 'senior'): Promise<string> {
  const email = `hostile-${++people}@test.local`;
  await desk.app
    .get(AgentAccounts)
    .add({ email, name: `客服${people} ${MARKUP}`, role, password: PASSWORD, skills: ['general', 'complaints'] });
  return email;
}

async function change(group: string, part: object): Promise<void> {
  const path = `/api/v1/settings/${group}`;
  const now = await call(desk.url, path, { token: admin.token });
  const { settings, version } = now.json as { settings: object; version: number };
  const saved = await call(desk.url, path, {
    method: 'PUT',
    token: admin.token,
    json: { settings: { ...settings, ...part }, version },
  });
  expect([saved.text, saved.status]).toEqual([saved.text, 200]);
}

async function signedIn(email: string, path: string): Promise<Page> {
  const page = await chromium.page({ reducedMotion: 'reduce' });
  await watchPolicy(page);
  await page.goto(`${desk.url}/console${path}`);
  await page.getByTestId('email').fill(email);
  await page.getByTestId('password').fill(PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('presence').waitFor();
  return page;
}

describe('markup and script in every field that reaches the other side', () => {
  it('stay text, at the shopper’s, at the agent’s and at the supervisor’s; no policy is violated', async () => {
    const email = await addHostile('senior');
    const agent = await AgentFace.signIn(chromium, desk.url, { email, password: PASSWORD });
    await watchPolicy(agent.page);
    await agent.page.reload();
    const identity = await desk.app
      .get(IdentityTokens, { strict: false })
      .issue({ memberId: `m-1 ${MARKUP}`, name: `张 ${MARKUP}`, phone: MARKUP, tier: MARKUP }, 3600);

    const shopper = await ShopperFace.open(chromium, desk.url);
    await watchPolicy(shopper.page);
    await shopper.page.reload();
    await shopper.ready();
    await shopper.panel.getByText(`欢迎 ${MARKUP}`).waitFor();
    await shopper.panel.getByTestId('quick').filter({ hasText: MARKUP }).waitFor();
    expect(await tracesOf(shopper.page)).toEqual([]);
    await shopper.page.evaluate(
      ([jwt, markup, address]) => {
        const { Deskhand } = window as unknown as {
          Deskhand: { identify(jwt: string): void; setContext(c: object): void };
        };
        Deskhand.identify(jwt);
        Deskhand.setContext({ url: address, title: markup, productId: markup, orderNo: markup });
      },
      [identity, MARKUP, SCRIPT_ADDRESS] as [string, string, string],
    );
    await shopper.panel.getByTestId('subject').filter({ hasText: MARKUP }).waitFor();
    await shopper.ready();

    const answer = await shopper.ask('保温壶怎么清洗');
    await answer.getByTestId('citation').first().click();
    await answer.getByTestId('citation-detail').filter({ hasText: '小苏打' }).waitFor();
    expect(await tracesOf(shopper.page)).toEqual([]);

    const files = [
      { name: `${MARKUP}.jpg`, mimeType: 'image/jpeg', buffer: await phonePhoto() },
      { name: `${MARKUP}.pdf`, mimeType: 'application/pdf', buffer: pdf() },
      { name: `${MARKUP}.svg`, mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="owned=1"/>') },
    ];
    await shopper.panel.getByTestId('picker').setInputFiles(files);
    await shopper.panel.locator('[data-testid=tray-item][data-state=done]').nth(1).waitFor();
    await shopper.say(`保温壶炸了 ${MARKUP} ${SCRIPT_ADDRESS} [点我](${SCRIPT_ADDRESS}) https://example.com/?q="><b>`);
    await shopper.notice('handoff').waitFor();
    await shopper.panel.getByTestId('picture').first().click();
    await shopper.page.getByTestId('lightbox').locator('img').waitFor();
    expect(await tracesOf(shopper.page)).toEqual([]);
    await shopper.page.keyboard.press('Escape');

    const offer = agent.page.getByTestId('offer');
    await offer.filter({ hasText: MARKUP }).waitFor();
    expect(await tracesOf(agent.page)).toEqual([]);
    await agent.accept();
    await agent.message('shopper', '保温壶炸了').waitFor();
    await agent.transcript.locator('.context').filter({ hasText: MARKUP }).first().waitFor();
    await agent.page.getByTestId('reasons').filter({ hasText: MARKUP }).waitFor();
    await agent.page
      .getByTestId('customer')
      .filter({ hasText: `张 ${MARKUP}` })
      .waitFor();
    for (const fold of await agent.transcript.locator('.fold-closed').all()) await fold.click();
    await agent.transcript.getByTestId('citation').first().locator('summary').click();
    await agent.transcript.locator('.attachments, [data-testid=picture]').first().waitFor();
    expect(await tracesOf(agent.page)).toEqual([]);

    await agent.composer.fill('/hostile');
    await agent.page.getByTestId('suggestions').filter({ hasText: MARKUP }).waitFor();
    expect(await tracesOf(agent.page)).toEqual([]);
    await agent.composer.press('Enter');
    expect(await agent.composer.inputValue()).toContain(`张 ${MARKUP}`);
    await agent.composer.press('Enter');
    await agent.page.getByTestId('note').click();
    await agent.composer.pressSequentially('@客服1');
    await agent.page.getByTestId('suggestions').filter({ hasText: MARKUP }).waitFor();
    await agent.composer.press('Enter');
    await agent.composer.pressSequentially(` 看看 ${MARKUP}`);
    await agent.composer.press('Enter');
    await agent.transcript
      .getByTestId('note-item')
      .filter({ hasText: `看看 ${MARKUP}` })
      .waitFor();
    expect(await tracesOf(agent.page)).toEqual([]);
    await agent.page.getByTestId('note').click();
    await agent.reply(`回复 ${MARKUP} ${SCRIPT_ADDRESS}`);
    await shopper.panel.locator('[data-author=agent]', { hasText: `回复 ${MARKUP}` }).waitFor();
    expect(await shopper.status.innerText()).toContain('客服');
    expect(await tracesOf(shopper.page)).toEqual([]);

    // Who leads the team sees the same words on the board, in the lists, in the log and in the settings.
    const wu = await signedIn(admin.email, '/board');
    await wu.getByTestId('team-agent').filter({ hasText: MARKUP }).first().waitFor();
    await wu.getByTestId('mentions').click();
    await wu.getByTestId('mention-item').filter({ hasText: MARKUP }).waitFor();
    expect(await tracesOf(wu)).toEqual([]);
    await wu.getByTestId('mention-item').click();
    await wu.getByTestId('supervise').filter({ hasText: MARKUP }).waitFor();
    await wu.getByTestId('whisper').click();
    await wu.getByTestId('whisper-text').fill(`悄悄 ${MARKUP}`);
    await wu.keyboard.press('Enter');
    await agent.transcript
      .getByTestId('whisper-item')
      .filter({ hasText: `悄悄 ${MARKUP}` })
      .waitFor();
    await agent.page.getByTestId('read-by').filter({ hasText: MARKUP }).waitFor();
    expect(await tracesOf(agent.page)).toEqual([]);
    await wu.keyboard.press('Escape');
    await wu.keyboard.press('Alt+KeyS');
    await wu.getByTestId('search-input').fill('data-owned');
    await wu.getByTestId('hit').filter({ hasText: MARKUP }).first().waitFor();
    expect(await tracesOf(wu)).toEqual([]);
    await wu.keyboard.press('Control+k');
    await wu.getByTestId('palette-input').fill('保温壶');
    await wu.locator('[cmdk-item]').filter({ hasText: MARKUP }).first().waitFor();
    expect(await tracesOf(wu)).toEqual([]);

    const views: [path: string, testId: string][] = [
      ['audit', 'audit-entry'],
      ['settings/replies', 'canned-row'],
      ['settings/team', 'agent-row'],
      ['settings/wechat', 'wechat-row'],
      ['knowledge', 'article-item'],
    ];
    for (const [path, testId] of views) {
      await wu.goto(`${desk.url}/console/${path}`);
      await wu.getByTestId(testId).filter({ hasText: MARKUP }).first().waitFor();
      expect([path, await tracesOf(wu)]).toEqual([path, []]);
    }
    await wu.getByTestId('article-item').first().click();
    await until(async () => (await wu.getByTestId('article-title').inputValue()).includes(MARKUP), 'the article');
    await wu.goto(`${desk.url}/console/settings/handoff`);
    await until(async () => (await wu.getByTestId('rule-name').first().inputValue()) === MARKUP, 'the rule');
    await wu.goto(`${desk.url}/console/settings/widget`);
    const preview = wu.frameLocator('[data-testid=widget-preview]');
    await preview.getByText(`欢迎 ${MARKUP}`).waitFor();
    await wu.getByTestId('snippet').waitFor();
    expect(await tracesOf(wu)).toEqual([]);

    await agent.resolve();
    await shopper.panel.getByTestId('survey').waitFor();
    expect(await tracesOf(shopper.page)).toEqual([]);
    await wu.context().close();
    await agent.leave();
  }, 300_000);

  it('the policy allows nothing inline, and says so of every page', async () => {
    for (const path of ['/', '/console', '/widget/demo/order.html', '/console/preview/index.html']) {
      const policy = (await fetch(desk.url + path)).headers.get('content-security-policy') ?? '';
      expect([path, policy]).toEqual([path, expect.stringMatching(/script-src 'self';.*object-src 'none'/)]);
      expect([path, policy]).toEqual([path, expect.not.stringMatching(/unsafe-(inline|eval)/)]);
    }
  });
});
