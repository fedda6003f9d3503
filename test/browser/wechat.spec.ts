import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { closeTestDatabases } from '../support/database.js';
import { PASSWORD } from '../support/desk.js';
import { until } from '../support/wait.js';
import { phonePhoto, pdf } from '../support/pictures.js';
import { startWeChatDesk, type WeChatDesk } from '../support/wechat/desk.js';
import { PhoneServer } from '../support/wechat/phone-server.js';
import { axeFindings, axeInBothThemes } from './support/axe.js';
import { Chromium, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { focused, tabTo } from './support/keyboard.js';
import { faultsOfLayout } from './support/layout.js';

const COMPLAINT = '衣服破了个洞，我要投诉！';
const LOOK = { reducedMotion: 'reduce' as const };

let wechat: WeChatDesk;
let chromium: Chromium;
let phones: PhoneServer;
let phoneUrl: string;

beforeAll(async () => {
  [wechat, chromium] = await Promise.all([startWeChatDesk({ config: { seedDemo: true } }), Chromium.launch()]);
  phones = new PhoneServer({
    wechat: wechat.wechat,
    account: wechat.account,
    pages: 'test/support/wechat/simulator',
    consoleUrl: `${wechat.desk.url}/console`,
  });
  phoneUrl = await phones.start();
}, 300_000);

/** Chromium names every answer of 4xx; these the test asks for. */
const REFUSED = /status of (409|422) /;

afterEach(() => expect(chromium.troublesExcept(REFUSED)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await phones?.stop();
  await wechat?.close();
  await closeTestDatabases();
});

/** Somebody with WeChat on the phone. */
class PhoneFace {
  private constructor(readonly page: Page) {}

  static async open(): Promise<PhoneFace> {
    const page = await chromium.page({ ...LOOK, viewport: PHONE });
    await page.goto(phoneUrl);
    await page.getByTestId('follow').waitFor();
    return new PhoneFace(page);
  }

  async follow(): Promise<void> {
    await this.page.getByTestId('follow').click();
    await this.theirs('智能客服助手').waitFor();
  }

  async say(text: string): Promise<void> {
    await this.page.getByTestId('phone-input').fill(text);
    await this.page.getByTestId('phone-send').click();
    await this.page.getByTestId('phone-mine').filter({ hasText: text }).last().waitFor();
  }

  theirs(text: string): Locator {
    return this.page.getByTestId('phone-theirs').filter({ hasText: text }).last();
  }
}

async function agentAtConsole(): Promise<AgentFace> {
  const email = await wechat.desk.addAgent('senior');
  return AgentFace.signIn(chromium, wechat.desk.url, { email, password: PASSWORD }, LOOK);
}

describe('a shopper on WeChat', () => {
  it('is answered by the assistant and an agent, who sees what WeChat still allows and what has not arrived', async () => {
    const [phone, agent] = [await PhoneFace.open(), await agentAtConsole()];
    await phone.follow();
    await phone.say('停车多少钱');
    await phone.page.getByTestId('phone-theirs').nth(1).waitFor();
    await phone.page.getByTestId('phone-file').setInputFiles({
      name: 'coat.jpg',
      mimeType: 'image/jpeg',
      buffer: await phonePhoto(),
    });
    await phone.page.locator('[data-testid=phone-mine] img').waitFor();
    await phone.say(COMPLAINT);

    await agent.accept();
    const budget = agent.page.getByTestId('budget');
    await budget.locator('.budget-line').waitFor();
    expect(await agent.page.getByTestId('channel-badge').innerText()).toContain('shop');
    await agent.transcript.locator('[data-author=shopper] img').first().waitFor();
    expect(await axeInBothThemes(agent.page)).toEqual([]);

    // Neither file arrives there, so it is refused before anything is sent.
    await agent.page
      .getByTestId('attach-input')
      .setInputFiles({ name: 'bill.pdf', mimeType: 'application/pdf', buffer: pdf() });
    await agent.page.getByText('只能发图片').first().waitFor();
    expect(await agent.page.getByTestId('upload').count()).toBe(0);

    // What the way here has cost is told as it is spent: from here on it is the agent's.
    await wechat.settled();
    await agent.page.reload();
    await budget.locator('.budget-line').waitFor();
    const left = Number(await budget.getAttribute('data-left'));
    expect(left).toBeGreaterThan(0);
    for (let n = left; n > 0; n--) {
      if (n === 1) await agent.page.locator('[data-testid=budget][data-level=low]').waitFor();
      await agent.reply(`第${n}句回复`);
      await phone.theirs(`第${n}句回复`).waitFor();
    }
    await agent.message('agent', '第1句回复').locator('[data-testid=delivery][data-state=sent]').waitFor();

    await agent.page.locator('[data-testid=budget][data-level=none]').waitFor();
    expect(await budget.innerText()).toContain('顾客再发消息后会自动发出');
    expect(await axeFindings(agent.page)).toEqual([]);
    await agent.page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await faultsOfLayout(agent.page)).toEqual([]);
    await agent.page.evaluate(() => (document.documentElement.style.fontSize = ''));
    await agent.reply('补偿券已经发到您的账户');
    const late = agent.message('agent', '补偿券已经发到您的账户');
    await late.locator('[data-testid=delivery][data-state=held][data-reason=BUDGET_EXHAUSTED]').waitFor();
    expect(await phone.theirs('补偿券').count()).toBe(0);

    await phone.say('好的谢谢');
    await phone.theirs('补偿券已经发到您的账户').waitFor();
    await late.locator('[data-testid=delivery][data-state=sent]').waitFor();
    await agent.page.locator('[data-testid=budget][data-level=plenty]').waitFor();

    await agent.resolve();
    await phone.page.locator('.menu button').last().click();
    await phone.theirs('谢谢您的评价').waitFor();
    expect(await axeFindings(phone.page)).toEqual([]);
    await agent.leave();
    await phone.page.context().close();
  }, 300_000);

  it('brings the conversation over from the web, place in the queue included', async () => {
    const phone = await PhoneFace.open();
    const shopper = await ShopperFace.open(chromium, wechat.desk.url, LOOK);
    await shopper.say(COMPLAINT);
    await shopper.panel.getByTestId('queue').waitFor();
    await shopper.panel.getByTestId('queue-move').click();
    const sheet = shopper.panel.getByTestId('move');
    await sheet.getByTestId('move-code').waitFor();
    await until(async () => (await focused(shopper.page)) === 'move', 'the focus in the sheet');
    const width = (): Promise<number> =>
      sheet.getByTestId('move-code').evaluate((code: HTMLImageElement) => code.naturalWidth);
    await until(async () => (await width()) === 480, 'the code');
    expect(await axeInBothThemes(shopper.page)).toEqual([]);
    // Closed and opened again by key, it gives back the focus, and the code is a new one.
    await shopper.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await until(async () => (await focused(shopper.page)) === 'queue-move', 'the focus back where it was');
    await shopper.page.keyboard.press('Enter');
    await sheet.getByTestId('move-code').waitFor();

    await phone.page.getByTestId('scan-first').click();
    await phone.theirs('排队位置也保留着').waitFor();
    await shopper.panel.getByTestId('elsewhere').waitFor();
    await sheet.waitFor({ state: 'hidden' });
    await shopper.panel.getByTestId('queue').waitFor();
    expect(await axeFindings(shopper.page)).toEqual([]);

    const agent = await agentAtConsole();
    await agent.accept();
    await agent.page.getByTestId('channel-badge').waitFor();
    await agent.reply('您好，我在微信里回复您');
    await phone.theirs('我在微信里回复您').waitFor();
    await phone.say('收到');
    await agent.message('shopper', '收到').getByTestId('said-on').waitFor();
    // Both pages show all of it, and writing on the web brings it back there.
    await shopper.panel.getByText('我在微信里回复您').waitFor();
    await shopper.say('我又回到网页了');
    await shopper.panel.getByTestId('elsewhere').waitFor({ state: 'hidden' });
    await agent.page.getByTestId('budget').waitFor({ state: 'hidden' });
    await agent.resolve();
    await agent.leave();
    for (const { page } of [phone, shopper]) await page.context().close();
  }, 300_000);

  it('is told on the web when there is no way over just now, and may try again', async () => {
    const shopper = await ShopperFace.open(chromium, wechat.desk.url, { ...LOOK, viewport: PHONE, hasTouch: true });
    await shopper.say('停车多少钱');
    let refuse = true;
    await shopper.page.route('**/api/v1/wechat/handover', (route) =>
      refuse
        ? route.fulfill({ status: 422, json: { error: { code: 'UNAVAILABLE', message: '现在还不行' } } })
        : route.fallback(),
    );
    await shopper.panel.getByTestId('move-start').click();
    const sheet = shopper.panel.getByTestId('move');
    await sheet.getByRole('alert').filter({ hasText: '现在还不行' }).waitFor();
    expect(await axeFindings(shopper.page)).toEqual([]);
    refuse = false;
    await sheet.getByTestId('move-again').click();
    await sheet.getByTestId('move-code').waitFor();
    await sheet.locator('.primary').waitFor();
    expect(await faultsOfLayout(shopper.page)).toEqual([]);
    // The back gesture puts the sheet away, not the panel.
    await shopper.page.goBack();
    await sheet.waitFor({ state: 'hidden' });
    await shopper.input.waitFor();
    await shopper.page.context().close();
  }, 300_000);
});

