import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type WireMessage } from '#kernel';
import { ConversationService, Inbox } from '#conversation';
import { closeTestDatabases } from '../support/database.js';
import { Agent, Desk } from '../support/desk.js';
import { pick, seedOfRun, seeded } from '../support/random.js';

const AGENTS = 20;
const ROUNDS = 200;
const MIXED_ROUNDS = 100;
const AT_ONCE = 8;

/** Who may own it after each notice, read from the shopper's transcript: what is wrong with it. */
function replay(transcript: readonly WireMessage[]): string[] {
  const wrong: string[] = [];
  let status = 'bot';
  let owner: string | undefined;
  for (const { seq, author, notice, text } of transcript) {
    const from = status;
    const step = (allowed: string[], to: string): void => {
      if (!allowed.includes(from)) wrong.push(`${seq}: ${notice} while ${from}`);
      status = to;
    };
    if (notice === 'handoff' || notice === 'handoff_offline') step(['bot', 'resolved'], 'queued');
    else if (notice === 'assigned') {
      step(['queued'], 'assigned');
      owner = /客服 (\S+) 已接入/.exec(text)?.[1];
    } else if (notice === 'transferred' || notice === 'agent_lost') step(['assigned'], 'queued');
    else if (notice === 'returned') step(['assigned'], 'bot');
    else if (notice === 'resolved') step(['assigned'], 'resolved');
    if (author.kind === 'agent' && (status !== 'assigned' || author.name !== owner))
      wrong.push(`${seq}: ${author.name} speaks while ${status} ${owner}`);
  }
  return wrong;
}

/** Twenty agents on two processes over one PostgreSQL: the one backend of the embedded database would run them one by one. */
describe('agents who are after the same conversation at once', () => {
  const desks: Desk[] = [];
  const agents: Agent[] = [];

  beforeAll(async () => {
    const first = await Desk.start({}, []);
    desks.push(first, await Desk.on(first.config));
  }, 240_000);

  // For each test another team: an agent may call us 600 times a minute.
  beforeEach(async () => {
    agents.length = 0;
    for (let n = 0; n < AGENTS; n++) {
      const agent = await desks[n % 2]?.agent('supervisor');
      if (agent) agents.push(agent);
    }
  }, 240_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await closeTestDatabases();
  });

  const conversations = (n: number): ConversationService => {
    const desk = desks[n % 2];
    if (!desk) throw new Error('no desk');
    return desk.app.get(ConversationService);
  };

  /** A shopper's conversation that waits for a person. */
  const waiting = async (round: number): Promise<string> => {
    const inbox = desks[round % 2]?.app.get(Inbox);
    const opened = await inbox?.ensureOpen({ shopperId: newId(), channel: 'web', locale: 'zh-CN' });
    const id = opened?.id ?? '';
    const reasons = [{ rule: 'complaint', evidence: '投诉', score: 0.9 }];
    const handOff = { conversationId: id, reasons, severity: 'normal' as const, skill: 'general', offline: false };
    await conversations(round).handOff(handOff);
    return id;
  };
  const wholeTranscript = async (id: string): Promise<WireMessage[]> =>
    (await conversations(0).messages(id, 0, 500)).messages;

  const raceOnce = async (round: number): Promise<string[]> => {
    const conversationId = await waiting(round);
    const acks = await Promise.all(agents.map((agent) => agent.accept(conversationId)));
    const winners = agents.filter((_agent, i) => acks[i]?.ok);
    const [winner] = winners;
    if (!winner || winners.length !== 1) return [`round ${round}: ${winners.length} winners`];
    const wrong: string[] = [];
    let version = 0;
    for (const ack of acks) {
      if (ack.ok) version = ack.conversation.ownershipVersion;
      else {
        const { code, details } = ack.error;
        const named = (details as { agent?: { id?: string } } | undefined)?.agent?.id;
        if (code !== 'ALREADY_ASSIGNED' || named !== winner.id) wrong.push(`round ${round}: ${code} ${named}`);
      }
    }
    const again = await Promise.all([winner.accept(conversationId), winner.accept(conversationId)]);
    for (const ack of again)
      if (!ack.ok || ack.conversation.ownershipVersion !== version) wrong.push(`round ${round}: the repeat differs`);
    const stored = await conversations(round).get(conversationId);
    if (stored.status !== 'assigned' || stored.agentId !== winner.id || stored.ownershipVersion !== version)
      wrong.push(`round ${round}: stored is ${stored.status} ${stored.agentId} ${stored.ownershipVersion}`);
    wrong.push(...replay(await wholeTranscript(conversationId)).map((w) => `round ${round}: ${w}`));
    await winner.socket.emitWithAck('conversation.resolve', { conversationId });
    return wrong;
  };

  it(`one wins, nineteen hear who, a repeat by the winner changes nothing (${ROUNDS} rounds)`, async () => {
    const wrong: string[] = [];
    for (let round = 0; round < ROUNDS; round += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, ROUNDS - round) }, (_, n) => raceOnce(round + n));
      wrong.push(...(await Promise.all(batch)).flat());
    }
    expect(wrong).toEqual([]);
  }, 900_000);

  /** Takes, passes on, gives back, loses, ends and speaks, all at once and all by different hands. */
  const scramble = async (round: number, next: () => number): Promise<string[]> => {
    const conversationId = await waiting(round);
    const first = pick(agents, next);
    await first.accept(conversationId);
    const send = async (agent: Agent, n: number): Promise<void> => {
      const ack = await agent.reply(conversationId, `第 ${n} 句`);
      if (!ack.ok && ack.error.code !== 'NOT_OWNER') throw new Error(ack.error.code);
    };
    const moves: (() => Promise<unknown>)[] = [];
    for (let n = 0; n < 14; n++) {
      const agent = pick(agents, next);
      const kind = next();
      if (kind < 0.4) {
        moves.push(async () => {
          const ack = await agent.accept(conversationId);
          if (ack.ok) await send(agent, n);
        });
      } else if (kind < 0.55) {
        const to = { skill: 'general' };
        moves.push(() => agent.socket.emitWithAck('conversation.transfer', { conversationId, to }));
      } else if (kind < 0.65) moves.push(() => agent.socket.emitWithAck('conversation.return', { conversationId }));
      else if (kind < 0.75) moves.push(() => conversations(n).agentLost(conversationId, first.id));
      else moves.push(() => send(agent, n));
    }
    await Promise.all(moves.map((move) => move()));
    const stored = await conversations(round).get(conversationId);
    const transcript = await wholeTranscript(conversationId);
    const changes = transcript.filter((m) => m.notice).length;
    const wrong = replay(transcript);
    // Each change of owner has raised the version by one and left one notice.
    if (stored.ownershipVersion !== 1 + changes) wrong.push(`version ${stored.ownershipVersion}, ${changes} changes`);
    if ((stored.status === 'assigned') !== (stored.agentId !== null)) wrong.push('neither owned nor free');
    if (transcript.some((m, at) => m.seq !== at + 1)) wrong.push('numbers have a gap');
    return wrong.map((w) => `round ${round}: ${w}`);
  };

  it(`never has two owners or none, whatever comes together (${MIXED_ROUNDS} rounds)`, async () => {
    const seed = seedOfRun();
    const next = seeded(seed);
    const wrong: string[] = [];
    for (let round = 0; round < MIXED_ROUNDS; round += AT_ONCE / 2) {
      const batch = Array.from({ length: AT_ONCE / 2 }, (_, n) => scramble(round + n, next));
      wrong.push(...(await Promise.all(batch)).flat());
    }
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
  }, 900_000);
});
