import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { Chromium, PHONE } from './support/chromium.js';
import { CHEN, DemoDesk, WU } from './support/demo-desk.js';
import { AgentFace, ShopperFace } from './support/faces.js';
import { lookOf, OUTPUT, teapotPhoto } from './support/shots.js';

const FOLDER = join(OUTPUT, 'readme');
const LARGEST_PICTURE = 150_000;
const LARGEST_SEQUENCE = 1_000_000;
/** Height of the sequence's frames, the console left and the shopper's phone right of it. */
const FRAME_PX = 600;
const FRAME_MS = 3_000;

let desk: DemoDesk;
let chromium: Chromium;

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  [desk, chromium] = await Promise.all([DemoDesk.start({ OFFER_SECONDS: '120' }), Chromium.launch()]);
}, 130_000);

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
});

async function keep(name: string, page: Page): Promise<void> {
  const picture = await sharp(await page.screenshot())
    .webp({ quality: 82 })
    .toBuffer();
  expect([name, picture.length]).toEqual([name, expect.any(Number)]);
  expect(picture.length).toBeLessThan(LARGEST_PICTURE);
  writeFileSync(join(FOLDER, `${name}.webp`), picture);
}

/** Both sides as they are at this moment. */
async function frame(console: Page, phone: Page): Promise<Buffer> {
  const sides = await Promise.all(
    [console, phone].map(async (page) =>
      sharp(await page.screenshot())
        .resize({ height: FRAME_PX })
        .png()
        .toBuffer({ resolveWithObject: true }),
    ),
  );
  const gap = 16;
  const width = sides.reduce((sum, { info }) => sum + info.width + gap, gap);
  const [left, right] = sides;
  if (left === undefined || right === undefined) throw new Error('two sides make a frame');
  return sharp({ create: { width, height: FRAME_PX + 2 * gap, channels: 3, background: '#dfe5e2' } })
    .composite([
      { input: left.data, left: gap, top: gap },
      { input: right.data, left: left.info.width + 2 * gap, top: gap },
    ])
    .png()
    .toBuffer();
}

it('the pictures of the README, and the handing over as a sequence', async () => {
  const look = lookOf('zh-CN', 'light');
  const agent = await AgentFace.signIn(chromium, desk.url, CHEN, look);
  const shopper = await ShopperFace.open(chromium, desk.url, { ...look, viewport: PHONE });
  const frames: Buffer[] = [];
  const shoot = async (): Promise<void> => void frames.push(await frame(agent.page, shopper.page));

  const answer = await shopper.ask('快递送晚了有补偿吗');
  await answer.getByTestId('citation').first().click();
  await shoot();
  await keep('widget-phone', shopper.page);
  await shopper.panel
    .getByTestId('picker')
    .setInputFiles({ name: '茶壶.jpg', mimeType: 'image/jpeg', buffer: await teapotPhoto() });
  await shopper.panel.locator('[data-testid=tray-item][data-state=done]').waitFor();
  await shopper.say('等了三天，收到的茶壶还是裂的，我要投诉！订单号 YS20261118023');
  await shopper.panel.getByTestId('queue').waitFor();
  await agent.page.getByTestId('offer').waitFor();
  await shoot();
  await agent.accept();
  await agent.transcript.getByTestId('picture').locator('img').waitFor();
  await shopper.notice('assigned').waitFor();
  await shoot();
  await agent.reply('您好，我是小陈，照片看到了，裂得不轻。我现在给您补发一把新的，明天上午送到。');
  await shopper.say('好的，后天要送人的，麻烦了');
  await agent.note('上周也投诉过一次，补偿券已经发过');
  await agent.message('shopper', '后天要送人').waitFor();
  await shoot();
  await keep('console', agent.page);

  const wu = await chromium.page(look);
  await wu.goto(`${desk.url}/console/board`);
  await wu.getByTestId('email').fill(WU.email);
  await wu.getByTestId('password').fill(WU.password);
  await wu.getByTestId('sign-in').click();
  await wu.getByTestId('figure-assigned').filter({ hasText: '1' }).waitFor();
  await wu.mouse.move(0, 0);
  await keep('board', wu);
  await agent.resolve();
  await shopper.panel.getByTestId('survey').waitFor();
  await shopper.panel.getByTestId('score-5').check({ force: true });
  await shoot();

  const sequence = await sharp(frames, { join: { animated: true } })
    .webp({ quality: 70, delay: frames.map(() => FRAME_MS), loop: 0 })
    .toBuffer();
  expect(sequence.length).toBeLessThan(LARGEST_SEQUENCE);
  writeFileSync(join(FOLDER, 'handoff.webp'), sequence);
}, 120_000);
