import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/wait.js';
import { Chromium, PHONE } from './support/chromium.js';
import { CHEN, DemoDesk } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { focused, tabTo } from './support/keyboard.js';

let desk: DemoDesk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([DemoDesk.start(), Chromium.launch()]);
}, 300_000);

afterEach(() => expect(chromium.troublesExcept()).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
});

describe('the main path in a browser', () => {
  it('goes from a question over a complaint to a person, who solves it, and to the rating', async () => {
    const agent = await AgentFace.signIn(chromium, desk.url, CHEN);
    const shopper = await ShopperFace.open(chromium, desk.url);

    // The stores differ, so the assistant asks which one; then it answers with its source, which opens in place.
    const which = await shopper.ask('停车怎么收费');
    await which.getByTestId('chip').filter({ hasText: '杭州' }).click();
    const answer = await shopper.after(2, 'bot');
    expect(await answer.locator('.text').innerText()).toMatch(/每小时 \d+ 元/);
    const citation = answer.getByTestId('citation').first();
    const title = (await citation.innerText()).trim();
    expect(title).toContain('停车');
    await citation.click();
    await until(
      async () => (await answer.getByTestId('citation-detail').innerText()).length > 20,
      'what the source says',
    );

    // The complaint goes to a person, and the shopper is told.
    await shopper.say('你们乱收我停车费，没有人管，我要投诉！');
    await shopper.notice('handoff').waitFor();
    await shopper.panel.getByTestId('queue').waitFor();

    // The agent sees why before accepting, then everything that was said.
    const offer = agent.page.getByTestId('offer');
    await offer.waitFor();
    // The shopper's own words, not our notice.
    expect(await offer.locator('.offer-text').innerText()).toContain('乱收我停车费');
    expect(await offer.innerText()).toContain('投诉');
    await agent.accept();
    await agent.message('shopper', '我要投诉').waitFor();
    expect((await agent.lines()).map((line) => line.author).slice(0, 6)).toEqual([
      'shopper',
      'bot',
      'shopper',
      'bot',
      'shopper',
      'system',
    ]);
    const botTurn = agent.transcript.locator('[data-author=bot]').last();
    if ((await botTurn.getAttribute('data-folded')) !== null) await botTurn.locator('.fold').click();
    expect(await botTurn.getByTestId('citation').first().innerText()).toContain(title);
    await agent.page.getByTestId('reasons').filter({ hasText: '投诉' }).waitFor();
    await agent.page.getByTestId('briefing').filter({ hasText: '停车' }).waitFor();

    // A note stays among agents; a reply reaches the shopper, who sees it being written.
    await agent.note('收费记录要先查一下，三号口进的');
    await agent.composer.pressSequentially('您好，我是小陈，');
    await shopper.panel.getByTestId('typing').waitFor();
    await agent.reply('您好，我是小陈，这就帮您查收费记录。');
    const reply = shopper.panel.locator('[data-testid=message][data-author=agent]').last();
    await reply.waitFor();
    expect(await reply.locator('.text').innerText()).toBe('您好，我是小陈，这就帮您查收费记录。');
    await shopper.panel.getByTestId('typing').waitFor({ state: 'hidden' });
    expect(await shopper.status.innerText()).toContain('陈');

    // The shopper answers, and both sides hold the same conversation.
    await shopper.say('车牌是浙A12345，昨天晚上');
    await agent.message('shopper', '浙A12345').waitFor();
    const numbers = async (face: AgentFace | ShopperFace): Promise<string> =>
      (await face.lines()).map((line) => line.seq).join();
    await until(async () => (await numbers(shopper)) === (await numbers(agent)), 'the same on both sides');
    expect(await shopper.panel.innerText()).not.toContain('三号口');

    // The end, and what the shopper thinks of it.
    await agent.resolve();
    await shopper.notice('resolved').waitFor();
    await shopper.panel.getByTestId('survey').waitFor();
    await shopper.panel.getByTestId('score-5').check({ force: true });
    await shopper.panel.getByTestId('survey-submit').click();
    await shopper.panel.getByTestId('survey-thanks').waitFor();
  }, 300_000);

  it('is walked with the keyboard alone, on both sides', async () => {
    const signIn = await chromium.page();
    await signIn.goto(`${desk.url}/console`);
    // The address field has the focus.
    await until(async () => (await focused(signIn)) === 'email', 'the focus in the address field');
    await signIn.keyboard.type(CHEN.email);
    await signIn.keyboard.press('Tab');
    await signIn.keyboard.type(CHEN.password);
    await signIn.keyboard.press('Enter');
    await signIn.getByTestId('presence').waitFor();
    if ((await signIn.getByTestId('presence').getAttribute('data-status')) !== 'online') {
      await tabTo(signIn, 'presence');
      await signIn.keyboard.press('Enter');
      await signIn.getByTestId('presence-online').waitFor();
      await signIn.keyboard.press('Home');
      await signIn.keyboard.press('Enter');
    }
    await signIn.locator('[data-testid=presence][data-status=online]').waitFor();

    const page = await chromium.page();
    await page.goto(desk.url);
    await page.getByTestId('launcher').waitFor();
    await tabTo(page, 'launcher');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=panel] .status.ready').waitFor();
    // The input has the focus when the panel opens.
    await until(async () => (await focused(page)) === 'input', 'the focus in the input');
    await page.keyboard.type('怎么开发票');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=message][data-author=bot]').waitFor();
    await tabTo(page, 'citation', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByTestId('citation-detail').waitFor();
    await tabTo(page, 'human', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.locator('[data-notice=handoff]').waitFor();

    await signIn.getByTestId('offer').waitFor();
    await signIn.keyboard.press('Alt+A');
    await signIn.getByTestId('composer').waitFor();
    await signIn.keyboard.press('Alt+2');
    await until(async () => (await focused(signIn)) === 'composer', 'the focus in the composer');
    await signIn.keyboard.type('您好，请讲。');
    await signIn.keyboard.press('Enter');
    await page.locator('[data-testid=message][data-author=agent]').waitFor();
    await signIn.keyboard.press('Alt+E');
    await signIn.getByTestId('resolve-confirm').waitFor();
    await tabTo(signIn, 'resolve-confirm');
    await signIn.keyboard.press('Enter');

    await page.getByTestId('survey').waitFor();
    await tabTo(page, 'score-', 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await tabTo(page, 'survey-submit');
    await page.keyboard.press('Enter');
    await page.getByTestId('survey-thanks').waitFor();
    // Escape closes the panel and gives the focus back.
    await page.keyboard.press('Escape');
    await until(async () => (await focused(page)) === 'launcher', 'the focus on the launcher');
  }, 300_000);

  it('speaks English from the page to the answer', async () => {
    const shopper = await ShopperFace.open(chromium, `${desk.url}/?lang=en`, { locale: 'en-US' });
    expect(await shopper.status.innerText()).toMatch(/assistant/i);
    const answer = await shopper.ask('How do I apply for a return?');
    expect(await answer.locator('.text').innerText()).toMatch(/return/i);
    expect(await answer.getByTestId('citation').first().innerText()).toMatch(/return/i);
    const seq = await shopper.say('I want to talk to a person');
    const notice = await shopper.after(seq, 'system');
    expect(await notice.innerText()).toMatch(/[a-z ]{20}/i);
    // No Chinese is left anywhere in the widget.
    expect(await shopper.panel.innerText()).not.toMatch(/\p{Script=Han}/u);
  }, 300_000);

  it('fills a phone, and the input stays in sight', async () => {
    const shopper = await ShopperFace.open(chromium, desk.url, { viewport: PHONE, hasTouch: true, isMobile: true });
    // It slides in; what counts is where it comes to rest.
    const place = async (): Promise<(number | undefined)[]> => {
      const box = await shopper.panel.boundingBox();
      return [box?.x, box?.y, box?.width, box?.height].map((side) => side && Math.round(side * 10) / 10);
    };
    const full = [0, 0, PHONE.width, PHONE.height];
    await until(async () => (await place()).every((side, i) => side === full[i]), 'the panel to fill the screen');
    const answer = await shopper.ask('积分会过期吗');
    await answer.getByTestId('citation').first().tap();
    await answer.getByTestId('citation-detail').waitFor();
    const input = await shopper.input.boundingBox();
    expect((input?.y ?? 0) + (input?.height ?? 0)).toBeLessThanOrEqual(PHONE.height);
    // Fingers need room.
    for (const id of ['send', 'close', 'human']) {
      const size = await shopper.panel.getByTestId(id).boundingBox();
      expect(size?.height).toBeGreaterThanOrEqual(32);
    }
    await shopper.panel.getByTestId('close').tap();
    await shopper.page.getByTestId('launcher').waitFor();
    const wider = await shopper.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
  }, 300_000);
});
