import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk, type Shopper } from '../support/desk.js';
import { sleep } from '../support/wait.js';

const SHOPPERS = 40;
/** Each says in the third line what the first two are about: only who has read all three can answer. */
const BURSTS = [
  { lines: ['在吗', '我前几天买的东西', '不想要了怎么退货'], answer: '7 天' },
  { lines: ['你好', '我想问一下', '停车多少钱'], answer: '6 元' },
  { lines: ['有人吗', '我妈妈走不动', '可以借轮椅吗'], answer: '押金 200 元' },
  { lines: ['在么', '那个', '门店几点关门'], answer: '22:00' },
];

let desk: Desk;

beforeAll(async () => {
  // The lines of a burst come one after the other, with the fingers of a person in between; forty at once on a busy machine take longer.
  desk = await Desk.start({ fragmentWaitMs: 20_000 });
}, 120_000);

afterAll(async () => {
  await desk?.close();
  await closeTestDatabases();
});

describe('three lines in a row', () => {
  it(`get one answer that has read all three (${SHOPPERS} shoppers at once)`, async () => {
    const shoppers = await Promise.all(Array.from({ length: SHOPPERS }, () => desk.shopper()));
    const burst = async (shopper: Shopper, i: number): Promise<string[]> => {
      const { lines, answer } = BURSTS[i % BURSTS.length] ?? { lines: [], answer: '' };
      for (const line of lines) {
        await shopper.say(line);
        await sleep(20 * (i % 10));
      }
      const reply = await shopper.answerTo(lines.length, 60_000);
      const answers = (await shopper.transcript()).filter((m) => m.author.kind === 'bot');
      const problems = [
        answers.length === 1 ? '' : `${answers.length} answers`,
        reply.answers?.join() === `1,${lines.length}` ? '' : `answers ${reply.answers?.join()}`,
        reply.text.includes(answer) ? '' : reply.text,
      ];
      return problems.filter((p) => p !== '').map((p) => `shopper ${i}: ${p}`);
    };
    const wrong = await Promise.all(shoppers.map(burst));
    expect(wrong.flat()).toEqual([]);
  }, 180_000);

  it('are never answered for more than was read: every line lies in one range', async () => {
    const shoppers = await Promise.all(Array.from({ length: 10 }, () => desk.shopper()));
    const talk = async (shopper: Shopper, i: number): Promise<string[]> => {
      // Clear questions do not wait for each other, so answers and further lines cross.
      const sent = [];
      for (const text of ['停车多少钱', '可以借轮椅吗', '积分怎么用', '怎么开发票', '门店几点关门', '怎么退货']) {
        sent.push(shopper.say(text));
        await sleep(7 * i);
      }
      const last = Math.max(...(await Promise.all(sent)).map((m) => m.seq));
      await shopper.answerTo(last, 60_000);
      const transcript = await shopper.transcript();
      return transcript.flatMap((m) => {
        if (m.author.kind !== 'shopper')
          return m.answers && m.answers[1] >= m.seq ? [`shopper ${i}: read the future`] : [];
        const ranges = transcript.filter((a) => a.answers && a.answers[0] <= m.seq && m.seq <= a.answers[1]);
        return ranges.length === 1 ? [] : [`shopper ${i}: ${m.seq} is answered ${ranges.length} times`];
      });
    };
    expect((await Promise.all(shoppers.map(talk))).flat()).toEqual([]);
  }, 180_000);
});
