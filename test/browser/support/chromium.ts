import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** Trouble that a page may have: what its console says when a policy, a script or a request fails. */
export interface Trouble {
  page: string;
  text: string;
}

/**
 * One real Chromium. Every page has a context of its own, as another person's browser would be, and is watched: errors and warnings of
 * its console (violations of the Content-Security-Policy among them) and exceptions end up in `troubles`.
 */
export class Chromium {
  private readonly troubles: Trouble[] = [];

  private constructor(readonly browser: Browser) {}

  static async launch(): Promise<Chromium> {
    return new Chromium(
      await chromium.launch({
        timeout: 180_000,
        executablePath: process.env['CHROMIUM_PATH'],
        // Containers run as root and have a small /dev/shm.
        args: ['--no-sandbox', '--disable-dev-shm-usage'],
      }),
    );
  }

  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: DESKTOP,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      ...options,
    });
    context.setDefaultTimeout(45_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()))
        this.troubles.push({ page: page.url(), text: `${message.text()} (${message.location().url})` });
    });
    page.on('pageerror', (error) => this.troubles.push({ page: page.url(), text: error.stack ?? error.message }));
    return page;
  }

  /** What went wrong since the last call, less what the test brought about on purpose. */
  troublesExcept(...expected: RegExp[]): Trouble[] {
    return this.troubles.splice(0).filter(({ text }) => !expected.some((pattern) => pattern.test(text)));
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** What Chromium writes when a server is gone or the network is cut. */
export const CONNECTION_LOST =
  /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INTERNET_DISCONNECTED|NETWORK_CHANGED)|WebSocket connection to .* failed/;
