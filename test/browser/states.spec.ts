import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Route, WebSocketRoute } from 'playwright-core';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { axeFindings, axeInBothThemes } from './support/axe.js';
import { Chromium, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([Desk.start({}, []), Chromium.launch()]);
}, 300_000);

/** Answers that the tests hold back or refuse on purpose, and connections they cut. */
const ON_PURPOSE = /status of 403 |WebSocket connection to .* failed|net::ERR_INTERNET_DISCONNECTED/;

afterEach(() => expect(chromium.troublesExcept(ON_PURPOSE)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

interface View {
  path: string;
  /** The route whose answer fills the view. */
  route: RegExp;
  /** What the view shows when it has been filled, be it that there is nothing. */
  filled: string;
}

const VIEWS: View[] = [
  { path: '/?list=team', route: /\/conversations$/, filled: '.empty' },
  { path: '/?list=history', route: /\/conversations$/, filled: '.empty' },
  { path: '/?list=search&q=羽绒服', route: /\/conversations$/, filled: '.empty' },
  { path: '/board', route: /\/board$/, filled: '[data-testid=board]' },
  { path: '/board/bot', route: /\/conversations$/, filled: '[data-testid=figure-list] .empty' },
  { path: '/audit', route: /\/audit$/, filled: '[data-testid=audit-entry], [data-testid=audit] .empty' },
  { path: '/knowledge', route: /\/knowledge\/articles$/, filled: '.knowledge-list .empty' },
  { path: '/settings/profile', route: /\/me$/, filled: '[data-testid=profile-name]' },
  { path: '/settings/replies', route: /\/canned-replies$/, filled: '[data-testid=canned-list], .empty' },
  { path: '/settings/team', route: /\/agents$/, filled: '[data-testid=agent-row]' },
  { path: '/settings/hours', route: /\/settings\/desk$/, filled: '[data-testid=settings-save]' },
  { path: '/settings/handoff', route: /\/settings\/handoff$/, filled: '[data-testid=settings-save]' },
  { path: '/settings/widget', route: /\/settings\/widget$/, filled: '[data-testid=settings-save]' },
  { path: '/settings/wechat', route: /\/wechat\/accounts$/, filled: '.settings-page .empty' },
];

/** Holds back the answers of one route, until it refuses them or lets them through. */
class Gate {
  private held: Route[] = [];
  private state: 'hold' | 'refuse' | 'open' = 'open';
  private route = /^$/;

  static async before(page: Page): Promise<Gate> {
    const gate = new Gate();
    await page.route(
      (url) => url.pathname.startsWith('/api/v1/'),
      async (route) => {
        const concerned = gate.route.test(new URL(route.request().url()).pathname);
        if (!concerned || gate.state === 'open') return route.fallback();
        if (gate.state === 'hold') return void gate.held.push(route);
        return gate.no(route);
      },
    );
    return gate;
  }

  hold(route: RegExp): void {
    [this.route, this.state] = [route, 'hold'];
  }

  async refuse(): Promise<void> {
    this.state = 'refuse';
    await Promise.all(this.held.splice(0).map((route) => this.no(route)));
  }

  open(): void {
    this.state = 'open';
  }

  private no(route: Route): Promise<void> {
    return route.fulfill({ status: 403, json: { error: { code: 'FORBIDDEN', message: '没有权限这样做' } } });
  }
}

/** The line to the desk, which a test may cut and mend at once. */
class Wire {
  private sockets: WebSocketRoute[] = [];
  private cut = false;

  static async before(page: Page): Promise<Wire> {
    const wire = new Wire();
    await page.routeWebSocket(/socket\.io/, (socket) => {
      if (wire.cut) return void socket.close();
      wire.sockets.push(socket);
      socket.connectToServer();
    });
    return wire;
  }

  async down(): Promise<void> {
    this.cut = true;
    await Promise.all(this.sockets.splice(0).map((socket) => socket.close()));
  }

  up(): void {
    this.cut = false;
  }
}

describe('the console’s views', () => {
  it('while they load, when they fail and may be tried again, when there is nothing, and without a connection', async () => {
    const page = await chromium.page({ reducedMotion: 'reduce' });
    const [gate, wire] = [await Gate.before(page), await Wire.before(page)];
    await page.goto(`${desk.url}/console/board`);
    await page.getByTestId('email').fill(await desk.addAgent('admin'));
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('sign-in').click();
    await page.getByTestId('board').waitFor();

    for (const { path, route, filled } of VIEWS) {
      gate.hold(route);
      await page.goto(`${desk.url}/console${path}`);
      // Signed in again first: that too shows a skeleton.
      await page.getByTestId('presence').waitFor();
      await page.locator('.skeleton').first().waitFor();
      expect([path, 'loading', await axeFindings(page)]).toEqual([path, 'loading', []]);
      await gate.refuse();
      const failure = page.getByRole('alert').first();
      await failure.waitFor();
      expect(await failure.innerText()).toContain('没有权限这样做');
      // A failure looks alike in every view: once in the dark is enough.
      const findings = await (path.startsWith('/settings/widget') ? axeInBothThemes(page) : axeFindings(page));
      expect([path, 'error', findings]).toEqual([path, 'error', []]);
      gate.open();
      // What is pushed may have healed the view by itself meanwhile.
      await page.evaluate(() => document.querySelector<HTMLElement>('[role=alert] button')?.click());
      await page.locator(filled).first().waitFor();
      expect([path, 'filled', await axeInBothThemes(page)]).toEqual([path, 'filled', []]);
    }

    await wire.down();
    for (const path of ['/', '/board', '/settings/team']) {
      await page.goto(`${desk.url}/console${path}`);
      await page.getByTestId('connection').waitFor();
      expect([path, 'offline', await axeInBothThemes(page)]).toEqual([path, 'offline', []]);
    }
    wire.up();
    await page.locator('.connection-down').waitFor({ state: 'hidden', timeout: 90_000 });
    await page.context().close();
  }, 300_000);

  it('a conversation that is loaded in part, one that cannot be had, and one without a connection', async () => {
    const email = await desk.addAgent('senior');
    const agent = await AgentFace.signIn(
      chromium,
      desk.url,
      { email, password: PASSWORD },
      { reducedMotion: 'reduce' },
    );
    const { page } = agent;
    const [gate, wire] = [await Gate.before(page), await Wire.before(page)];
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.panel.getByTestId('human').click();
    await agent.accept();
    await agent.reply('您好');
    gate.hold(/\/conversations\/[0-9a-f-]{36}$/);
    await page.reload();
    await page.locator('.skeleton-chat').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    await gate.refuse();
    await page.locator('.conversation [role=alert]').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    gate.open();
    await page.locator('.conversation [role=alert]').getByRole('button').click();
    await agent.message('agent', '您好').waitFor();

    await wire.down();
    await page.locator('.connection-down').waitFor();
    await agent.composer.fill('断线时写的');
    await agent.composer.press('Enter');
    await page.locator('[data-testid=pending][data-state=waiting]').waitFor();
    await shopper.say('断线时说的第一句');
    expect(await axeInBothThemes(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    await page.getByTestId('composer').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    wire.up();
    await agent.message('agent', '断线时写的').waitFor({ timeout: 90_000 });
    await agent.message('shopper', '第一句').waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    await agent.resolve();
    await agent.leave();
  }, 300_000);
});

describe('the widget’s views', () => {
  it('before the desk has answered, on coming back, with a message refused, with a file refused, without a connection', async () => {
    const page = await chromium.page({ reducedMotion: 'reduce' });
    const gate = await Gate.before(page);
    let line: 'dead' | 'refuses' | 'works' = 'works';
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/socket\.io/, (socket) => {
      // A line that is open and says nothing.
      if (line === 'dead') return;
      sockets.push(socket);
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        const id = /^42\/shopper,(\d+)\["message\.send"/.exec(String(frame))?.[1];
        if (line !== 'refuses' || id === undefined) return server.send(frame);
        const error = { code: 'VALIDATION', message: '这条消息发不出去，请换个说法' };
        socket.send(`43/shopper,${id}${JSON.stringify([{ ok: false, error }])}`);
      });
    });
    gate.hold(/\/widget$/);
    await page.goto(desk.url);
    await page.getByTestId('launcher').click();
    const panel = page.getByTestId('panel');
    await panel.locator('.quick.waiting').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    await gate.refuse();
    // Without a word from the desk the usual questions serve.
    await panel.getByTestId('quick').first().waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    gate.open();

    await panel.locator('.status.ready').waitFor();
    await panel.getByTestId('picker').setInputFiles({
      name: '说明.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('x'),
    });
    await panel.locator('[data-testid=tray-item][data-state=failed], [data-testid=tray-item]').first().waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    await panel.getByTestId('tray-remove').click();
    await page.getByTestId('input').fill('可以带宠物进商场吗');
    await page.getByTestId('input').press('Enter');
    await panel.locator('[data-author=bot]').waitFor();
    line = 'refuses';
    await page.getByTestId('input').fill('被拒绝的一句');
    await page.getByTestId('input').press('Enter');
    await panel.getByTestId('retry').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    line = 'works';
    await panel.getByTestId('retry').click();
    await panel.locator('[data-author=shopper][data-seq]', { hasText: '被拒绝的一句' }).waitFor();

    line = 'dead';
    await page.reload();
    await panel.locator('.skeleton').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    line = 'works';
    await page.reload();
    await panel.locator('[data-author=shopper][data-seq]').first().waitFor();
    await page.context().setOffline(true);
    await Promise.all(sockets.map((socket) => socket.close().catch(() => undefined)));
    await panel.getByTestId('offline').waitFor();
    expect(await axeInBothThemes(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await axeInBothThemes(page)).toEqual([]);
    await page.context().setOffline(false);
    await panel.locator('.status.ready').waitFor({ timeout: 90_000 });
    await page.context().close();
  }, 300_000);
});

describe('the list of conversations', () => {
  it('has twenty rows and its two heads in sight at 1280 × 800', async () => {
    await desk.db.query(
      `INSERT INTO conversation (id, shopper_id, channel, status, locale, last_text, last_author, last_activity_at, created_at, updated_at)
       SELECT gen_random_uuid(), gen_random_uuid(), 'web', 'resolved', 'zh-CN', '我要退货', 'shopper', now(), now(), now()
       FROM generate_series(1, 60)`,
    );
    const email = await desk.addAgent('agent');
    const { page } = await AgentFace.signIn(chromium, desk.url, { email, password: PASSWORD });
    await page.getByTestId('tab-history').click();
    await page.getByTestId('conversation-item').nth(25).waitFor();
    const [rows, room] = await page.locator('.list-scroll').evaluate((list) => {
      const { bottom, height } = list.getBoundingClientRect();
      const whole = [...list.querySelectorAll('[data-testid=conversation-item]')].filter(
        (row) => row.getBoundingClientRect().bottom <= bottom,
      );
      const one = whole[0]?.closest('li')?.getBoundingClientRect().height ?? Infinity;
      return [whole.length, height - 20 * one];
    });
    expect(rows).toBeGreaterThanOrEqual(20);
    // What twenty rows leave holds the heads “mine” and “waiting”.
    expect(room).toBeGreaterThanOrEqual(2 * 24);
    await page.context().close();
  }, 300_000);
});
