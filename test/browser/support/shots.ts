import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

export const OUTPUT = join(process.cwd(), 'test/browser/output');

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
];

export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark';

/** How a page is opened for pictures of one language and theme. */
export const lookOf = (language: Language, colorScheme: Theme) => ({
  colorScheme,
  locale: language === 'en' ? 'en-US' : 'zh-CN',
  reducedMotion: 'reduce' as const,
});

export type Shoot = (page: Page, view: string, atEachSize?: () => Promise<void>) => Promise<void>;

/** Pictures of a view in every size, named after it. `atEachSize` runs before each. */
export function shooter(language: Language, theme: Theme): Shoot {
  return async (page, view, atEachSize) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await atEachSize?.();
      // Layouts by script (panes, virtual lists) take a frame or two.
      await page.waitForTimeout(120);
      await page.screenshot({ path: join(OUTPUT, `${view}-${size.width}-${theme}-${language}.png`) });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
}

/** What a shopper sends of a teapot that has arrived with a crack. */
export function teapotPhoto(): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900" viewBox="0 0 120 90">
    <defs><linearGradient id="wall" x2="0" y2="1"><stop stop-color="#e9e1d4"/><stop offset="1" stop-color="#cbb79a"/></linearGradient></defs>
    <rect width="120" height="90" fill="url(#wall)"/><rect y="62" width="120" height="28" fill="#8d6b4b"/>
    <ellipse cx="60" cy="70" rx="34" ry="5" fill="#5f4630" opacity=".6"/>
    <path d="M34 40q-14-2-12 9t16 9" fill="none" stroke="#7d9a9c" stroke-width="4"/>
    <path d="M84 50q10-2 14-15l6-1q-4 24-22 26z" fill="#7d9a9c"/>
    <path d="M34 46q0-14 26-14t26 14q0 24-26 24t-26-24z" fill="#8aa9ab"/>
    <path d="M46 32q14-8 28 0z" fill="#7d9a9c"/><circle cx="60" cy="26" r="3" fill="#6c888a"/>
    <path d="M56 34l4 9-5 7 6 8-3 9" fill="none" stroke="#2d3a3b" stroke-width="1"/></svg>`;
  return sharp(Buffer.from(drawing)).jpeg().toBuffer();
}
