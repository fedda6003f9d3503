import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type Mention } from '#kernel';
import { closeTestDatabases } from '../../support/database.js';
import { Desk, type Agent } from '../../support/desk.js';
import { call } from '../../support/raw.js';
import { until } from '../../support/wait.js';

describe('calling a colleague in a note', () => {
  let desk: Desk;
  let lin: Agent;
  let chen: Agent;
  let conversationId: string;
  const heard: Mention[] = [];

  const note = (agent: Agent, text: string, mentions?: string[]) =>
    agent.socket.emitWithAck('note.add', { conversationId, text, ...(mentions ? { mentions } : {}) });
  const mentionsOf = async (agent: Agent): Promise<Mention[]> =>
    ((await call(desk.url, '/api/v1/mentions', { token: agent.token })).json as { mentions: Mention[] }).mentions;
  const read = (agent: Agent) => call(desk.url, `/api/v1/conversations/${conversationId}`, { token: agent.token });

  beforeAll(async () => {
    desk = await Desk.start({}, []);
    [lin, chen] = [await desk.agent(), await desk.agent('senior')];
    chen.socket.on('note.mentioned', (mention) => heard.push(mention));
    const shopper = await desk.shopper();
    await shopper.say('你好');
    conversationId = (await shopper.requestHuman()).id;
    await lin.accept(conversationId);
  }, 120_000);

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  it('reaches the one who is called, who may then read the case', async () => {
    expect((await read(chen)).status).toBe(404);
    const ack = await note(lin, '@陈 退款能走特批吗', [chen.id]);
    expect(ack).toMatchObject({ ok: true, note: { mentions: [{ id: chen.id }] } });
    await until(() => heard.length > 0, 'the notice');
    expect(heard[0]).toMatchObject({ conversation: { id: conversationId }, note: { text: '@陈 退款能走特批吗' } });
    expect((await read(chen)).json).toMatchObject({ notes: [{ mentions: [{ id: chen.id }] }] });
    expect((await note(chen, '可以')).ok).toBe(true);
  });

  it('is listed until it was seen, for the one who is called alone', async () => {
    const [mention] = await mentionsOf(chen);
    expect(mention).toMatchObject({ conversation: { id: conversationId }, note: { noteSeq: 1 } });
    expect(mention).not.toHaveProperty('seenAt');
    expect(await mentionsOf(lin)).toEqual([]);
    const seen = () => call(desk.url, `/api/v1/mentions/${conversationId}`, { method: 'DELETE', token: chen.token });
    expect([(await seen()).json, (await seen()).status]).toEqual([{ ok: true }, 200]);
    expect((await mentionsOf(chen))[0]).toHaveProperty('seenAt');
  });

  it('is no call to oneself', async () => {
    expect((await note(lin, '@我 记得回访', [lin.id])).ok).toBe(true);
    expect(await mentionsOf(lin)).toEqual([]);
  });

  it('refuses who is no colleague, and what is no list of ids', async () => {
    expect(await note(lin, 'x', [newId()])).toMatchObject({ ok: false, error: { code: 'AGENT_NOT_FOUND' } });
    for (const mentions of ['x', [1], [{}], [chen.id, chen.id], Array.from({ length: 11 }, newId)])
      expect(await note(lin, 'x', mentions as string[])).toMatchObject({
        ok: false,
      });
    const answer = await call(desk.url, '/api/v1/mentions/x', { method: 'DELETE', token: lin.token });
    expect([answer.status, answer.error?.code]).toEqual([404, 'CONVERSATION_NOT_FOUND']);
    expect((await call(desk.url, '/api/v1/mentions')).status).toBe(401);
  });
});
