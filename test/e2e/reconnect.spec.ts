// The widget's own client takes part, and is written for browsers.
/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WireMessage } from '#kernel';
import { Memory } from '../../apps/widget/src/lib/memory.js';
import { Desk as WidgetDesk } from '../../apps/widget/src/net/desk.js';
import { hasGap } from '../../apps/widget/src/state/thread.js';
import { closeTestDatabases } from '../support/database.js';
import { Desk, Shopper } from '../support/desk.js';
import { FlakyLine } from '../support/flaky-line.js';
import { pick, seedOfRun, seeded } from '../support/random.js';
import { SAYINGS } from '../support/traffic.js';
import { sleep, until } from '../support/wait.js';

const CLIENTS = 20;
const MESSAGES = 12;
const DROPS = 15;

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.start({
    limits: { messagesPerMinute: 100_000, asksPerMinute: 60, connectionsPerMinute: 100_000, agentCallsPerMinute: 600 },
  });
}, 120_000);

afterAll(async () => {
  await desk?.close();
  await closeTestDatabases();
});

/** The widget's own client, without its surface. */
function widget(server: string): { client: WidgetDesk; memory: Memory } {
  const memory = new Memory(server, null, null);
  const client = new WidgetDesk({
    server,
    locale: 'zh-CN',
    memory,
    t: (key) => key,
    context: () => undefined,
    tell: () => undefined,
  });
  client.open();
  return { client, memory };
}

const shown = (client: WidgetDesk): readonly WireMessage[] => client.store.state.thread.messages;

describe('a client whose line breaks at random points', () => {
  it(`ends with the server's transcript, complete and nothing twice (${CLIENTS} clients, ${CLIENTS * DROPS} drops)`, async () => {
    const seed = seedOfRun();
    const next = seeded(seed);
    const line = new FlakyLine(Number(new URL(desk.url).port));
    const address = await line.open();
    const widgets = Array.from({ length: CLIENTS }, () => widget(address));
    await until(() => widgets.every(({ client }) => client.store.state.connection === 'ready'), 'all clients', 60_000);
    let writing = true;
    let cut = 0;
    const breaking = (async () => {
      while (writing || cut < CLIENTS * DROPS) {
        await sleep(next() * 40);
        cut += line.cut(() => next() < 0.15);
      }
    })();
    await Promise.all(
      widgets.map(async ({ client }) => {
        for (let n = 0; n < MESSAGES; n++) {
          client.send(`${pick(SAYINGS, next)}${' '.repeat(n)}`);
          await sleep(next() * 250);
        }
      }),
    );
    writing = false;
    await breaking;
    const quiet = (): boolean =>
      widgets.every(({ client }) => {
        const { thread, connection } = client.store.state;
        return connection === 'ready' && thread.pending.length === 0 && !hasGap(thread);
      });
    await until(quiet, 'every client to have sent everything', 150_000);
    await desk.settled();
    await until(quiet, 'every client to be complete', 60_000);

    const wrong: string[] = [];
    for (const [i, { client, memory }] of widgets.entries()) {
      const witness = new Shopper(desk.url, { token: memory.read().token });
      await witness.ready();
      const transcript = await witness.transcript();
      witness.socket.disconnect();
      const ids = (messages: readonly WireMessage[]): string => messages.map((m) => m.id).join();
      // What a push may have missed while the line was down is fetched; give the last push its time.
      await until(() => ids(shown(client)) === ids(transcript), `client ${i} to match`).catch(() =>
        wrong.push(`client ${i} shows ${shown(client).length} of ${transcript.length}`),
      );
      if (transcript.some((m, at) => m.seq !== at + 1)) wrong.push(`client ${i}: numbers have a gap`);
      const said = transcript.filter((m) => m.author.kind === 'shopper');
      if (said.length !== MESSAGES) wrong.push(`client ${i}: ${said.length} of ${MESSAGES} are stored`);
      client.close();
    }
    await line.close();
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(cut).toBeGreaterThanOrEqual(CLIENTS * DROPS);
  }, 600_000);
});
