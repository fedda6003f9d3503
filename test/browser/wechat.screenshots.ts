import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { PASSWORD } from '../support/desk.js';
import { startWeChatDesk, type WeChatDesk } from '../support/wechat/desk.js';
import { PhoneServer } from '../support/wechat/phone-server.js';
import { Chromium } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { lookOf, shooter, teapotPhoto } from './support/shots.js';

const WORDS = {
  'zh-CN': {
    ask: '停车多少钱',
    complain: '茶壶裂了，我要投诉！',
    reply: ['您好，我是客服小陈，照片看到了。', '我现在给您补发一把新的。', '运费由我们出。', '单号 SF1024，后天到。'],
    late: '补偿券也已经发到您的账户。',
  },
  en: {
    ask: 'How much is parking?',
    complain: 'The teapot is cracked and I want to complain!',
    reply: [
      'Hello, this is Chen. I can see it in your picture.',
      'I am sending you a new one now.',
      'We pay for the delivery.',
      'It arrives the day after tomorrow.',
    ],
    late: 'A voucher is in your account as well.',
  },
} as const;

let wechat: WeChatDesk;
let chromium: Chromium;
let phones: PhoneServer;
let phoneUrl: string;
/** Drawn before the desk forbids its process to read drawings. */
const photo = teapotPhoto();

beforeAll(async () => {
  [wechat, chromium] = await Promise.all([startWeChatDesk({ config: { seedDemo: true } }), Chromium.launch()]);
  phones = new PhoneServer({
    wechat: wechat.wechat,
    account: wechat.account,
    pages: 'test/support/wechat/simulator',
    consoleUrl: `${wechat.desk.url}/console`,
  });
  phoneUrl = await phones.start();
}, 130_000);

afterAll(async () => {
  await chromium?.close();
  await phones?.stop();
  await wechat?.close();
  await closeTestDatabases();
});

describe.each(['zh-CN', 'en'] as const)('%s', (language) => {
  it.each(['light', 'dark'] as const)('%s', async (theme) => {
    const { desk } = wechat;
    const words = WORDS[language];
    const [look, shoot] = [lookOf(language, theme), shooter(language, theme)];

    const admin = await chromium.page(look);
    await admin.goto(`${desk.url}/console/settings/wechat`);
    await admin.getByTestId('email').fill(await desk.addAgent('admin'));
    await admin.getByTestId('password').fill(PASSWORD);
    await admin.getByTestId('sign-in').click();
    await admin.getByTestId('wechat-row').first().waitFor();
    const id = `south-${language}-${theme}`;
    await admin.getByTestId('wechat-add').click();
    await admin.getByTestId('wechat-name').fill(language === 'en' ? 'South store' : '城南店');
    await admin.getByTestId('wechat-id').fill(id);
    await admin.getByTestId('wechat-app-id').fill('wx00south');
    await admin.getByTestId('wechat-secret').fill('a-wrong-secret');
    await admin.getByTestId('wechat-token-make').click();
    await admin.getByTestId('wechat-key-make').click();
    await admin.getByTestId('wechat-steps').locator('summary').click();
    await shoot(admin, 'wechat-1-account');
    await admin.getByTestId('wechat-save').click();
    await admin.locator('[data-testid=wechat-first-try][data-ok=false]').waitFor();
    await shoot(admin, 'wechat-2-account-made');
    await admin.getByTestId('wechat-made-close').click();
    const row = admin.locator(`[data-testid=wechat-row][data-id=${id}]`);
    await row.getByTestId('wechat-test').click();
    await row.locator('[data-testid=wechat-tried][data-ok=false]').waitFor();
    await shoot(admin, 'wechat-3-accounts');
    await row.getByTestId('wechat-remove').click();
    await shoot(admin, 'wechat-4-account-remove');
    await row.getByTestId('wechat-remove-sure').click();
    await row.waitFor({ state: 'detached' });
    await admin.context().close();

    const shop = language === 'en' ? `${desk.url}/?lang=en` : desk.url;
    const shopper = await ShopperFace.open(chromium, shop, look);
    await shopper.ask(words.ask);
    await shoot(shopper.page, 'wechat-5-widget');
    await shopper.say(words.complain);
    await shopper.panel.getByTestId('queue').waitFor();
    await shoot(shopper.page, 'wechat-6-widget-queue');
    await shopper.panel.getByTestId('queue-move').click();
    await shopper.panel.getByTestId('move-code').waitFor();
    await shoot(shopper.page, 'wechat-7-widget-code');

    const phone = await chromium.page(look);
    await phone.goto(phoneUrl);
    await phone.getByTestId('follow').waitFor();
    await shoot(phone, 'wechat-8-phone');
    await phone.getByTestId('scan-first').click();
    await shopper.panel.getByTestId('elsewhere').waitFor();
    await shoot(shopper.page, 'wechat-9-widget-elsewhere');

    const email = await desk.addAgent('senior');
    const agent = await AgentFace.signIn(chromium, desk.url, { email, password: PASSWORD }, look);
    await agent.accept();
    await phone.getByTestId('phone-file').setInputFiles({
      name: 'teapot.jpg',
      mimeType: 'image/jpeg',
      buffer: await photo,
    });
    await agent.page.locator('[data-testid=budget][data-level=plenty]').waitFor();
    await shoot(agent.page, 'wechat-10-console-budget');
    const low = agent.page.locator('[data-testid=budget][data-level=low]');
    for (const text of words.reply) {
      if (await low.isVisible()) break;
      await agent.reply(text);
      await phone.getByTestId('phone-theirs').filter({ hasText: text }).waitFor();
      await agent.message('agent', text).locator('[data-state=sent]').waitFor();
    }
    await shoot(agent.page, 'wechat-11-console-budget-low');
    await shoot(phone, 'wechat-12-phone-chat');
    await agent.reply(`${words.late} (1)`);
    await agent.page.locator('[data-testid=budget][data-level=none]').waitFor();
    await agent.reply(words.late);
    await agent.message('agent', words.late).locator('[data-state=held]').waitFor();
    await shoot(agent.page, 'wechat-13-console-held');
    await agent.resolve();
    await agent.leave();
    for (const page of [phone, shopper.page]) await page.context().close();
  });
});
