import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ArticleSource } from '#knowledge';
import { closeTestDatabases } from '../support/database.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';

const SHARED = '自营商品线上购买可到任意门店退，第三方商家的只能寄回。';
const EDITOR = '00000000-0000-7000-8000-000000000001';
/** More than a question's candidates from one sentence. */
const MANY = 60;
/** How many of them it stands for. */
const ALONG = 32;
const SAME = 1e-6;

const GOODS = ['电饭煲', '吹风机', '行李箱', '羽绒服', '咖啡机', '床垫', '台灯', '面霜', '书桌', '婴儿车'];
const MATTERS = ['怎么保养', '保修几年', '什么材质', '能不能定制', '有哪些颜色', '怎么安装'];

function article(i: number): ArticleSource {
  return {
    key: `goods-${i}`,
    locale: 'zh-CN',
    title: `${GOODS[i % GOODS.length] ?? ''}${MATTERS[Math.floor(i / GOODS.length)] ?? ''}`,
    questions: [],
    body: SHARED,
    ...{ tags: [], stores: [], validFrom: null, validTo: null, owner: null, source: null, url: null, file: null },
  };
}

describe('a sentence that stands in many articles', () => {
  let desk: KnowledgeDesk;

  beforeAll(async () => {
    desk = await KnowledgeDesk.start();
    await desk.importer.importArticles(Array.from({ length: MANY }, (_v, i) => article(i)));
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const standing = () =>
    desk.db.query<{ articleId: string; repeated: boolean }>(
      'SELECT article_id AS "articleId", repeated FROM knowledge_passage WHERE text = $1 AND locale = $2 ORDER BY repeated',
      [SHARED, 'zh-CN'],
    );
  const nearest = async () => (await desk.distances(SHARED))[0];

  it('is in the vector index once, and the others follow it', async () => {
    const rows = await standing();
    expect(rows.map(({ repeated }) => repeated)).toEqual([false, ...Array<boolean>(MANY - 1).fill(true)]);
    const indexes = await desk.db.query<{ indexdef: string }>(
      `SELECT indexdef FROM pg_indexes WHERE tablename = 'knowledge_passage' AND indexname LIKE '%hnsw_zh_256'`,
    );
    expect(indexes.map(({ indexdef }) => indexdef.includes('NOT repeated'))).toEqual([true]);
  });

  it('brings so many of its articles along, and leaves room for other sentences', async () => {
    const distances = await desk.distances(SHARED);
    const nearest = distances[0] ?? NaN;
    expect(nearest).toBeLessThan(0.05);
    expect(distances.filter((distance) => distance < nearest + SAME)).toHaveLength(ALONG);
    expect(distances.filter((distance) => distance > nearest + SAME).length).toBeGreaterThan(0);
  });

  it('is not marked by what another language says in the same words', async () => {
    await desk.importer.importArticles([{ ...article(0), locale: 'en' }]);
    const rows = await desk.db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM knowledge_passage WHERE text = $1 AND NOT repeated GROUP BY locale',
      [SHARED],
    );
    expect(rows).toEqual([{ n: 1 }, { n: 1 }]);
  });

  it('is found as well when the article that stood for all of them is archived', async () => {
    const [first] = await standing();
    await desk.articles.archive(first?.articleId ?? '');
    const rows = await standing();
    expect(rows.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(rows).toHaveLength(MANY - 1);
    expect(await nearest()).toBeLessThan(0.05);
  });

  it('is found as well when the article that stood for all of them says something else', async () => {
    const [first] = await standing();
    const { version, key, locale, ...rest } = await desk.articles.get(first?.articleId ?? '');
    expect([key.startsWith('goods-'), locale]).toEqual([true, 'zh-CN']);
    await desk.articles.update(
      rest.id,
      { ...rest, version, status: 'published', body: '本品不参加任何活动，售出后请联系厂家处理。' },
      EDITOR,
    );
    const rows = await standing();
    expect(rows.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(rows.map(({ articleId }) => articleId)).not.toContain(first?.articleId);
    expect(await nearest()).toBeLessThan(0.05);
  });

  it('stands in an article alone when all others are gone', async () => {
    for (const { articleId } of (await standing()).slice(1)) await desk.articles.archive(articleId);
    expect((await standing()).map(({ repeated }) => repeated)).toEqual([false]);
    expect(await nearest()).toBeLessThan(0.05);
  });
});
