import { join } from 'node:path';
import type { Page } from 'playwright-core';

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
