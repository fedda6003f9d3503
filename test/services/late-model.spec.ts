import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { LATE, LONG_ARTICLES, SLOW, raceWithHandoffs, waitLongForModels, withModel } from '../support/late-model.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { seedOfRun } from '../support/random.js';

/** The shopper has one screen on each of two processes; turns, deliveries and changes of owner run on either. */
describe('a model that answers late, with two processes', () => {
  const standIn = new OpenAiStandIn();
  const desks: Desk[] = [];

  beforeAll(async () => {
    waitLongForModels();
    await standIn.start();
    const first = await Desk.start(withModel(standIn), LONG_ARTICLES);
    desks.push(first, await Desk.on(first.config));
  }, 120_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await standIn.stop();
    await closeTestDatabases();
  });

  it.each([
    ['slow', SLOW],
    ['late', LATE],
  ])(
    'is never seen after the handoff on any screen (%s, 25 shoppers)',
    async (_name, scene) => {
      standIn.always(scene);
      const [one, two] = desks;
      if (!one || !two) throw new Error('two desks');
      const seed = seedOfRun();
      const result = await raceWithHandoffs(one, (token) => two.shopper({ token }), {
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
