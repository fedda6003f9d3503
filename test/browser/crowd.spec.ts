import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD } from '../support/desk.js';
import { until } from '../support/wait.js';
import { Chromium, PHONE } from './support/chromium.js';
import { AgentFace, ShopperFace, type Line } from './support/faces.js';

let desk: Desk;
let chromium: Chromium;

beforeAll(async () => {
  // Nobody is hurried: what is tested is who gets what.
  [desk, chromium] = await Promise.all([Desk.start({ offerMs: 300_000 }), Chromium.launch()]);
}, 300_000);

/** Whoever has lost a case may not read what comes after; what was loaded stays on the screen. */
const NOT_MINE_ANY_MORE = /status of 404 .*\/api\/v1\/conversations\/[0-9a-f-]+(\?\S*)?\)/;

afterEach(() => expect(chromium.troublesExcept(NOT_MINE_ANY_MORE)).toEqual([]));

afterAll(async () => {
  await chromium?.close();
  await desk?.close();
  await closeTestDatabases();
});

/** Words that only one shopper says, and only whoever serves that one repeats. */
const MARKS = ['青瓷', '竹篮', '麻布', '铜壶', '木梳'];
const WHISPER = '悄悄话：先道歉';
const TOUCH = { viewport: PHONE, hasTouch: true, isMobile: true };

interface Shopper {
  mark: string;
  face: ShopperFace;
}

/** A conversation at an agent's, and the mark of whose it is. */
interface Case {
  id: string;
  mark: string;
  agent: AgentFace;
}

const account = async (role: 'senior' | 'supervisor') => ({ email: await desk.addAgent(role), password: PASSWORD });

const said = (lines: Line[]): string => lines.map(({ text }) => text).join('\n');

/** Opens a conversation from the list; on a phone, where an open one has the whole screen, by way of the list. */
async function show({ page, transcript }: AgentFace, { id, mark }: { id: string; mark: string }): Promise<void> {
  if (!page.url().includes(id)) {
    if (!(await page.getByTestId('tab-live').isVisible()))
      await page.locator('.conversation-head button').first().click();
    await page.locator(`[data-testid=conversation-item][data-id="${id}"]`).click();
  }
  await transcript
    .getByTestId('message')
    .filter({ hasText: `我买的${mark}` })
    .waitFor();
}

/** Takes the first offer on the screen, if there is one. */
async function takeOffer(agent: AgentFace): Promise<Case | undefined> {
  const { page } = agent;
  const offer = page.getByTestId('offer').first();
  if (!(await offer.isVisible())) return undefined;
  const id = (await offer.getAttribute('data-id')) ?? '';
  await page.locator(`[data-testid=offer][data-id="${id}"]`).getByTestId('accept').click();
  await page.waitForURL((url) => url.pathname.endsWith(id));
  await page.getByTestId('resolve').waitFor();
  const own = agent.transcript.getByTestId('message').filter({ hasText: /我买的/ });
  const mark = /我买的(..)坏了/.exec(await own.first().innerText())?.[1] ?? '';
  return { id, mark, agent };
}

/** The transcript as the shopper has it, complete and with nothing of anybody else's. */
async function own(shopper: Shopper): Promise<Line[]> {
  const lines = await shopper.face.lines();
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_line, index) => index + 1));
  const others = MARKS.filter((mark) => mark !== shopper.mark && said(lines).includes(mark));
  expect([shopper.mark, others]).toEqual([shopper.mark, []]);
  return lines;
}

/** Every case as its agent sees it is the shopper's, line for line. */
async function sameOnBothSides(shoppers: Shopper[], agent: AgentFace, mine: Case): Promise<void> {
  const shopper = shoppers.find(({ mark }) => mark === mine.mark);
  if (shopper === undefined) throw new Error(`nobody is ${mine.mark}`);
  await show(agent, mine);
  const numbers = (lines: Line[]): string => lines.map(({ seq, author }) => `${seq} ${author}`).join();
  await until(
    async () => numbers(await agent.lines()) === numbers(await shopper.face.lines()),
    `the conversation of ${mine.mark} on both sides`,
  );
  await own(shopper);
}

