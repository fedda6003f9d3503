import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, type HandoffReason, type WireMessage } from '#kernel';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { until } from '../support/wait.js';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.start();
}, 120_000);

afterAll(async () => {
  await desk?.close();
  await closeTestDatabases();
});

describe('the main path', () => {
  it('answers from the knowledge base with its source, then hands a complaint over with everything said', async () => {
    const agent = await desk.agent('senior');
    const shopper = await desk.shopper();
    const question = await shopper.say('停车多少钱');
    const answer = await shopper.answerTo(question.seq);
    expect(answer).toMatchObject({ author: { kind: 'bot' }, answers: [1, 1], outcome: 'answered' });
    expect(answer.text).toContain('每小时 6 元');
    expect(answer.citations?.[0]).toMatchObject({ title: '停车怎么收费？', version: 1 });

    await shopper.say('你们乱收费，我要投诉！');
    const notice = await shopper.notice('handoff');
    expect(notice.author.kind).toBe('system');
    await until(() => agent.offers.includes(shopper.conversationId), 'an offer');
    const accepted = await agent.accept(shopper.conversationId);
    if (!accepted.ok) throw new Error(accepted.error.code);
    expect(accepted.messages.map((m: WireMessage) => [m.seq, m.author.kind])).toEqual([
      [1, 'shopper'],
      [2, 'bot'],
      [3, 'shopper'],
      [4, 'system'],
      [5, 'system'],
    ]);
    expect(accepted.messages[1]?.citations?.[0]?.title).toBe('停车怎么收费？');
    expect(accepted.reasons.map((r: HandoffReason) => r.rule)).toContain('complaint');
    expect(accepted.briefing?.reasons[0]).toMatchObject({ seq: 3 });

    const reply = await agent.reply(shopper.conversationId, '您好，我来处理。');
    if (!reply.ok) throw new Error(reply.error.code);
    await until(() => shopper.messages.has(reply.message.seq), 'the reply at the shopper');
    expect(shopper.messages.get(reply.message.seq)).toMatchObject({
      text: '您好，我来处理。',
      author: { kind: 'agent' },
    });
    // The agent's client id is the agent's.
    expect(shopper.messages.get(reply.message.seq)?.clientId).toBeUndefined();

    await shopper.say('那停车多少钱');
    await desk.settled();
    const resolved = await agent.socket.emitWithAck('conversation.resolve', { conversationId: shopper.conversationId });
    expect(resolved.ok).toBe(true);
    await shopper.notice('resolved');
    const transcript = await shopper.transcript();
    expect(transcript.map((m) => m.seq)).toEqual(transcript.map((_m, i) => i + 1));
    // The bot is silent from the handing over on.
    expect(transcript.filter((m) => m.author.kind === 'bot').map((m) => m.seq)).toEqual([2]);
  });

  it('gives a burst of three lines one answer that has read all three', async () => {
    // However long the machine takes between the lines, they are one burst; the last one is a question and waits for nothing.
    const patient = await Desk.start({ fragmentWaitMs: 20_000 });
    try {
      const shopper = await patient.shopper();
      for (const line of ['在吗', '我前几天买的东西', '不想要了怎么退货']) await shopper.say(line);
      const answer = await shopper.answerTo(3);
      await patient.settled();
      expect(answer.answers).toEqual([1, 3]);
      expect(answer.text).toContain('7 天');
      const answers = (await shopper.transcript()).filter((m) => m.author.kind === 'bot');
      expect(answers).toHaveLength(1);
    } finally {
      await patient.close();
    }
  });

  it('stores a message once, however often and from wherever it comes', async () => {
    const shopper = await desk.shopper();
    const clientId = newId();
    const acks = await Promise.all(Array.from({ length: 8 }, () => shopper.say('可以借轮椅吗', clientId)));
    expect(new Set(acks.map((m) => m.id)).size).toBe(1);
    await shopper.answerTo(1);
    await shopper.say('可以借轮椅吗', clientId);
    await desk.settled();
    const transcript = await shopper.transcript();
    expect(transcript.filter((m) => m.author.kind === 'shopper')).toHaveLength(1);
    expect(transcript.filter((m) => m.author.kind === 'bot')).toHaveLength(1);
  });

  it('opens one conversation for first messages that come at once', async () => {
    const shopper = await desk.shopper();
    const sent = await Promise.all(['停车多少钱', '几点关门', '怎么开发票'].map((text) => shopper.say(text)));
    expect(new Set(sent.map((m) => m.conversationId)).size).toBe(1);
    expect(sent.map((m) => m.seq).sort()).not.toContain(0);
    for (const { seq } of sent) await shopper.answerTo(seq);
  });

  it('takes a wish for a person at the button, honestly when nobody is there, and lets the shopper leave the queue', async () => {
    const lonely = await Desk.start({}, []);
    try {
      const shopper = await lonely.shopper();
      const asked = await shopper.socket.emitWithAck('human.request', {});
      if (!asked.ok) throw new Error(asked.error.code);
      expect(asked.conversation.status).toBe('queued');
      await shopper.notice('handoff_offline');
      const left = await shopper.socket.emitWithAck('queue.leave', { conversationId: asked.conversation.id });
      if (!left.ok) throw new Error(left.error.code);
      expect(left.conversation).toMatchObject({
        status: 'bot',
        ownershipVersion: asked.conversation.ownershipVersion + 1,
      });
      await shopper.notice('withdrawn');
      const hello = await shopper.say('谢谢');
      await shopper.answerTo(hello.seq);
    } finally {
      await lonely.close();
    }
  });

  it('answers what was said in the queue when the shopper leaves it', async () => {
    const shopper = await desk.shopper();
    const { id } = await shopper.requestHuman();
    const asked = await shopper.say('停车多少钱');
    await desk.settled();
    const left = await shopper.socket.emitWithAck('queue.leave', { conversationId: id });
    expect(left.ok).toBe(true);
    const answer = await shopper.answerTo(asked.seq);
    expect(answer.text).toContain('6 元');
  });

  it('keeps a critical case with a person', async () => {
    await desk.agent();
    const shopper = await desk.shopper();
    await shopper.say('吃了你们的蛋糕全家上吐下泻，现在在医院');
    await shopper.notice('handoff');
    const left = await shopper.socket.emitWithAck('queue.leave', { conversationId: shopper.conversationId });
    expect(left).toMatchObject({ ok: false, error: { code: 'CRITICAL_STAYS' } });
  });

  it('brings a withdrawal in so many words back to the bot, which answers', async () => {
    const shopper = await desk.shopper();
    await shopper.say('转人工');
    await until(() => shopper.conversation?.status === 'queued', 'the queue');
    const said = await shopper.say('算了不用转人工了，停车多少钱');
    await shopper.answerTo(said.seq);
    await until(() => shopper.conversation?.status === 'bot', 'the bot');
  });

  it('reopens an agent’s case within 72 hours for the same agent, but not for thanks', async () => {
    const agent = await desk.agent();
    const shopper = await desk.shopper();
    const asked = await shopper.socket.emitWithAck('human.request', {});
    if (!asked.ok) throw new Error(asked.error.code);
    await agent.accept(asked.conversation.id);
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: asked.conversation.id });
    await until(() => shopper.conversation?.status === 'resolved', 'the end');
    const before = agent.offers.length;
    const again = await shopper.say('还是没有解决，你们说的退款没有到');
    expect(again.conversationId).toBe(asked.conversation.id);
    await until(() => agent.offers.slice(before).includes(again.conversationId), 'the offer to the same agent');
    await agent.accept(asked.conversation.id);
    await agent.socket.emitWithAck('conversation.resolve', { conversationId: asked.conversation.id });
    await desk.settled();
    await shopper.say('谢谢');
    await until(() => shopper.conversation?.status === 'bot', 'the bot to take thanks');
  });
});
