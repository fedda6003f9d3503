import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WireMessage } from '#kernel';
import { KnowledgeImporter } from '#knowledge';
import { ARTICLES } from '../support/articles.js';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { withModel } from '../support/late-model.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { SAYINGS } from '../support/traffic.js';

const standIn = new OpenAiStandIn();

beforeAll(async () => {
  await standIn.start();
});

afterAll(async () => {
  await standIn.stop();
  await closeTestDatabases();
});

describe.each(['extractive', 'with a model'])('facts have sources (%s)', (way) => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start(way === 'extractive' ? {} : withModel(standIn));
  }, 120_000);

  afterAll(() => desk?.close());

  const ask = async (text: string): Promise<WireMessage> => {
    const shopper = await desk.shopper();
    const { seq } = await shopper.say(text);
    return shopper.answerTo(seq, 60_000);
  };

  it('every answer cites its article and version, and whatever else is said claims nothing', async () => {
    const known = await desk.db.query<{ id: string; title: string; version: number; body: string }>(
      `SELECT id, title, version, body FROM knowledge_article`,
    );
    const questions = [
      ...ARTICLES.flatMap((a) => [a.title, ...a.questions]),
      ...SAYINGS.filter((s) => !/投诉|人工/.test(s)),
    ];
    const answers = await Promise.all(questions.map(ask));
    const answered = answers.filter((m) => m.outcome === 'answered');
    expect(answered.length).toBeGreaterThan(ARTICLES.length * 2);
    for (const { text, citations } of answered) {
      expect(citations?.length).toBeGreaterThan(0);
      for (const { articleId, title, version } of citations ?? [])
        expect(known).toContainEqual(expect.objectContaining({ id: articleId, title, version }));
      const sources = known.filter((a) => citations?.some((c) => c.articleId === a.id)).map((a) => a.body);
      // Every number that is said stands in an article that is cited.
      for (const number of text.match(/\d+/g) ?? []) expect(sources.join()).toContain(number);
    }
    for (const { text, outcome, citations } of answers) {
      if (outcome === 'answered') continue;
      expect(citations ?? []).toEqual([]);
      expect(text).not.toMatch(/\d+ ?(?:元|分钟|天|积分)/);
    }
  }, 240_000);

  it('a changed article answers with its new words and its new version; what was said keeps the old one', async () => {
    const before = await ask('停车多少钱');
    expect(before.citations?.[0]).toMatchObject({ version: 1 });
    const changed = ARTICLES.map((a) =>
      a.key === 'parking' ? { ...a, body: '停车前 45 分钟免费，之后每小时 8 元。' } : a,
    );
    await desk.app.get(KnowledgeImporter).importArticles(changed);
    await desk.settled();
    const after = await ask('停车多少钱');
    expect(after.text).toContain('8 元');
    expect(after.text).not.toContain('6 元');
    expect(after.citations?.[0]).toMatchObject({ articleId: before.citations?.[0]?.articleId, version: 2 });
    const stored = await desk.db.query<{ citations: { version: number }[] }>(
      `SELECT citations FROM message WHERE id = $1`,
      [before.id],
    );
    expect(stored[0]?.citations[0]?.version).toBe(1);
  }, 240_000);
});
