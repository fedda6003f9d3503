import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Chromium } from './support/chromium.js';
import { CHEN, DemoDesk, LIN } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { lookOf, shooter, teapotPhoto } from './support/shots.js';

const WORDS = {
  'zh-CN': {
    ask: '快递送晚了有补偿吗',
    which: '停车怎么收费',
    unknown: '帮我写一首诗',
    paper: '购物小票.txt',
    broken: '茶壶收到就是裂的，怎么处理',
    complain: '等了三天还没送到，客服电话也打不通，我要投诉！订单号 YS20261118023',
    waiting: '你们到底管不管？',
    reply: '您好，我是小陈。三天没有收到是我们的不对，我现在就查这一单，两分钟内告诉您结果。',
    answer: '好的，麻烦快一点，后天要送人的',
    note: '上周也投诉过一次，补偿券已经发过',
    other: '转人工，我要改收货地址',
  },
  en: {
    ask: 'Is there compensation for late delivery?',
    which: 'How much is parking?',
    unknown: 'Write me a poem',
    paper: 'receipt.txt',
    broken: 'The teapot arrived cracked, what can I do?',
    complain:
      'I have waited three days and nothing came, nobody answers the phone. I want to complain! Order YS20261118023',
    waiting: 'Is anybody there?',
    reply:
      'Hello, this is Chen. I am sorry about the three days. I am checking the order now and will be back in two minutes.',
    answer: 'Thanks, please be quick, it is a present for the day after tomorrow',
    note: 'Complained last week too, voucher was given',
    other: 'I want to talk to a person about my address',
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

describe.each(['zh-CN', 'en'] as const)('%s', (language) => {
  it.each(['light', 'dark'] as const)('%s', async (colorScheme) => {
    const words = WORDS[language];
    const look = lookOf(language, colorScheme);
    const shoot = shooter(language, colorScheme);

    const visitor = await chromium.page(look);
    await visitor.goto(`${desk.url}/console`);
    await visitor.getByTestId('sign-in').waitFor();
    await shoot(visitor, 'console-1-sign-in');
    await visitor.context().close();

    const agent = await AgentFace.signIn(chromium, desk.url, CHEN, look);
    await shoot(agent.page, 'console-2-empty');

    const shop = language === 'en' ? `${desk.url}/?lang=en` : desk.url;
    const page = await chromium.page(look);
    await page.goto(shop);
    await page.getByTestId('launcher').waitFor();
    await shoot(page, 'shop');
    await page.getByTestId('product').first().click();
    await page.getByTestId('ask-about').waitFor();
    await shoot(page, 'shop-product');
    await page.getByTestId('basket').click();
    await page.getByTestId('order').first().waitFor();
    await shoot(page, 'shop-orders');
    await page.getByTestId('sign-in').click();
    await shoot(page, 'shop-sign-in');
    await page.context().close();

    const shopper = await ShopperFace.open(chromium, shop, look);
    await shoot(shopper.page, 'widget-1-greeting');
    const answer = await shopper.ask(words.ask);
    await shoot(shopper.page, 'widget-2-answer');
    await answer.getByTestId('citation').first().click();
    await shoot(shopper.page, 'widget-3-source');

    await answer.getByTestId('citation').first().click();
    await answer.getByTestId('unhelpful').click();
    await shoot(shopper.page, 'widget-9-not-helpful');

    const orders = `${desk.url}/widget/demo/order.html${language === 'en' ? '?lang=en' : ''}`;
    const showing = await ShopperFace.open(chromium, orders, look);
    await showing.panel.getByTestId('close').click();
    await showing.page.getByTestId('ask-order').first().click();
    const photo = await teapotPhoto();
    const picked = ['IMG_0231.jpg', 'IMG_0232.jpg'].map((name) => ({ name, mimeType: 'image/jpeg', buffer: photo }));
    const paper = { name: words.paper, mimeType: 'text/plain', buffer: Buffer.from('x') };
    await showing.panel.getByTestId('picker').setInputFiles([...picked, paper]);
    await showing.panel.locator('[data-testid=tray-item][data-state=done]').nth(1).waitFor();
    await shoot(showing.page, 'widget-10-pictures');
    await showing.ask(words.broken);
    await shoot(showing.page, 'widget-11-pictures-sent');
    await showing.panel.getByTestId('picture').first().click();
    await showing.page.getByTestId('lightbox').locator('img').waitFor();
    await shoot(showing.page, 'widget-12-picture');
    await showing.page.context().close();

    const curious = await ShopperFace.open(chromium, shop, look);
    await curious.ask(words.unknown);
    await curious.ask(words.which);
    await shoot(curious.page, 'widget-4-abstain-clarify');
    await curious.page.context().close();

    await shopper.say(words.complain);
    await shopper.panel.getByTestId('queue').waitFor();
    await shopper.say(words.waiting);
    await shoot(shopper.page, 'widget-5-queue');
    await agent.page.getByTestId('offer').waitFor();
    await shoot(agent.page, 'console-3-offer');

    await agent.accept();
    await shoot(agent.page, 'console-4-accepted');
    await agent.reply(words.reply);
    await shopper.say(words.answer);
    await agent.note(words.note);
    await shoot(agent.page, 'console-5-conversation');
    await agent.composer.pressSequentially('…');
    await shopper.panel.getByTestId('typing').waitFor();
    await shoot(shopper.page, 'widget-6-person');
    await agent.composer.fill('/');
    await shoot(agent.page, 'console-6-ready-replies');
    await agent.composer.fill('');
    // Another layout closes a dialog, so it is opened at each size.
    const open = (id: string) => async (): Promise<void> => {
      await agent.page.keyboard.press('Escape');
      await agent.page.getByTestId(id).click();
      await agent.page.getByTestId(`${id}-confirm`).waitFor();
    };
    await shoot(agent.page, 'console-7-transfer', open('transfer'));
    await agent.page.keyboard.press('Escape');
    await agent.page.keyboard.press('Control+k');
    await agent.page.getByTestId('palette-input').waitFor();
    await shoot(agent.page, 'console-8-palette');
    await agent.page.keyboard.press('Escape');

    const lin = await AgentFace.signIn(chromium, desk.url, LIN, look);
    await lin.presence('away');
    await agent.presence('away');
    const others = await Promise.all([1, 2, 3].map(() => ShopperFace.open(chromium, shop, look)));
    for (const other of others) await other.say(words.other);
    await agent.page.getByTestId('queue-item').nth(2).waitFor();
    await shoot(agent.page, 'console-9-queue');
    await shoot(lin.page, 'console-10-waiting-not-mine');
    for (const other of others) {
      await other.panel.getByTestId('queue-leave').click();
      await other.page.context().close();
    }
    await agent.page.getByTestId('queue-item').first().waitFor({ state: 'hidden' });
    await lin.leave();
    await agent.presence('online');

    await agent.page.getByTestId('conversation-item').first().click();
    await shoot(agent.page, 'console-11-resolve', open('resolve'));
    await open('resolve')();
    await agent.page.getByTestId('resolve-confirm').click();
    await shopper.panel.getByTestId('survey').waitFor();
    await shopper.panel.getByTestId('score-5').check({ force: true });
    await shoot(shopper.page, 'widget-7-survey');
    await agent.page.getByTestId('tab-history').click();
    await shoot(agent.page, 'console-12-history');
    await agent.page.goto(`${desk.url}/console/knowledge`);
    await agent.page.getByTestId('article-item').first().click();
    await agent.page.getByTestId('article-title').waitFor();
    await shoot(agent.page, 'console-13-knowledge');

    await shopper.page.context().setOffline(true);
    await shopper.panel.getByTestId('offline').waitFor({ timeout: 60_000 });
    await shoot(shopper.page, 'widget-8-offline');
    await shopper.page.context().close();
    await agent.leave();
  });
});
