import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Chromium } from './support/chromium.js';
import { CHEN, DemoDesk, LIN, WU } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { lookOf, shooter, teapotPhoto } from './support/shots.js';

const WORDS = {
  'zh-CN': {
    complain: '茶壶裂了，说好赔也没赔，我要投诉！订单号 YS20261118023',
    reply: '您好，我看到照片了，裂得不轻。我马上给您补发一把新的。',
    whisper: '这位是老顾客，运费我们出',
    note: '@陈 麻烦看一下仓库还有没有货',
    look: '茶壶',
    rule: { text: '再不处理我就打 12315' },
  },
  en: {
    complain: 'The teapot is cracked and nobody refunds it. I want to complain! Order YS20261118023',
    reply: 'Hello, I can see the crack in your picture. I am sending you a new one right away.',
    whisper: 'A regular customer: we pay for the delivery',
    note: '@陈 please see whether there is one in stock',
    look: 'teapot',
    rule: { text: 'I will call a lawyer if nothing happens' },
  },
} as const;

let desk: DemoDesk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([DemoDesk.start({ OFFER_SECONDS: '120' }), Chromium.launch()]);
}, 130_000);

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
});

const signIn = async (path: string, account: { email: string; password: string }, look: object): Promise<Page> => {
  const page = await chromium.page(look);
  await page.goto(`${desk.url}/console/${path}`);
  await page.getByTestId('email').fill(account.email);
  await page.getByTestId('password').fill(account.password);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('presence').waitFor();
  return page;
};

describe.each(['zh-CN', 'en'] as const)('%s', (language) => {
  it.each(['light', 'dark'] as const)('%s', async (theme) => {
    const words = WORDS[language];
    const [look, shoot] = [lookOf(language, theme), shooter(language, theme)];
    const lin = await AgentFace.signIn(chromium, desk.url, LIN, look);
    const shopper = await ShopperFace.open(chromium, language === 'en' ? `${desk.url}/?lang=en` : desk.url, look);
    const photo = {
      name: 'IMG_0231.jpg',
      mimeType: 'image/jpeg',
      buffer: await teapotPhoto(),
    };
    await shopper.panel.getByTestId('picker').setInputFiles(photo);
    await shopper.panel.locator('[data-testid=tray-item][data-state=done]').waitFor();
    await shopper.say(words.complain);
    await lin.accept();
    await lin.reply(words.reply);
    await shopper.panel.locator('[data-author=agent]').waitFor();
    await shopper.panel.getByTestId('picture').waitFor();
    await shoot(lin.page, 'team-1-attachment');
    await lin.transcript.getByTestId('picture').first().click();
    await lin.page.getByTestId('lightbox').waitFor();
    await shoot(lin.page, 'team-2-lightbox');
    await lin.page.keyboard.press('Escape');
    const id = /\/c\/([0-9a-f-]{36})/.exec(lin.page.url())?.[1] ?? '';

    const wu = await signIn('board', WU, look);
    await wu.getByTestId('board').waitFor();
    const other = await ShopperFace.open(chromium, language === 'en' ? `${desk.url}/?lang=en` : desk.url, look);
    await lin.presence('away');
    await other.panel.getByTestId('human').click();
    await wu.getByTestId('figure-waiting').filter({ hasText: '1' }).waitFor();
    await shoot(wu, 'team-3-board');
    await wu.goto(`${desk.url}/console/board/assigned`);
    await wu.getByTestId('figure-list').getByTestId('conversation-item').first().waitFor();
    await shoot(wu, 'team-4-board-list');
    await wu.goto(`${desk.url}/console/c/${id}`);
    await wu.getByTestId('supervise').waitFor();
    await wu.getByTestId('whisper').click();
    await wu.getByTestId('whisper-text').fill(words.whisper);
    await shoot(wu, 'team-5-read-along');
    await wu.getByTestId('whisper-text').press('Enter');
    await lin.transcript.getByTestId('whisper-item').waitFor();
    await shoot(lin.page, 'team-6-whispered');
    await wu.goto(`${desk.url}/console/audit`);
    await wu.getByTestId('audit-entry').first().waitFor();
    await shoot(wu, 'team-7-audit');
    await wu.goto(`${desk.url}/console/?list=search&q=${words.look}`);
    await wu.getByTestId('hit').first().waitFor();
    await shoot(wu, 'team-8-search');
    await wu.goto(`${desk.url}/console/?list=team`);
    await wu.getByTestId('conversation-item').first().waitFor();
    await wu.getByTestId('filter').click();
    await shoot(wu, 'team-9-filter');
    await wu.context().close();
    await other.panel.getByTestId('queue-leave').click();
    await other.page.context().close();

    const admin = await signIn('settings/profile', { ...CHEN, email: 'admin@demo.local' }, look);
    for (const section of ['profile', 'replies', 'team', 'hours', 'handoff', 'widget']) {
      await admin.goto(`${desk.url}/console/settings/${section}`);
      await admin
        .getByRole('heading', { level: 3 })
        .or(admin.getByTestId('agent-row'))
        .or(admin.getByTestId('canned-row'))
        .first()
        .waitFor();
      if (section === 'handoff') {
        await admin.getByTestId('try-text').fill(words.rule.text);
        await admin.locator('[data-testid=try-result] > *').first().waitFor();
      }
      if (section === 'widget') await admin.frameLocator('[data-testid=widget-preview]').getByTestId('panel').waitFor();
      await shoot(admin, `settings-${section}`);
    }
    await admin.route(/\/api\/v1\/board/, () => undefined);
    await admin.goto(`${desk.url}/console/board`);
    await admin.locator('.skeleton').waitFor();
    await shoot(admin, 'state-loading');
    await admin.route(/\/api\/v1\/audit/, (route) =>
      route.fulfill({ status: 500, json: { error: { code: 'INTERNAL', message: '…' } } }),
    );
    await admin.goto(`${desk.url}/console/audit`);
    await admin.getByRole('alert').first().waitFor();
    await shoot(admin, 'state-error');
    await admin.context().close();

    await lin.page.getByTestId('conversation-item').first().click();
    await lin.resolve();
    await lin.leave();
    await shopper.page.context().close();
  });
});