describe('five shoppers, three agents and a supervisor at once', () => {
  it('each gets their own conversation, whole and in order, and nobody another’s', async () => {
    const agents = await Promise.all(
      [{}, {}, TOUCH].map(async (size) => AgentFace.signIn(chromium, desk.url, await account('senior'), size)),
    );
    const shoppers: Shopper[] = await Promise.all(
      MARKS.map(async (mark, index) => ({
        mark,
        face: await ShopperFace.open(chromium, desk.url, index % 2 === 0 ? {} : TOUCH),
      })),
    );

    await Promise.all(
      shoppers.map(async ({ mark, face }) => {
        await face.ask('停车多少钱');
        await face.say(`我买的${mark}坏了，没人管，我要投诉！`);
        await face.notice('handoff').waitFor();
      }),
    );

    // Everybody takes what is offered to them, until nobody waits.
    const cases: Case[] = [];
    await Promise.all(
      agents.map(async (agent) => {
        await until(
          async () => {
            const taken = await takeOffer(agent);
            if (taken !== undefined) cases.push(taken);
            return cases.length === MARKS.length;
          },
          'all five to be taken',
          90_000,
        );
      }),
    );
    expect(cases.map(({ mark }) => mark).sort()).toEqual([...MARKS].sort());
    expect(new Set(cases.map(({ agent }) => agent)).size).toBe(agents.length);

    // Everybody writes at the same time.
    await Promise.all([
      ...agents.map(async (agent) => {
        for (const mine of cases.filter((one) => one.agent === agent)) {
          await show(agent, mine);
          await agent.reply(`您好，${mine.mark}这件事由我处理`);
          await agent.note(`内部：${mine.mark}的批次有问题`);
        }
      }),
      ...shoppers.map(async ({ mark, face }) => {
        await face.say(`${mark}的发票还在`);
        await face.panel.locator('[data-author=agent]', { hasText: `${mark}这件事` }).waitFor();
        await face.say(`${mark}什么时候能换`);
      }),
    ]);
    for (const mine of cases) await sameOnBothSides(shoppers, mine.agent, mine);

    // The supervisor reads one along, whispers there, and takes another over, while the rest goes on.
    const [read, taken] = [cases[0], cases.find(({ agent }) => agent !== cases[0]?.agent)];
    if (read === undefined || taken === undefined) throw new Error('two agents have a case');
    const wu = await AgentFace.signIn(chromium, desk.url, await account('supervisor'));
    await wu.page.goto(`${desk.url}/console/c/${read.id}`);
    await wu.page.getByTestId('supervise').waitFor();
    await show(read.agent, read);
    await read.agent.page.getByTestId('read-by').waitFor();
    const along = shoppers.find(({ mark }) => mark === read.mark)?.face;
    const before = await along?.lines();
    await wu.page.getByTestId('whisper').click();
    await wu.page.getByTestId('whisper-text').fill(WHISPER);
    await wu.page.keyboard.press('Enter');
    await read.agent.transcript.getByTestId('whisper-item').filter({ hasText: WHISPER }).waitFor();
    expect(await along?.lines()).toEqual(before);

    await wu.page.goto(`${desk.url}/console/c/${taken.id}`);
    await wu.page.getByTestId('takeover').click();
    const moved = shoppers.find(({ mark }) => mark === taken.mark);
    await moved?.face.notice('reassigned').waitFor();
    await wu.composer.waitFor();
    await wu.reply(`${taken.mark}现在由我负责`);
    await moved?.face.panel.locator('[data-author=agent]', { hasText: `${taken.mark}现在由我负责` }).waitFor();
    await sameOnBothSides(shoppers, wu, taken);

    // Nothing that is said among agents has reached a shopper, nothing of one case stands in another.
    for (const shopper of shoppers) {
      await own(shopper);
      const shown = await shopper.face.panel.innerText();
      expect([shopper.mark, shown.includes('内部：'), shown.includes('悄悄话')]).toEqual([shopper.mark, false, false]);
    }
    for (const mine of cases.filter((one) => one !== taken)) {
      await show(mine.agent, mine);
      await mine.agent.transcript
        .getByTestId('note-item')
        .filter({ hasText: `内部：${mine.mark}` })
        .waitFor();
      const shown = await mine.agent.transcript.innerText();
      expect(MARKS.filter((mark) => mark !== mine.mark && shown.includes(mark))).toEqual([]);
      await mine.agent.resolve();
    }
    await wu.resolve();
    for (const { face } of shoppers) await face.panel.getByTestId('survey').waitFor();
  }, 300_000);
});
