import type { Page } from 'playwright-core';

/** The test id of the element that has the focus, also inside a shadow tree; empty when it has none. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('data-testid') ?? '';
  });
}

/** Presses `key` until an element whose test id begins with `testId` has the focus; throws when it cannot be reached. */
export async function tabTo(page: Page, testId: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const way: string[] = [];
  for (let step = 0; step < 60; step++) {
    const at = await focused(page);
    if (at.startsWith(testId)) return;
    way.push(at);
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${testId}; it went over ${way.join(', ')}`);
}
