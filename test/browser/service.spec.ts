import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { Chromium } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([Desk.start(), Chromium.launch()]);
}, 300_000);

/** Whoever has passed a case on may not read what comes after; what was loaded stays on the screen. */
const NOT_MINE_ANY_MORE = /status of 404 .*\/api\/v1\/conversations\/[0-9a-f-]+(\?messages=\d+)?\)/;

afterEach(() => expect(chromium.troublesExcept(NOT_MINE_ANY_MORE)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

const signIn = async (role: 'agent' | 'senior'): Promise<AgentFace> =>
  AgentFace.signIn(chromium, desk.url, { email: await desk.addAgent(role), password: PASSWORD });

describe('service between people', () => {
  it('an agent passes a case to a colleague with a note, who gets everything, and gives it back to the assistant', async () => {
    const first = await signIn('agent');
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.ask('停车多少钱');
    await shopper.panel.getByTestId('human').click();
    await first.accept();
    await first.reply('我请同事来帮您');

    const second = await signIn('senior');
    await first.page.getByTestId('transfer').click();
    const dialog = first.page.getByRole('dialog');
    await dialog.getByText(/^senior-/).click();
    await dialog.getByTestId('transfer-note').fill('想要停车费减免');
    await dialog.getByTestId('transfer-confirm').click();
    await shopper.notice('transferred').waitFor();
    await second.accept();
    await second.transcript.getByTestId('note-item').filter({ hasText: '想要停车费减免' }).waitFor();
    await second.message('agent', '我请同事来帮您').waitFor();
    await second.reply('您好，减免已经登记');
    await shopper.panel.locator('[data-author=agent]', { hasText: '减免已经登记' }).waitFor();
    // The first one has no say any more.
    await first.page.getByTestId('resolve').waitFor({ state: 'hidden' });

    await second.page.getByTestId('return').click();
    await shopper.notice('returned').waitFor();
    const answer = await shopper.ask('怎么开发票');
    expect(await answer.locator('.text').innerText()).toContain('申请发票');
    await shopper.panel.getByTestId('human').waitFor();
    await first.leave();
    await second.leave();
  }, 300_000);

  it('a shopper leaves the queue and goes on with the assistant; the offer goes away', async () => {
    const agent = await signIn('agent');
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.panel.getByTestId('human').click();
    await agent.page.getByTestId('offer').waitFor();
    await shopper.panel.getByTestId('queue-leave').click();
    await shopper.notice('withdrawn').waitFor();
    await agent.page.getByTestId('offer').waitFor({ state: 'hidden' });
    await agent.page.getByTestId('queue-item').waitFor({ state: 'hidden' });
    const answer = await shopper.ask('可以借轮椅吗');
    expect(await answer.locator('.text').innerText()).toContain('轮椅');
    // The button is gone with the queue; the focus is not lost to the page.
    expect(await shopper.page.evaluate(() => document.activeElement?.tagName)).toBe('DESKHAND-WIDGET');
    await agent.leave();
  }, 300_000);

  it('two agents see one offer go to whoever is asked first, and the other cannot take it', async () => {
    const [one, two] = [await signIn('agent'), await signIn('senior')];
    const shopper = await ShopperFace.open(chromium, desk.url);
    await shopper.say('转人工');
    const taken = await Promise.race(
      [one, two].map(async (agent) => {
        await agent.page.getByTestId('offer').waitFor();
        return agent;
      }),
    );
    const other = taken === one ? two : one;
    await taken.accept();
    await other.page.getByTestId('offer').waitFor({ state: 'hidden' });
    await other.page.getByTestId('queue-item').waitFor({ state: 'hidden' });
    await shopper.notice('assigned').waitFor();
    // Left with somebody who goes, it would come back to the queue, and to the next test.
    await taken.resolve();
    await Promise.all([one.leave(), two.leave()]);
  }, 300_000);

  it('shows HTML, script and very long words as text, on both sides, without breaking the page', async () => {
    const agent = await signIn('senior');
    const shopper = await ShopperFace.open(chromium, desk.url, { viewport: { width: 390, height: 844 } });
    const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    await shopper.say('转人工');
    await agent.accept();
    await shopper.say(evil);
    await shopper.say('长'.repeat(300) + 'w'.repeat(600));
    await agent.message('shopper', 'onerror').waitFor();
    await agent.reply(`${evil} 请看 https://example.com/${'a'.repeat(300)}`);
    await shopper.panel.locator('[data-author=agent]', { hasText: 'onerror' }).waitFor();
    for (const page of [shopper.page, agent.page]) {
      expect(await page.title()).not.toContain('owned');
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
    }
    const overflow = await shopper.panel.locator('.scroll').evaluate((e) => e.scrollWidth - e.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  }, 300_000);
});
