import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, type Ack, type WireMessage } from '#kernel';
import { Database } from '#platform';
import { ConversationService, Inbox } from '#conversation';
import { closeTestDatabases } from '../support/database.js';
import { Agent, Desk } from '../support/desk.js';

const ROUNDS = 60;
const AT_ONCE = 4;

/** Agents and supervisors on two processes over one PostgreSQL reach for one conversation at once, each in another way. */
describe('accept, takeover, reassign, transfer and resolve at once', () => {
  const desks: Desk[] = [];
  let agents: Agent[] = [];
  let supervisors: Agent[] = [];

  beforeAll(async () => {
    const first = await Desk.start({}, []);
    desks.push(first, await Desk.on(first.config));
  }, 240_000);

  // For each test another team: an agent may call us 600 times a minute.
  beforeEach(async () => {
    agents = [];
    supervisors = [];
    for (let n = 0; n < 6; n++) {
      const [agent, supervisor] = [await desks[n % 2]?.agent(), await desks[n % 2]?.agent('supervisor')];
      if (agent && supervisor) {
        agents.push(agent);
        supervisors.push(supervisor);
      }
    }
    // What is measured is who wins, not who is full.
    await desks[0]?.app.get(Database).query('UPDATE agent_availability SET capacity = 50');
  }, 240_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await closeTestDatabases();
  });

  const conversations = (): ConversationService => {
    const [desk] = desks;
    if (!desk) throw new Error('no desk');
    return desk.app.get(ConversationService);
  };

  const waiting = async (): Promise<string> => {
    const inbox = desks[0]?.app.get(Inbox);
    const id = (await inbox?.ensureOpen({ shopperId: newId(), channel: 'web', locale: 'zh-CN' }))?.id ?? '';
    const reasons = [{ rule: 'complaint', evidence: '投诉', score: 0.9 }];
    await conversations().handOff({
      conversationId: id,
      reasons,
      severity: 'normal',
      skill: 'general',
      offline: false,
    });
    return id;
  };

  type Move = () => Promise<Ack<object>>;

  const race = async (
    conversationId: string,
    moves: readonly Move[],
    refusals: readonly string[],
  ): Promise<string[]> => {
    const before = await conversations().get(conversationId);
    const acks = await Promise.all(moves.map((move) => move()));
    const wrong: string[] = [];
    const won = acks.filter((ack) => ack.ok).length;
    if (won !== 1) wrong.push(`${won} winners`);
    for (const ack of acks) if (!ack.ok && !refusals.includes(ack.error.code)) wrong.push(ack.error.code);
    const after = await conversations().get(conversationId);
    if (after.ownershipVersion !== before.ownershipVersion + 1)
      wrong.push(`version ${before.ownershipVersion} became ${after.ownershipVersion}`);
    if ((after.status === 'assigned') !== (after.agentId !== null)) wrong.push('neither owned nor free');
    const transcript: WireMessage[] = (await conversations().messages(conversationId, 0, 100)).messages;
    if (transcript.filter((m) => m.notice).length !== after.ownershipVersion - 1)
      wrong.push('a change without a notice');
    if (transcript.some((m, at) => m.seq !== at + 1)) wrong.push('numbers have a gap');
    return wrong;
  };

  const rounds = async (once: () => Promise<string[]>): Promise<string[]> => {
    const wrong: string[] = [];
    for (let round = 0; round < ROUNDS; round += AT_ONCE)
      wrong.push(...(await Promise.all(Array.from({ length: AT_ONCE }, once))).flat());
    return wrong;
  };

  const takeOver = (by: Agent, conversationId: string, ownershipVersion: number): Move => {
    return () => by.socket.emitWithAck('conversation.takeover', { conversationId, ownershipVersion });
  };
  const reassign = (by: Agent, conversationId: string, ownershipVersion: number, to: Agent): Move => {
    return () =>
      by.socket.emitWithAck('conversation.reassign', { conversationId, ownershipVersion, to: { agentId: to.id } });
  };

  it(`a waiting conversation is taken, taken over or given away by exactly one (${ROUNDS} rounds)`, async () => {
    const once = async (): Promise<string[]> => {
      const id = await waiting();
      const { ownershipVersion: seen } = await conversations().get(id);
      const moves = [
        ...agents.map(
          (agent): Move =>
            () =>
              agent.accept(id),
        ),
        ...supervisors.slice(0, 3).map((by) => takeOver(by, id, seen)),
        ...supervisors.slice(3).map((by, n) => reassign(by, id, seen, agents[n] ?? by)),
      ];
      // Who was given it by a supervisor and accepts it in the same moment has it already.
      const wrong = await race(id, moves, ['ALREADY_ASSIGNED', 'OWNER_CHANGED']);
      const { agentId } = await conversations().get(id);
      const given = agents.slice(0, 3).some((agent) => agent.id === agentId);
      return given ? wrong.filter((one) => one !== '2 winners') : wrong;
    };
    expect(await rounds(once)).toEqual([]);
  }, 900_000);

  it(`an assigned conversation is taken over, given away, passed on or ended by exactly one (${ROUNDS} rounds)`, async () => {
    const once = async (): Promise<string[]> => {
      const id = await waiting();
      const [owner] = agents;
      if (!owner) throw new Error('no agent');
      await owner.accept(id);
      const { ownershipVersion: seen } = await conversations().get(id);
      const moves: Move[] = [
        () => owner.socket.emitWithAck('conversation.resolve', { conversationId: id }),
        () => owner.socket.emitWithAck('conversation.transfer', { conversationId: id, to: { skill: 'general' } }),
        ...supervisors.slice(0, 3).map((by) => takeOver(by, id, seen)),
        ...supervisors.slice(3).map((by, n) => reassign(by, id, seen, agents[n + 1] ?? by)),
      ];
      return race(id, moves, ['NOT_OWNER', 'OWNER_CHANGED', 'TRANSITION_NOT_ALLOWED']);
    };
    expect(await rounds(once)).toEqual([]);
  }, 900_000);
});
