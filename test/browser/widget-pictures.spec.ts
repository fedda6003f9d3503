import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { WireAttachment } from '#kernel';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { until } from '../support/wait.js';
import { axeFindings } from './support/axe.js';
import { Chromium, PHONE } from './support/chromium.js';
import { ShopperFace } from './support/faces.js';

let desk: Desk;
let chromium: Chromium;
let photo: Buffer;

beforeAll(async () => {
  photo = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#4a7' } })
    .withExif({ IFD0: { Make: 'SpyCam' }, IFD3: { GPSLatitude: '31/1 13/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();
  [desk, chromium] = await Promise.all([Desk.start(), Chromium.launch()]);
}, 300_000);

/** The upload that a test breaks, and what Chromium says of it. */
const BROKEN_ON_PURPOSE = /net::ERR_FAILED/;

afterEach(() => expect(chromium.troublesExcept(BROKEN_ON_PURPOSE)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

const picked = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: photo });

const stored = async (): Promise<WireAttachment[]> => {
  const rows = await desk.db.query<{ attachments: WireAttachment[] }>(
    'SELECT attachments FROM message WHERE attachments IS NOT NULL ORDER BY created_at DESC LIMIT 1',
  );
  return rows[0]?.attachments ?? [];
};

/** A file arrives in the panel as a program would bring it. */
async function bring(page: Page, event: 'paste' | 'drop', selector: string): Promise<void> {
  await page
    .locator(selector)
    .first()
    .evaluate(
      (element, [kind, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], `${kind}.jpg`, { type: 'image/jpeg' }));
        const init = { bubbles: true, cancelable: true, composed: true };
        element.dispatchEvent(
          kind === 'paste'
            ? new ClipboardEvent(kind, { ...init, clipboardData: data })
            : new DragEvent(kind, { ...init, dataTransfer: data }),
        );
      },
      [event, photo.toString('base64')] as [string, string],
    );
}

describe('pictures of a shopper', () => {
  it('are shrunk before they leave, carry nothing of the camera, and open over the page', async () => {
    const shopper = await ShopperFace.open(chromium, desk.url, { reducedMotion: 'reduce' });
    const { page, panel } = shopper;
    let sent: Buffer | null = null;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/v1/attachments')) sent = request.postDataBuffer();
    });
    await panel.getByTestId('picker').setInputFiles([picked('IMG_0001.jpg'), picked('IMG_0002.jpg')]);
    await until(async () => (await panel.locator('[data-testid=tray-item][data-state=done]').count()) === 2, 'uploads');
    if (sent !== null) expect((sent as Buffer).includes('SpyCam')).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    await panel.getByTestId('tray-remove').first().click();
    await shopper.say('收到就是坏的');
    await panel.getByTestId('picture').waitFor();
    const [attachment, ...others] = await stored();
    expect(others).toEqual([]);
    expect(attachment).toMatchObject({ kind: 'image', width: 1600, height: 1067 });

    await panel.getByTestId('picture').click();
    const lightbox = page.getByTestId('lightbox');
    await lightbox.locator('img').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await lightbox.waitFor({ state: 'detached' });
    expect(await panel.isVisible()).toBe(true);
    // After a reload it is fetched again, with the shopper's token.
    await page.reload();
    await panel.getByTestId('picture').locator('img').waitFor();
  }, 300_000);

  it('come by pasting and dropping; a broken upload is said and tried again; what is no picture is refused', async () => {
    const { page, panel } = await ShopperFace.open(chromium, desk.url);
    await bring(page, 'paste', '[data-testid=input]');
    await bring(page, 'drop', '[data-testid=panel]');
    await until(async () => (await panel.locator('[data-testid=tray-item][data-state=done]').count()) === 2, 'both');

    await page.route('**/api/v1/attachments', (route) => route.abort(), { times: 1 });
    await panel.getByTestId('picker').setInputFiles([picked('IMG_0003.jpg')]);
    await panel.getByTestId('tray-retry').click();
    await until(
      async () => (await panel.locator('[data-testid=tray-item][data-state=done]').count()) === 3,
      'the third',
    );

    await panel
      .getByTestId('picker')
      .setInputFiles([
        { name: '<img src=x onerror=alert(1)>.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') },
      ]);
    await panel.locator('[data-testid=tray-item][data-state=failed]').waitFor();
    expect(await panel.getByTestId('tray-retry').count()).toBe(0);
    await panel.getByTestId('picker').setInputFiles([1, 2, 3, 4].map((n) => picked(`more-${n}.jpg`)));
    await panel.getByTestId('remark').filter({ hasText: '6' }).waitFor();
    expect(await panel.getByTestId('tray-item').count()).toBe(6);
    // What has arrived waits over a reload, like the draft.
    await until(async () => (await panel.locator('[data-testid=tray-item][data-state=done]').count()) === 5, 'five');
    await page.reload();
    await until(async () => (await panel.getByTestId('tray-item').count()) === 5, 'five after the reload');
  }, 300_000);

  it('on a phone the back gesture closes the picture first, then the conversation', async () => {
    const phone = { viewport: PHONE, hasTouch: true, isMobile: true };
    const { page, panel } = await ShopperFace.open(chromium, desk.url, phone);
    await panel.getByTestId('picker').setInputFiles([picked('IMG_0004.jpg')]);
    await panel.locator('[data-testid=tray-item][data-state=done]').waitFor();
    await panel.getByTestId('send').tap();
    await panel.locator('[data-author=shopper][data-seq]').getByTestId('picture').tap();
    await page.getByTestId('lightbox').waitFor();
    await page.goBack();
    await page.getByTestId('lightbox').waitFor({ state: 'detached' });
    expect(await panel.isVisible()).toBe(true);
    await page.goBack();
    await panel.waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${desk.url}/`);
  }, 300_000);
});
