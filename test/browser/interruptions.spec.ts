import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/wait.js';
import { Chromium, CONNECTION_LOST } from './support/chromium.js';
import { CHEN, DemoDesk } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';

let desk: DemoDesk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([DemoDesk.start({ KNOWLEDGE_DIR: 'none' }), Chromium.launch()]);
}, 300_000);

afterEach(() => expect(chromium.troublesExcept(CONNECTION_LOST)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
});

const OUTAGE_MS = 30_000;

/** An agent and a shopper in the same conversation. */
async function together(): Promise<[AgentFace, ShopperFace]> {
  const agent = await AgentFace.signIn(chromium, desk.url, CHEN);
  const shopper = await ShopperFace.open(chromium, desk.url);
  await shopper.panel.getByTestId('human').click();
  await agent.accept();
  await agent.reply('您好，请讲');
  await shopper.panel.locator('[data-author=agent]').waitFor();
  return [agent, shopper];
}

const sameOnBothSides = async (agent: AgentFace, shopper: ShopperFace, count: number): Promise<void> => {
  await until(
    async () => {
      const [a, s] = [await agent.lines(), await shopper.lines()];
      return a.length === count && JSON.stringify(a.map((l) => l.seq)) === JSON.stringify(s.map((l) => l.seq));
    },
    `${count} messages on both sides`,
    60_000,
  );
  const seqs = (await shopper.lines()).map((line) => line.seq);
  expect(seqs).toEqual(seqs.map((_seq, at) => at + 1));
};

describe('interruptions', () => {
  it('both ends say that the desk is gone for half a minute, repair themselves, and what was written meanwhile arrives once', async () => {
    const [agent, shopper] = await together();
    const before = (await shopper.lines()).length;
    const gone = performance.now();
    await desk.process.kill();
    const shopperBar = shopper.panel.getByTestId('offline');
    const agentBar = agent.page.locator('.connection-down');
    await Promise.all([shopperBar.waitFor(), agentBar.waitFor()]);
    await shopper.input.fill('断网时写的第一句');
    await shopper.input.press('Enter');
    await shopper.input.fill('断网时写的第二句');
    await shopper.input.press('Enter');
    const underWay = shopper.panel.locator('[data-state=sending], [data-state=waiting]');
    await until(async () => (await underWay.count()) === 2, 'both to wait');
    await agent.composer.fill('我这边也在断线时回复');
    await agent.composer.press('Enter');
    await agent.transcript.getByTestId('pending').waitFor();

    await until(() => performance.now() - gone > OUTAGE_MS, 'the outage to last', OUTAGE_MS + 5_000);
    // Nobody is left in the belief that all is well, and what was said before is still there to read.
    expect([await shopperBar.isVisible(), await agentBar.isVisible()]).toEqual([true, true]);
    expect((await shopper.lines()).length).toBe(before);
    const agentTold = agent.page.locator('.connection-repaired').waitFor({ timeout: 180_000 });
    await desk.process.start();
    await agent.message('shopper', '断网时写的第二句').waitFor({ timeout: 90_000 });
    await agent.message('agent', '断线时回复').waitFor();
    await shopper.panel.locator('[data-author=agent]', { hasText: '断线时回复' }).waitFor();
    await sameOnBothSides(agent, shopper, before + 3);
    const own = (await shopper.lines()).filter((line) => line.text.startsWith('断网时写的'));
    expect(own.map((line) => line.text)).toEqual(['断网时写的第一句', '断网时写的第二句']);
    await shopper.panel.getByTestId('restored').waitFor();
    await agentTold;
    await shopperBar.waitFor({ state: 'detached' });
    // It goes on as before.
    await agent.reply('抱歉刚才断了，我们继续');
    await shopper.panel.locator('[data-author=agent]', { hasText: '我们继续' }).waitFor();
    await agent.resolve();
  }, 300_000);

  it('a shopper and an agent who lose the network get what they missed', async () => {
    const [agent, shopper] = await together();
    const before = (await shopper.lines()).length;
    await shopper.page.context().setOffline(true);
    await shopper.panel.getByTestId('offline').waitFor({ timeout: 90_000 });
    await agent.reply('第一条您看不到的回复');
    await agent.reply('第二条您看不到的回复');
    await shopper.input.fill('我这里没有信号');
    await shopper.input.press('Enter');
    await shopper.page.context().setOffline(false);
    await agent.message('shopper', '我这里没有信号').waitFor();
    await sameOnBothSides(agent, shopper, before + 3);

    await agent.page.context().setOffline(true);
    await agent.page.getByTestId('connection').waitFor({ timeout: 90_000 });
    await shopper.say('现在好了，您还在吗');
    await agent.page.context().setOffline(false);
    await agent.message('shopper', '您还在吗').waitFor();
    await sameOnBothSides(agent, shopper, before + 4);
    await agent.resolve();
  }, 300_000);

  it('the conversation is still there after a reload on either side, with the draft', async () => {
    const [agent, shopper] = await together();
    await shopper.say('刷新之前说的');
    await shopper.input.fill('还没写完的');
    await agent.composer.fill('客服的草稿');
    await Promise.all([shopper.page.reload(), agent.page.reload()]);
    await shopper.ready();
    await until(async () => (await shopper.lines()).some((l) => l.text === '刷新之前说的'), 'the message');
    await until(async () => (await shopper.input.inputValue()) === '还没写完的', 'the shopper’s draft');
    await agent.message('shopper', '刷新之前说的').waitFor();
    await until(async () => (await agent.composer.inputValue()) === '客服的草稿', 'the agent’s draft');
    await agent.composer.fill('');
    await agent.resolve();
  }, 300_000);
});
