import type { Page } from 'playwright-core';

/** Text that would act if anything took it for markup: it leaves an element behind, and tries to run. Short enough for a name. */
export const MARKUP = `"><img src=x data-owned onerror=owned=1>`;
/** Addresses that would act if they became links. */
export const SCRIPT_ADDRESS = 'javascript:owned=1';

interface Watched {
  owned?: unknown;
  violations: string[];
}

/** From now on the page notes what its Content-Security-Policy forbids. Before the first `goto`. */
export async function watchPolicy(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
}

/** What of hostile text has become more than text on the page as it is now, shadow trees and frames included. */
export async function tracesOf(page: Page): Promise<string[]> {
  const traces = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(() => {
        const found: string[] = [];
        const { owned, violations = [] } = window as unknown as Partial<Watched>;
        if (owned !== undefined) found.push('a script ran');
        found.push(...violations.map((violation) => `forbidden by the policy: ${violation}`));
        const roots: ParentNode[] = [document];
        for (let root = roots.shift(); root !== undefined; root = roots.shift()) {
          for (const element of root.querySelectorAll('*')) {
            if (element.shadowRoot) roots.push(element.shadowRoot);
            if (element.matches('[data-owned], [onerror], [onload], [onclick]'))
              found.push(`markup: ${element.outerHTML}`);
            for (const name of ['href', 'src', 'action', 'formaction']) {
              const address = element.getAttribute(name)?.trim() ?? '';
              if (/^(javascript|data:text|vbscript)/i.test(address)) found.push(`${name}: ${address}`);
            }
          }
        }
        return found;
      }),
    ),
  );
  return traces.flat();
}
