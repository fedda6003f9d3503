import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newId } from '#kernel';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { Chromium } from './support/chromium.js';

const CONVERSATIONS = 5_000;
const MESSAGES = 2_000;
const TARGET_MS = 100;
/** Less than the screen, so that every message is seen. Heights that turn out other than estimated add to it. */
const WHEEL_PX = 300;
const NAMES = ['王小明', '欧阳若兰', 'Mary Ann Jones', '李雷', '韩梅梅', '一位名字特别特别特别特别长的顾客'];
const WORDS = [
  '我要退货',
  '请问羽绒服什么时候到货',
  'My order has not arrived yet',
  '好的，谢谢',
  '拉链坏了，能换吗？',
];

const figures: Record<string, object> = {};

/** Tasks of the page's main thread over 50 ms while `work` runs, in ms. */
async function longTasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: 'longtask' });
    Object.assign(window, { tasks, observer });
  });
  await work();
  return page.evaluate(() => {
    const { tasks, observer } = window as unknown as { tasks: number[]; observer: PerformanceObserver };
    tasks.push(...observer.takeRecords().map((entry) => entry.duration));
    observer.disconnect();
    return tasks;
  });
}

async function wheel(page: Page, selector: string, steps: number, by: number): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not on the screen`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(16);
  }
}

describe(`${CONVERSATIONS} conversations and a history of ${MESSAGES} messages`, () => {
  let desk: Desk;
  let chromium: Chromium;
  let page: Page;
  const long = newId();

  beforeAll(async () => {
    desk = await Desk.start({}, []);
    await fill();
    chromium = await Chromium.launch();
    page = await chromium.page();
    await page.goto(`${desk.url}/console`);
    await page.getByTestId('email').fill(await desk.addAgent('supervisor'));
    await page.getByTestId('password').fill(PASSWORD);
    await page.getByTestId('sign-in').click();
    await page.getByTestId('presence').waitFor();
  }, 300_000);

  afterAll(async () => {
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    await chromium?.close();
    await desk?.close();
    await closeTestDatabases();
  });

  async function fill(): Promise<void> {
    const rows = Array.from({ length: CONVERSATIONS }, (_, index) => index);
    await desk.db.query(
      `INSERT INTO conversation (id, shopper_id, channel, status, locale, shopper_name, last_text, last_author, mood, severity,
         last_activity_at, created_at, updated_at)
       SELECT id, gen_random_uuid(), 'web', 'resolved', 'zh-CN', name, said, 'shopper', 'negative', 'urgent', at, at, at
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS t(id, name, said, at)`,
      [
        rows.map((index) => (index === 0 ? long : newId())),
        rows.map((index) => NAMES[index % NAMES.length]),
        rows.map((index) => WORDS[index % WORDS.length]),
        rows.map((index) => new Date(Date.now() - index * 60_000)),
      ],
    );
    const seqs = Array.from({ length: MESSAGES }, (_, index) => index + 1);
    await desk.db.query(
      `INSERT INTO message (conversation_id, seq, id, author_kind, text, created_at)
       SELECT $1, seq, id, CASE seq % 3 WHEN 0 THEN 'bot' ELSE 'shopper' END, said, at
       FROM unnest($2::int[], $3::uuid[], $4::text[], $5::timestamptz[]) AS t(seq, id, said, at)`,
      [
        long,
        seqs,
        seqs.map(() => newId()),
        seqs.map((seq) => `${seq} ${WORDS[seq % WORDS.length]}`.repeat(1 + (seq % 7))),
        seqs.map((seq) => new Date(Date.now() - (MESSAGES - seq) * 30_000)),
      ],
    );
    await desk.db.query(
      'UPDATE conversation SET last_seq = $2, last_shopper_seq = $2, answered_seq = $2 WHERE id = $1',
      [long, MESSAGES],
    );
  }

  function judge(name: string, tasks: number[], more: object = {}): void {
    const longest = Math.round(Math.max(0, ...tasks));
    figures[name] = { longestTaskMs: longest, tasksOver50Ms: tasks.length, ...more };
    expect([name, longest]).toEqual([name, expect.any(Number)]);
    expect(longest).toBeLessThanOrEqual(TARGET_MS);
  }

  it('scrolls through the list, which comes in by pages', async () => {
    await page.getByTestId('tab-history').click();
    const rows = page.locator('[data-testid=conversation-item]');
    await rows.first().waitFor();
    const total = (): Promise<number> =>
      page.evaluate(() => document.querySelector<HTMLElement>('.list')?.offsetHeight ?? 0);
    const coming = await longTasks(page, async () => {
      for (let round = 0; round < 400; round++) {
        const before = await total();
        if (before >= CONVERSATIONS * 33) break;
        await wheel(page, '.list-scroll', 4, 3_000);
      }
    });
    const there = Math.round((await total()) / 33);
    expect(there).toBe(CONVERSATIONS);
    judge('the list while it comes', coming, { rows: there });
    const scrolling = await longTasks(page, async () => {
      await wheel(page, '.list-scroll', 150, -900);
      await wheel(page, '.list-scroll', 150, 900);
    });
    judge('the list when it is there', scrolling, { rowsInThePage: await rows.count() });
  });

  it('scrolls up through the history, which comes in by pages, without a jump', async () => {
    await page.goto(`${desk.url}/console/c/${long}`);
    await page.locator(`[data-testid=message][data-seq="${MESSAGES}"]`).waitFor();
    const jumps: string[] = [];
    const seen = new Set<number>();
    const coming = await longTasks(page, async () => {
      for (let round = 0; round < 1_500 && !seen.has(1); round++) {
        const before = await places(page);
        await wheel(page, '[data-testid=transcript]', 1, -WHEEL_PX);
        await page.waitForTimeout(20);
        const after = await places(page);
        for (const seq of after.keys()) seen.add(seq);
        // Upwards all words move down, or stay when the top is reached; a jump would move them up or out of sight.
        const moved = [...after].filter(([seq]) => before.has(seq)).map(([seq, top]) => top - (before.get(seq) ?? 0));
        const [least, most] = [Math.min(...moved), Math.max(...moved)];
        if (before.size > 0 && (moved.length === 0 || least < -2 || most > WHEEL_PX + 120))
          jumps.push(`from ${[...before.keys()][0]} to ${[...after.keys()][0]}: ${least}..${most}`);
      }
    });
    expect(seen.has(1)).toBe(true);
    judge('the history while it comes', coming, { messagesSeen: seen.size, jumps });
    const scrolling = await longTasks(page, async () => {
      await wheel(page, '[data-testid=transcript]', 150, 900);
      await wheel(page, '[data-testid=transcript]', 150, -900);
    });
    judge('the history when it is there', scrolling);
    expect(jumps).toEqual([]);
  });
});

/** Where the messages stand that are on the screen, by number. */
async function places(page: Page): Promise<Map<number, number>> {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid=transcript] [data-seq]')].map(
      (element): [number, number] => [Number(element.dataset['seq']), element.getBoundingClientRect().top],
    ),
  );
  return new Map(found);
}
