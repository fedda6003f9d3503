import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeFindings } from './support/axe.js';
import { Chromium, CONNECTION_LOST } from './support/chromium.js';
import { CHEN, DemoDesk, LIN } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { until } from '../support/wait.js';

/** The agent's day: finding, passing on, calling a colleague, not losing a word. */
describe('the workspace of the console', () => {
  let desk: DemoDesk;
  let chromium: Chromium;
  let shopper: ShopperFace;
  let lin: AgentFace;
  let conversationId: string;

  beforeAll(async () => {
    desk = await DemoDesk.start();
    chromium = await Chromium.launch();
    shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.ask('停车怎么收费');
    lin = await AgentFace.signIn(chromium, desk.url, LIN, { reducedMotion: 'reduce' });
    await shopper.say('我要投诉，蓝色羽绒服的拉链坏了，订单 DH20261122007');
    await lin.accept();
    conversationId = /\/c\/([0-9a-f-]{36})/.exec(lin.page.url())?.[1] ?? '';
    expect(conversationId).not.toBe('');
  }, 300_000);

  afterAll(async () => {
    await chromium?.close();
    await desk?.close();
  });

  it('finds what was said, by keyboard alone, and goes to the message', async () => {
    const { page } = lin;
    await page.keyboard.press('Alt+s');
    const field = page.getByTestId('search-input');
    await field.waitFor();
    await field.fill('羽绒服');
    const hit = page.getByTestId('hit').first();
    await hit.waitFor();
    expect(await hit.locator('mark').first().textContent()).toBe('羽绒服');
    expect(new URL(page.url()).searchParams.get('q')).toBe('羽绒服');
    await field.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const found = lin.transcript.locator('[data-testid=message]', { hasText: '羽绒服' }).first();
    await found.waitFor();
    expect(page.url()).toContain(`#m${await found.getAttribute('data-seq')}`);
    expect(await axeFindings(page)).toEqual([]);
    await field.fill('没有人说过的话');
    await page.getByText('没有找到').waitFor();
    await page.getByTestId('tab-live').click();
  });

  it('keeps its filters in the address and over a reload', async () => {
    const { page } = lin;
    await page.getByTestId('filter').click();
    await page.getByTestId('filter-channel-wechat').click();
    await page.keyboard.press('Escape');
    await until(async () => page.url().includes('channel=wechat'), 'the filter in the address');
    await page.getByText('没有符合筛选的会话').waitFor();
    await page.reload();
    await page.getByTestId('filter-chips').waitFor();
    expect(page.url()).toContain('channel=wechat');
    await page.getByTestId('filter-clear').click();
    await page.locator(`[data-testid=conversation-item][data-id="${conversationId}"]`).waitFor();
    await until(async () => !page.url().includes('channel'), 'the address without the filter');
    // A complaint is no happy one.
    const row = page.locator(`[data-testid=conversation-item][data-id="${conversationId}"]`);
    for (const [mood, shown] of [
      ['positive', false],
      ['negative', true],
    ] as const) {
      await page.getByTestId('filter').click();
      await page.getByTestId(`filter-mood-${mood}`).click();
      await page.keyboard.press('Escape');
      await row.waitFor({ state: shown ? 'visible' : 'hidden' });
    }
    await page.getByTestId('filter-clear').click();
  });

  it('keeps a draft over a reload, another conversation and a crash', async () => {
    const { page } = lin;
    await lin.composer.fill('写到一半的话');
    await page.reload();
    await until(async () => (await lin.composer.inputValue()) === '写到一半的话', 'the draft');
    // A crash writes nothing at the end: what was typed is kept as it is typed.
    await page.goto('about:blank');
    await page.goto(`${desk.url}/console/c/${conversationId}`);
    await until(async () => (await lin.composer.inputValue()) === '写到一半的话', 'the draft once more');
    await lin.composer.fill('');
  });

  it('puts in a ready reply and asks for what is not filled in', async () => {
    const { page } = lin;
    await lin.composer.fill('/');
    await page.getByTestId('suggestions').waitFor();
    await lin.composer.fill('/greet');
    await lin.composer.press('Enter');
    await until(async () => (await lin.composer.inputValue()).includes('林'), 'the reply');
    const text = await lin.composer.inputValue();
    expect(text).toContain('【顾客姓名】');
    await lin.composer.press('Enter');
    expect(await lin.composer.inputValue()).toBe(text);
    await until(
      () => page.evaluate(() => window.getSelection()?.toString() === '【顾客姓名】'),
      'the place to fill in, selected',
    );
    await page.keyboard.type('李女士');
    await lin.composer.press('Enter');
    await lin.message('agent', '李女士').waitFor();
  });

  it('calls a colleague in a note, who gets it, follows it and has then seen it', async () => {
    const chen = await AgentFace.signIn(chromium, desk.url, CHEN);
    await chen.presence('away');
    await lin.page.getByTestId('note').click();
    await lin.composer.pressSequentially('@陈');
    await lin.page.getByTestId('suggestions').waitFor();
    await lin.composer.press('Enter');
    await lin.composer.pressSequentially('能特批换货吗');
    await lin.composer.press('Enter');
    await lin.transcript.getByTestId('note-item').filter({ hasText: '能特批换货吗' }).waitFor();
    await chen.page.locator('[data-testid=mentions][data-count="1"]').waitFor();
    await chen.page.getByTestId('mentions').click();
    await chen.page.getByTestId('mention-item').click();
    await chen.transcript.locator('.mention', { hasText: '@陈' }).waitFor();
    await chen.page.locator('[data-testid=mentions][data-count="0"]').waitFor();
    await chen.leave();
    await lin.page.getByTestId('note').click();
  });

  it('opens a link to a message after signing in, and marks it', async () => {
    const page = await chromium.page({ reducedMotion: 'reduce' });
    await page.goto(`${desk.url}/console/c/${conversationId}#m1`);
    await page.getByTestId('email').fill(LIN.email);
    await page.getByTestId('password').fill(LIN.password);
    await page.getByTestId('sign-in').click();
    await page.locator('[data-testid=message][data-seq="1"].flash').waitFor();
    expect(page.url()).toContain('#m1');
    await page.context().close();
  });

  it('keeps a dialog and what is written in it while a tablet is turned', async () => {
    const { page } = lin;
    await page.setViewportSize({ width: 1180, height: 820 });
    await page.getByTestId('transfer').click();
    await page.getByTestId('transfer-note').fill('请接着处理换货');
    await page.setViewportSize({ width: 820, height: 1180 });
    expect(await page.getByTestId('transfer-note').inputValue()).toBe('请接着处理换货');
    await page.setViewportSize({ width: 600, height: 1000 });
    expect(await page.getByTestId('transfer-note').inputValue()).toBe('请接着处理换货');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('goes on after an outage: what was written goes out, what was missed comes in, each once', async () => {
    const { page } = lin;
    await page.context().setOffline(true);
    await page.getByTestId('connection').waitFor({ timeout: 90_000 });
    await lin.composer.fill('断网时写的话');
    await lin.composer.press('Enter');
    await page.locator('[data-testid=pending][data-state=waiting]').waitFor();
    await shopper.say('断网时顾客说的话');
    await page.context().setOffline(false);
    await lin.message('agent', '断网时写的话').waitFor({ timeout: 90_000 });
    await lin.message('shopper', '断网时顾客说的话').waitFor();
    await until(async () => (await page.getByTestId('pending').count()) === 0, 'nothing on its way');
    const seqs = (await lin.lines()).map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(chromium.troublesExcept(CONNECTION_LOST, /Failed to fetch|ERR_/)).toEqual([]);
  });
});
