import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/wait.js';
import { Chromium, CONNECTION_LOST } from './support/chromium.js';
import { CHEN, DemoDesk } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';

let desk: DemoDesk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([DemoDesk.start({ KNOWLEDGE_DIR: 'none' }), Chromium.launch()]);
}, 130_000);

afterEach(() => expect(chromium.troublesExcept(CONNECTION_LOST)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
});

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
    20_000,
  );
  const seqs = (await shopper.lines()).map((line) => line.seq);
  expect(seqs).toEqual(seqs.map((_seq, at) => at + 1));
};

describe('interruptions', () => {
  it('both ends repair themselves after a kill -9 of the server, and what was written meanwhile arrives once', async () => {
    const [agent, shopper] = await together();
    const before = (await shopper.lines()).length;
    await desk.process.kill();
    await shopper.panel.getByTestId('offline').waitFor();
    await agent.page.getByTestId('connection').waitFor();
    await shopper.input.fill('断网时写的第一句');
    await shopper.input.press('Enter');
    await shopper.input.fill('断网时写的第二句');
    await shopper.input.press('Enter');
    expect(await shopper.panel.locator('[data-state=sending], [data-state=waiting]').count()).toBe(2);
    await agent.composer.fill('我这边也在断线时回复');
    await agent.composer.press('Enter');
    await agent.transcript.getByTestId('pending').waitFor();

    await desk.process.start();
    await agent.message('shopper', '断网时写的第二句').waitFor({ timeout: 30_000 });
    await agent.message('agent', '断线时回复').waitFor();
    await shopper.panel.locator('[data-author=agent]', { hasText: '断线时回复' }).waitFor();
    await sameOnBothSides(agent, shopper, before + 3);
    const own = (await shopper.lines()).filter((line) => line.text.startsWith('断网时写的'));
    expect(own.map((line) => line.text)).toEqual(['断网时写的第一句', '断网时写的第二句']);
    await shopper.panel.getByTestId('restored').waitFor();
    await agent.resolve();
  }, 120_000);

  it('a shopper and an agent who lose the network get what they missed', async () => {
    const [agent, shopper] = await together();
    const before = (await shopper.lines()).length;
    await shopper.page.context().setOffline(true);
    await shopper.panel.getByTestId('offline').waitFor({ timeout: 60_000 });
    await agent.reply('第一条您看不到的回复');
    await agent.reply('第二条您看不到的回复');
    await shopper.input.fill('我这里没有信号');
    await shopper.input.press('Enter');
    await shopper.page.context().setOffline(false);
    await agent.message('shopper', '我这里没有信号').waitFor();
    await sameOnBothSides(agent, shopper, before + 3);

    await agent.page.context().setOffline(true);
    await agent.page.getByTestId('connection').waitFor({ timeout: 60_000 });
    await shopper.say('现在好了，您还在吗');
    await agent.page.context().setOffline(false);
    await agent.message('shopper', '您还在吗').waitFor();
    await sameOnBothSides(agent, shopper, before + 4);
    await agent.resolve();
  }, 120_000);

  it('the conversation is still there after a reload on either side, with the draft', async () => {
    const [agent, shopper] = await together();
    await shopper.say('刷新之前说的');
    await shopper.input.fill('还没写完的');
    await agent.composer.fill('客服的草稿');
    await Promise.all([shopper.page.reload(), agent.page.reload()]);
    await shopper.ready();
    await until(async () => (await shopper.lines()).some((l) => l.text === '刷新之前说的'), 'the message');
    expect(await shopper.input.inputValue()).toBe('还没写完的');
    await agent.message('shopper', '刷新之前说的').waitFor();
    expect(await agent.composer.inputValue()).toBe('客服的草稿');
    await agent.composer.fill('');
    await agent.resolve();
  }, 60_000);
});
