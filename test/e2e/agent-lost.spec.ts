import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk, PASSWORD, login, type Shopper } from '../support/desk.js';
import { until } from '../support/wait.js';

const GRACE_MS = 3_000;
const PROGRAM = fileURLToPath(new URL('../support/agent-process.mjs', import.meta.url));

let desk: Desk;
const children: ChildProcess[] = [];

beforeAll(async () => {
  desk = await Desk.start({ presenceLeaseMs: GRACE_MS }, []);
}, 120_000);

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

afterAll(async () => {
  await desk?.close();
  await closeTestDatabases();
});

/** A shopper whose conversation an agent in another process has. */
async function withAgent(): Promise<{ shopper: Shopper; agent: ChildProcess }> {
  const shopper = await desk.shopper();
  const { id } = await shopper.requestHuman();
  const token = await login(desk.url, await desk.addAgent(), PASSWORD);
  const agent = spawn(process.execPath, [PROGRAM, desk.url, token, id], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(agent);
  const [said] = (await once(agent.stdout, 'data')) as [Buffer];
  expect(JSON.parse(said.toString())).toEqual({ online: true, accepted: true });
  await shopper.notice('assigned');
  return { shopper, agent };
}

describe('an agent who is gone', () => {
  // Killed: the system closes its connections. Stopped: as with a cable that is pulled, nobody says anything any more.
  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'loses the conversation within the grace time and five seconds; the shopper is told and is first in line (%s)',
    async (signal) => {
      const { shopper, agent } = await withAgent();
      const other = await desk.shopper();
      await other.say('吃了你们的蛋糕全家上吐下泻，现在在医院');
      await other.notice('handoff');
      const gone = performance.now();
      agent.kill(signal);
      const notice = await shopper.notice('agent_lost');
      expect(performance.now() - gone).toBeLessThanOrEqual(GRACE_MS + 5_000);
      expect(notice.author.kind).toBe('system');
      await until(() => shopper.conversation?.status === 'queued', 'the new state, pushed after the notice');
      // Before everybody, the critical case that waits too included.
      const colleague = await desk.agent();
      const queue = await colleague.socket.emitWithAck('queue.list', {});
      if (!queue.ok) throw new Error(queue.error.code);
      expect(queue.conversations[0]?.id).toBe(shopper.conversationId);
      await until(() => colleague.offers[0] === shopper.conversationId, 'the first offer');
      const accepted = await colleague.accept(shopper.conversationId);
      expect(accepted.ok).toBe(true);
      await colleague.socket.emitWithAck('conversation.resolve', { conversationId: shopper.conversationId });
      await colleague.accept(other.conversationId);
      await colleague.socket.emitWithAck('conversation.resolve', { conversationId: other.conversationId });
      await colleague.socket.emitWithAck('presence.set', { status: 'offline' });
    },
    180_000,
  );
});