describe('the accounts', () => {
  it('are added, tried, changed and removed by keyboard alone; no secret comes back', async () => {
    const page = await chromium.page({ ...LOOK, permissions: ['clipboard-read', 'clipboard-write'] });
    const { keyboard } = page;
    await page.goto(`${wechat.desk.url}/console/settings/wechat`);
    await page.getByTestId('email').fill(await wechat.desk.addAgent('admin'));
    await page.getByTestId('password').fill(PASSWORD);
    await keyboard.press('Enter');
    await page.locator('[data-testid=wechat-row][data-id=shop]').waitFor();
    expect(await page.getByTestId('wechat-edit').count()).toBe(0);

    await tabTo(page, 'wechat-add');
    await keyboard.press('Enter');
    await page.getByTestId('wechat-id').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    const type = async (field: string, text: string): Promise<void> => {
      await tabTo(page, field);
      await keyboard.insertText(text);
    };
    await type('wechat-name', '城南店');
    await type('wechat-id', 'south');
    await type('wechat-app-id', 'wx00south');
    await type('wechat-secret', 'the wrong secret'.replaceAll(' ', '-'));
    await tabTo(page, 'wechat-token-make');
    await keyboard.press('Enter');
    await tabTo(page, 'wechat-key-make');
    await keyboard.press('Enter');
    await tabTo(page, 'wechat-save');
    await keyboard.press('Enter');
    const first = page.getByTestId('wechat-first-try');
    await page.locator('[data-testid=wechat-first-try][data-ok=false]').waitFor();
    expect(await first.innerText()).toContain('密钥');
    expect(await page.getByTestId('wechat-made-key').innerText()).toMatch(/^[A-Za-z0-9]{43}$/);
    expect(await page.getByTestId('wechat-callback').innerText()).toBe(
      `${wechat.desk.url}/api/v1/webhooks/wechat/south`,
    );
    await tabTo(page, 'wechat-made-close');
    await keyboard.press('Enter');

    const row = page.locator('[data-testid=wechat-row][data-id=south]');
    await row.waitFor();
    await row.getByTestId('wechat-edit').focus();
    await keyboard.press('Enter');
    await type('wechat-secret', wechat.wechat.secret);
    expect(await page.getByTestId('wechat-token').inputValue()).toBe('');
    await tabTo(page, 'wechat-save');
    await keyboard.press('Enter');
    await page.getByTestId('wechat-save').waitFor({ state: 'hidden' });
    await row.getByTestId('wechat-test').focus();
    await keyboard.press('Enter');
    await row.locator('[data-testid=wechat-tried][data-ok=true]').waitFor();
    await page.locator('[data-testid=wechat-row][data-id=south][data-works=true]').waitFor();
    expect(await page.content()).not.toContain(wechat.wechat.secret);
    expect(await axeInBothThemes(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await faultsOfLayout(page)).toEqual([]);

    await row.getByTestId('wechat-remove').focus();
    await keyboard.press('Enter');
    await tabTo(page, 'wechat-remove-sure', 'Shift+Tab');
    await keyboard.press('Enter');
    await row.waitFor({ state: 'detached' });
    await page.context().close();
  }, 300_000);
});
