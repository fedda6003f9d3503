import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk, type Shopper } from '../support/desk.js';
import {
  LATE,
  LONG_ARTICLES,
  QUESTION,
  SLOW,
  botAfterHandoff,
  leftOnScreen,
  raceWithHandoffs,
  waitLongForModels,
  withModel,
} from '../support/late-model.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { seedOfRun } from '../support/random.js';
import { sleep, until } from '../support/wait.js';

describe('a model that answers late', () => {
  const standIn = new OpenAiStandIn();
  let desk: Desk;

  beforeAll(async () => {
    waitLongForModels();
    await standIn.start();
    desk = await Desk.start(withModel(standIn), LONG_ARTICLES);
  }, 120_000);

  afterEach(() => {
    standIn.reset();
  });

  afterAll(async () => {
    await desk?.close();
    await standIn.stop();
    await closeTestDatabases();
  });

  const asked = async (): Promise<Shopper> => {
    const shopper = await desk.shopper();
    await shopper.say(QUESTION);
    return shopper;
  };
  const firstPiece = (shopper: Shopper): Promise<void> => until(() => shopper.deltas.length > 0, 'the first piece');

  it('is shown sentence by sentence, and the whole has the id of its pieces', async () => {
    standIn.always(SLOW);
    const shopper = await asked();
    const answer = await shopper.answerTo(1);
    expect(shopper.deltas.map((d) => d.messageId)).toEqual(shopper.deltas.map(() => answer.id));
    expect(shopper.deltas.map((d) => d.text).join('')).toBe(answer.text);
    expect(shopper.deltas.length).toBeGreaterThan(1);
    expect(leftOnScreen(shopper)).toEqual([]);
  });

  it('is cut off by the button: its pieces are taken off before the acknowledgement, nothing of it follows', async () => {
    standIn.always(SLOW);
    const shopper = await asked();
    await firstPiece(shopper);
    await shopper.requestHuman();
    expect(shopper.screen.map((e) => e.event)).toContain('discarded');
    const told = shopper.screen.findIndex((e) => e.event === 'told');
    expect(shopper.screen.findIndex((e) => e.event === 'discarded')).toBeLessThan(told);
    await sleep(3_000);
    expect(botAfterHandoff(shopper)).toEqual([]);
    expect((await shopper.transcript()).filter((m) => m.author.kind === 'bot')).toEqual([]);
    // Nobody listens to the model any longer than need be.
    await until(() => standIn.chats.some((r) => r.abandoned), 'the model to be left');
  });

  it('is cut off by a complaint that comes while it speaks', async () => {
    standIn.always(SLOW);
    const shopper = await asked();
    await firstPiece(shopper);
    await shopper.say('你们乱收费，我要投诉！');
    await shopper.notice('handoff_offline');
    await sleep(2_000);
    expect([botAfterHandoff(shopper), leftOnScreen(shopper)]).toEqual([[], []]);
    expect((await shopper.transcript()).filter((m) => m.author.kind === 'bot')).toEqual([]);
  });

  it('does not hold up the bot when the shopper comes back to it', async () => {
    standIn.script({ kind: 'hang' });
    const shopper = await asked();
    await until(() => standIn.chats.length > 0, 'the model to be asked');
    const { id } = await shopper.requestHuman();
    const left = await shopper.socket.emitWithAck('queue.leave', { conversationId: id });
    expect(left.ok).toBe(true);
    const hours = await shopper.say('几点关门');
    // Long before the turn would give up a model that hangs.
    await shopper.answerTo(hours.seq, 10_000);
  });

  it('leaves nothing on the screen when the turn itself fails, and the next try answers', async () => {
    standIn.script({ kind: 'stall', text: '停车前 30 分钟免费。[1] 之后每' });
    const shopper = await asked();
    await firstPiece(shopper);
    // What a lost database connection or a bug does to a turn.
    await desk.db.query(`UPDATE conversation SET answered_seq = last_shopper_seq WHERE id = $1`, [
      shopper.conversationId,
    ]);
    await until(() => leftOnScreen(shopper).length === 0, 'the piece to be taken off');
    expect((await shopper.transcript()).filter((m) => m.author.kind === 'bot')).toEqual([]);
  });

  it.each([
    ['slow', SLOW],
    ['late', LATE],
  ])(
    'is never seen after the handoff, whatever the moment (%s, 25 shoppers)',
    async (_name, scene) => {
      standIn.always(scene);
      const seed = seedOfRun();
      const result = await raceWithHandoffs(desk, (token) => desk.shopper({ token }), {
        seed,
        shoppers: 25,
        within: 2_600,
      });
      expect({ seed, wrong: result.wrong }).toEqual({ seed, wrong: [] });
      expect(result.interrupted).toBeGreaterThan(0);
    },
    180_000,
  );
});
