import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds on the page as it is now, shadow trees included: rule, what it says, where. WCAG 2.2 A and AA and best practices.
 * The page should have `reducedMotion`, else colours are measured half-way through a transition. */
export async function axeFindings(page: Page, options: RunOptions = {}): Promise<string[]> {
  // Once per page: it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const all = JSON.stringify({ resultTypes: ['violations'], ...options });
  const results = await page.evaluate<AxeResults>(`axe.run(document, ${all})`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help} at ${node.target.join(' ')} ${node.html.slice(0, 200)}`),
  );
}

/** The same in light and in dark, which differ in colours alone. The page's theme should be the system's. */
export async function axeInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axeFindings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axeFindings(page, { runOnly: ['color-contrast'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((finding) => `dark: ${finding}`)];
}
