import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { axeFindings } from './support/axe.js';
import { Chromium, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace } from './support/faces.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  [desk, chromium] = await Promise.all([Desk.start(), Chromium.launch()]);
}, 300_000);

afterEach(() => expect(chromium.troublesExcept()).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

const looks: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark, English, on a phone', { colorScheme: 'dark', locale: 'en-US', viewport: PHONE }],
];

describe.each(looks)('axe finds nothing: %s', (_name, look) => {
  const options: BrowserContextOptions = { reducedMotion: 'reduce', ...look };

  it('in the widget, from the greeting to the rating, and at the console', async () => {
    const english = look.locale === 'en-US';
    const signIn = await chromium.page(options);
    await signIn.goto(`${desk.url}/console`);
    await signIn.getByTestId('email').waitFor();
    expect(await axeFindings(signIn)).toEqual([]);
    await signIn.context().close();

    const account = { email: await desk.addAgent('senior'), password: PASSWORD };
    const agent = await AgentFace.signIn(chromium, desk.url, account, options);
    expect(await axeFindings(agent.page)).toEqual([]);

    const shopper = await ShopperFace.open(chromium, english ? `${desk.url}/?lang=en` : desk.url, options);
    expect(await axeFindings(shopper.page)).toEqual([]);
    const answer = await shopper.ask('停车多少钱');
    await answer.getByTestId('citation').click();
    expect(await axeFindings(shopper.page)).toEqual([]);

    await shopper.say('你们乱收费，我要投诉');
    await shopper.panel.getByTestId('queue').waitFor();
    expect(await axeFindings(shopper.page)).toEqual([]);
    await agent.page.getByTestId('offer').waitFor();
    expect(await axeFindings(agent.page)).toEqual([]);

    await agent.accept();
    await agent.reply('您好，这就查');
    await agent.note('第二次来问了');
    expect(await axeFindings(agent.page)).toEqual([]);
    await shopper.panel.locator('[data-author=agent]').waitFor();
    expect(await axeFindings(shopper.page)).toEqual([]);

    await agent.resolve();
    await shopper.panel.getByTestId('survey').waitFor();
    await shopper.panel.getByTestId('score-4').check({ force: true });
    expect(await axeFindings(shopper.page)).toEqual([]);
    expect(await axeFindings(agent.page)).toEqual([]);
    await agent.leave();
  }, 300_000);
});
