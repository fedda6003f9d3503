import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { until } from '../../support/wait.js';
import type { Chromium } from './chromium.js';

export interface Line {
  seq: number;
  author: string;
  text: string;
}

/** The numbered messages a page shows, in the order in which it shows them. */
async function linesOf(messages: Locator): Promise<Line[]> {
  return messages.evaluateAll((elements) =>
    elements
      .filter((element) => element.hasAttribute('data-seq'))
      .map((element) => ({
        seq: Number(element.getAttribute('data-seq')),
        author: element.getAttribute('data-author') ?? '',
        text: (element.querySelector('.text, .words, .handoff-text, p') ?? element).textContent?.trim() ?? '',
      })),
  );
}

/** A shopper at the widget. */
export class ShopperFace {
  readonly panel: Locator;
  readonly input: Locator;
  readonly status: Locator;
  readonly messages: Locator;

  private constructor(readonly page: Page) {
    this.panel = page.getByTestId('panel');
    this.input = this.panel.getByTestId('input');
    this.status = this.panel.getByTestId('status');
    this.messages = this.panel.getByTestId('message');
  }

  /** Opens a page with the widget on it, and the widget. */
  static async open(chromium: Chromium, address: string, options: BrowserContextOptions = {}): Promise<ShopperFace> {
    const page = await chromium.page(options);
    await page.goto(address);
    const shopper = new ShopperFace(page);
    await page.getByTestId('launcher').click();
    await shopper.ready();
    return shopper;
  }

  /** Waits until the line to the desk is up. */
  async ready(): Promise<void> {
    await this.panel.locator('.status.ready').waitFor();
  }

  /** Writes and sends; resolves with the number the desk has given the message. */
  async say(text: string): Promise<number> {
    await this.input.fill(text);
    await this.input.press('Enter');
    const own = this.panel.locator('[data-testid=message][data-author=shopper][data-seq]', { hasText: text }).last();
    await own.waitFor();
    return Number(await own.getAttribute('data-seq'));
  }

  /** Asks and resolves with the assistant's answer. */
  async ask(text: string): Promise<Locator> {
    const seq = await this.say(text);
    return this.after(seq, 'bot');
  }

  /** The first message of `author` after `seq`. */
  async after(seq: number, author: 'bot' | 'agent' | 'system'): Promise<Locator> {
    let found: Line | undefined;
    await until(
      async () => {
        found = (await this.lines()).find((line) => line.author === author && line.seq > seq);
        return found !== undefined;
      },
      `a message of the ${author} after ${seq}`,
      45_000,
    );
    return this.panel.locator(`[data-testid=message][data-author=${author}][data-seq="${found?.seq}"]`);
  }

  notice(kind: string): Locator {
    return this.panel.locator(`[data-notice=${kind}]`);
  }

  lines(): Promise<Line[]> {
    return linesOf(this.messages);
  }
}

/** An agent at the console. */
export class AgentFace {
  readonly transcript: Locator;
  readonly composer: Locator;

  private constructor(readonly page: Page) {
    this.transcript = page.getByTestId('transcript');
    this.composer = page.getByTestId('composer');
  }

  /** Signs in and goes online. */
  static async signIn(
    chromium: Chromium,
    url: string,
    account: { email: string; password: string },
    options: BrowserContextOptions = {},
  ): Promise<AgentFace> {
    const page = await chromium.page(options);
    await page.goto(`${url}/console`);
    await page.getByTestId('email').fill(account.email);
    await page.getByTestId('password').fill(account.password);
    await page.getByTestId('sign-in').click();
    const agent = new AgentFace(page);
    await agent.presence('online');
    return agent;
  }

  async presence(status: 'online' | 'away' | 'offline'): Promise<void> {
    // Until the desk has said what it is, the page shows "offline", and nothing can be chosen.
    const presence = this.page.locator('[data-testid=presence]:enabled');
    await presence.waitFor();
    if ((await presence.getAttribute('data-status')) !== status) {
      await presence.click();
      await this.page.getByTestId(`presence-${status}`).click();
    }
    await this.page.locator(`[data-testid=presence][data-status=${status}]`).waitFor();
  }

  /** Takes the conversation that is offered; it opens. */
  async accept(): Promise<void> {
    await this.page.getByTestId('offer').getByTestId('accept').first().click();
    await this.page.getByTestId('resolve').waitFor();
  }

  /** Goes offline, so that nothing is offered to somebody who is not there, and closes the browser. */
  async leave(): Promise<void> {
    // On a phone an open conversation has the whole screen.
    if (!(await this.page.getByTestId('presence').isVisible())) {
      await this.page.goto(new URL('/console/', this.page.url()).href);
    }
    await this.presence('offline');
    await this.page.context().close();
  }

  async reply(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await this.message('agent', text).waitFor();
  }

  async note(text: string): Promise<void> {
    await this.page.getByTestId('note').click();
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await this.transcript.getByTestId('note-item').filter({ hasText: text }).waitFor();
    await this.page.getByTestId('note').click();
  }

  /** A message that the desk has numbered. */
  message(author: string, text: string): Locator {
    return this.transcript
      .locator(`[data-testid=message][data-author=${author}][data-seq]`)
      .filter({ hasText: text })
      .last();
  }

  async resolve(): Promise<void> {
    await this.page.getByTestId('resolve').click();
    await this.page.getByTestId('resolve-confirm').click();
    await this.page.getByTestId('resolve').waitFor({ state: 'hidden' });
  }

  lines(): Promise<Line[]> {
    return linesOf(this.transcript.getByTestId('message'));
  }
}
