import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { until } from '../support/wait.js';
import { Chromium, CONNECTION_LOST, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { ShopPage } from './support/shop-page.js';

/** A page that does everything a page can do to what stands on it. */
const HOSTILE = `<title>商店</title><style>
  html { font-size: 40px; direction: rtl; background: #111; color: #eee }
  * { all: unset; font: 700 40px cursive !important; color: red !important; letter-spacing: 9px !important; direction: rtl !important }
  button, div, textarea, deskhand-widget { position: static !important; display: inline !important; width: 13px !important; opacity: .2 !important }
</style><h1>别人的商店</h1><div style="height: 3000px !important; display: block !important"></div>`;
const ROUTED = `<title>商店</title><h1>商店</h1><p style="height:3000px">很长的页面</p><script>
  window.heard = []; history.state || history.replaceState({ position: 7 }, ''); addEventListener('popstate', (e) => window.heard.push(JSON.stringify(e.state) + location.pathname));
</script>`;

let desk: Desk;
let chromium: Chromium;
let hostile: ShopPage;
let routed: ShopPage;

beforeAll(async () => {
  [hostile, routed] = await Promise.all([
    ShopPage.start(HOSTILE, () => desk.url, 'data-theme="light"'),
    ShopPage.start(ROUTED, () => desk.url),
  ]);
  const allowedOrigins = [hostile.origin, routed.origin];
  [desk, chromium] = await Promise.all([Desk.start({ seedDemo: true, allowedOrigins }), Chromium.launch()]);
}, 300_000);

afterEach(() => expect(chromium.troublesExcept(CONNECTION_LOST)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  hostile?.close();
  routed?.close();
  await closeTestDatabases();
});

describe('what a shop’s page pays', () => {
  it('loader under 10,000 bytes, whole under 60,000 (gzip)', async () => {
    const weigh = async (path: string): Promise<[number, string]> => {
      const text = await (await fetch(`${desk.url}${path}`)).text();
      return [gzipSync(text, { level: 9 }).length, text];
    };
    const [loader, code] = await weigh('/widget.js');
    const [app] = await weigh(`/${/widget\/widget-app\.js\?v=\w+/.exec(code)?.[0]}`);
    expect(loader).toBeLessThan(10_000);
    expect(app).toBeGreaterThan(10_000);
    expect(loader + app).toBeLessThan(60_000);
  });

  it('its layout does not move, and nothing of the page’s style gets in or out', async () => {
    const page = await chromium.page();
    await page.addInitScript(() => {
      Object.assign(window, { shifts: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
          (window as unknown as { shifts: number }).shifts += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(hostile.origin);
    const heading = (): Promise<string> =>
      page
        .locator('body > h1')
        .evaluate((h1) => JSON.stringify([h1.getBoundingClientRect(), getComputedStyle(h1).font]));
    await page.getByTestId('launcher').waitFor();
    const before = await heading();
    await page.getByTestId('launcher').click();
    const panel = page.getByTestId('panel');
    await panel.locator('.status.ready').waitFor();
    // It slides in; what counts is where it comes to rest.
    await panel.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
    const style = await panel.evaluate((element) => {
      const { fontSize, letterSpacing, direction, opacity, position, width } = getComputedStyle(element);
      return { fontSize, letterSpacing, direction, opacity, position, width };
    });
    expect(style).toEqual({
      fontSize: '15px',
      letterSpacing: 'normal',
      direction: 'ltr',
      opacity: '1',
      position: 'fixed',
      width: '392px',
    });
    expect(await heading()).toBe(before);
    expect(await page.evaluate(() => (window as unknown as { shifts: number }).shifts)).toBe(0);
    expect(
      await page.evaluate(() => Object.keys(window).filter((name) => /desk|dh|socket|preact/i.test(name))),
    ).toEqual(['Deskhand']);
  }, 300_000);
});

describe('an answer', () => {
  it('is said to have helped or not, once; when not, a person is near; it is known after a reload', async () => {
    const shopper = await ShopperFace.open(chromium, desk.url);
    const answer = await shopper.ask('停车多少钱');
    await answer.getByTestId('unhelpful').click();
    await answer.getByTestId('unhelpful-rephrase').click();
    await until(() => shopper.input.evaluate((field) => field.matches(':focus')), 'the focus in the field');
    await answer.getByTestId('unhelpful-human').waitFor();
    await until(async () => (await ratings()).includes(false), 'the opinion');
    await shopper.page.reload();
    await shopper.panel.locator('[data-testid=opinion][data-helpful=false]').waitFor();
    expect(await shopper.panel.getByTestId('helpful').count()).toBe(0);
    const next = await shopper.ask('可以借轮椅吗');
    await next.getByTestId('helpful').click();
    await next.locator('[data-helpful=true]').waitFor();
  }, 300_000);

  const ratings = async (): Promise<boolean[]> =>
    (await desk.db.query<{ helpful: boolean }>('SELECT helpful FROM answer_feedback')).map(({ helpful }) => helpful);
});

describe('what was not sent', () => {
  it('survives a reload, in its order, once each; the draft too', async () => {
    const page = await chromium.page();
    let cut = true;
    await page.routeWebSocket(/socket\.io/, (socket) => void (cut ? socket.close() : socket.connectToServer()));
    await page.goto(desk.url);
    await page.getByTestId('launcher').click();
    for (const text of ['我的包裹呢', '停车多少钱']) {
      await page.getByTestId('input').fill(text);
      await page.getByTestId('input').press('Enter');
      await page.locator('[data-state=sending]', { hasText: text }).waitFor();
    }
    await page.getByTestId('input').fill('还没写完');
    cut = false;
    await page.reload();
    const sent = page.locator('[data-testid=message][data-author=shopper][data-seq]');
    await until(async () => (await sent.count()) === 2, 'both messages', 45_000);
    expect(await sent.locator('.text').allInnerTexts()).toEqual(['我的包裹呢', '停车多少钱']);
    await until(async () => (await page.getByTestId('input').inputValue()) === '还没写完', 'the draft');
    await page.reload();
    await until(async () => (await sent.count()) === 2, 'both messages again', 45_000);
    expect(await page.locator('[data-state=sending]').count()).toBe(0);
  }, 300_000);

  it('is never sent for somebody else: not after sign-out, not for the next member', async () => {
    const page = await chromium.page();
    let cut = false;
    await page.routeWebSocket(/socket\.io/, (socket) => void (cut ? socket.close() : socket.connectToServer()));
    await page.goto(desk.url);
    const panel = page.getByTestId('panel');
    const signIn = async (member: string): Promise<void> => {
      await page.getByTestId('sign-in').click();
      await page.getByTestId(`member-${member}`).click();
      await page.getByTestId('member').waitFor();
    };
    await signIn('shen');
    await page.getByTestId('launcher').click();
    await panel.locator('.status.ready').waitFor();
    await page.getByTestId('input').fill('我是沈青，停车多少钱');
    await page.getByTestId('input').press('Enter');
    await panel.locator('[data-author=bot]').waitFor();

    // The same member elsewhere sees it.
    const elsewhere = await chromium.page();
    await elsewhere.goto(desk.url);
    await elsewhere.getByTestId('sign-in').click();
    await elsewhere.getByTestId('member-shen').click();
    await elsewhere.getByTestId('member').waitFor();
    await elsewhere.getByTestId('launcher').click();
    await elsewhere.getByTestId('panel').getByText('我是沈青').waitFor();

    cut = true;
    await page.context().setOffline(true);
    await page.getByTestId('input').fill('沈青的秘密');
    await page.getByTestId('input').press('Enter');
    await page.evaluate(() => window.dispatchEvent(new Event('offline')));
    await page.context().setOffline(false);
    cut = false;
    await page.getByTestId('sign-out').click();
    await signIn('zhou');
    await panel.locator('.status.ready').waitFor();
    await page.getByTestId('input').fill('我是周禾');
    await page.getByTestId('input').press('Enter');
    await panel.locator('[data-author=shopper][data-seq]', { hasText: '我是周禾' }).waitFor();
    expect(await panel.innerText()).not.toContain('沈青');
  }, 300_000);
});

describe('on a phone', () => {
  /** What a router of the page has heard: the state and the address of each step back. */
  const heard = (page: Page): Promise<string[]> =>
    page.evaluate(() => (window as unknown as { heard: string[] }).heard);

  it('the back gesture closes the conversation and leaves the page, its address, its router and its layout alone', async () => {
    const page = await chromium.page({ viewport: PHONE, hasTouch: true, isMobile: true });
    await page.goto('about:blank');
    await page.goto(routed.origin);
    await page.evaluate(() => window.scrollTo(0, 500));
    await page.getByTestId('launcher').tap();
    await page.locator('.status.ready').waitFor();
    await page.goBack();
    await page.getByTestId('panel').waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${routed.origin}/`);
    await until(
      () => page.evaluate(() => window.scrollY === 500 && JSON.stringify(history.state) === '{"position":7}'),
      'the page as it was',
    );

    await page.getByTestId('launcher').tap();
    await page.getByTestId('close').tap();
    await page.getByTestId('panel').waitFor({ state: 'detached' });
    await until(() => page.evaluate(() => JSON.stringify(history.state) === '{"position":7}'), 'the step back');
    // Nothing but its own state at its own address.
    expect(new Set(await heard(page))).toEqual(new Set(['{"position":7}/']));
    const before = (await heard(page)).length;
    // The page's own steps are still its own.
    await page.evaluate(() => history.pushState({ position: 8 }, '', '/item'));
    await page.goBack();
    await until(async () => (await heard(page)).length > before, 'the page to hear of its own step');
    expect((await heard(page)).slice(before)).toEqual(['{"position":7}/']);
    await page.goBack();
    expect(page.url()).toBe('about:blank');
  }, 300_000);

  it('a reload leaves it open; the page that closes it may go elsewhere at once', async () => {
    const page = await chromium.page({ viewport: PHONE, hasTouch: true, isMobile: true });
    await page.goto(routed.origin);
    await page.getByTestId('launcher').tap();
    await page.locator('.status.ready').waitFor();
    await page.reload();
    await page.getByTestId('panel').waitFor();
    await page.evaluate(() => {
      (window as unknown as { Deskhand: { close(): void } }).Deskhand.close();
      history.pushState({ position: 9 }, '', '/cart');
    });
    await page.getByTestId('panel').waitFor({ state: 'detached' });
    await page.waitForTimeout(200);
    expect(page.url()).toBe(`${routed.origin}/cart`);
  }, 300_000);
});

describe('what the page is about', () => {
  it('stands above the field, goes along, reaches the agent, and can be taken away', async () => {
    const agent = await AgentFace.signIn(chromium, desk.url, {
      email: await desk.addAgent('senior'),
      password: PASSWORD,
    });
    const shopper = await ShopperFace.open(chromium, `${desk.url}/widget/demo/order.html`);
    await shopper.panel.getByTestId('close').click();
    await shopper.page.getByTestId('ask-order').first().click();
    await shopper.panel.getByTestId('subject').filter({ hasText: 'YS20261118023' }).waitFor();
    const contexts = (): Promise<{ context: { orderNo?: string } | null }[]> =>
      desk.db.query(`SELECT context FROM message WHERE text LIKE '人工客服在吗%' ORDER BY seq`);
    await shopper.say('人工客服在吗，转人工');
    expect((await contexts())[0]?.context?.orderNo).toBe('YS20261118023');
    await agent.accept();
    await agent.page.getByText('YS20261118023').first().waitFor();
    await shopper.panel.getByTestId('subject').getByRole('button').click();
    await shopper.say('人工客服在吗，没有订单');
    expect((await contexts())[1]?.context?.orderNo).toBeUndefined();
    await agent.leave();
  }, 300_000);
});
