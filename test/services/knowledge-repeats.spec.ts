import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';

const SHARED = '自营商品线上购买可到任意门店退，第三方商家的只能寄回。';
const EDITOR = '00000000-0000-7000-8000-000000000001';
const EDITORS = 6;
const ROUNDS = 8;

/** Two processes over one PostgreSQL: the one backend of the embedded database would take the editors one by one. */
describe('editors who write and archive articles that share a sentence at once', () => {
  const desks: KnowledgeDesk[] = [];

  beforeAll(async () => {
    const first = await KnowledgeDesk.start();
    desks.push(first, await KnowledgeDesk.start({ config: first.config }));
  }, 240_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await closeTestDatabases();
  });

  const work = async (editor: number): Promise<void> => {
    const desk = desks[editor % desks.length];
    if (!desk) throw new Error('no desk');
    let former: string | undefined;
    for (let round = 0; round < ROUNDS; round += 1) {
      const article = await desk.articles.create(
        {
          key: `shared-${editor}-${round}`,
          locale: 'zh-CN',
          title: `第 ${editor} 组第 ${round} 号商品怎么退？`,
          body: SHARED,
          ...{ questions: [], tags: [], stores: [], validFrom: null, validTo: null, owner: null, source: null },
          ...{ url: null, status: 'published' },
        },
        EDITOR,
      );
      if (former) await desk.articles.archive(former);
      former = article.id;
    }
  };

  it('leave one of them in the vector index, whoever comes first', async () => {
    await Promise.all(Array.from({ length: EDITORS }, (_v, editor) => work(editor)));
    const rows = await desks[0]?.db.query<{ repeated: boolean }>(
      'SELECT repeated FROM knowledge_passage WHERE text = $1 ORDER BY repeated',
      [SHARED],
    );
    expect(rows?.map(({ repeated }) => repeated)).toEqual([false, ...Array<boolean>(EDITORS - 1).fill(true)]);
    expect((await desks[1]?.distances(SHARED))?.[0]).toBeLessThan(0.05);
  }, 120_000);
});
