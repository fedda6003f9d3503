import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { BuiltinEmbeddings } from '#llm';
import type { AppConfig } from '#platform';
import { closeTestDatabases, testConfig } from '../support/database.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';
import { until } from '../support/wait.js';

/** Goods, each with a matter of its own: 60 articles that are told apart by one word of the title. */
const GOODS = [
  '电饭煲',
  '吹风机',
  '行李箱',
  '羽绒服',
  '跑步鞋',
  '咖啡机',
  '蓝牙耳机',
  '床垫',
  '保温杯',
  '平底锅',
  '台灯',
  '书桌',
];
const MATTERS = ['怎么清洗', '保修多久', '可以退货吗', '尺寸是多少', '怎么安装'];
const TITLES = GOODS.flatMap((goods) => MATTERS.map((matter) => `${goods}${matter}`));

const shipped = new BuiltinEmbeddings();

/** The same embedder in another space, as another training gives: each vector's first half negated. */
function retrained(): BuiltinEmbeddings {
  const file = shipped.encode();
  const { dimensions, features, names } = JSON.parse(file.toString('utf8', 0, file.indexOf(10))) as Record<
    string,
    number
  >;
  const from = file.indexOf(10) + 1 + (names ?? 0) + 4 * (features ?? 0);
  for (let row = 0; row < (features ?? 0); row += 1)
    for (let d = 0; d < (dimensions ?? 0) / 2; d += 1) {
      const at = from + row * (dimensions ?? 0) + d;
      file.writeInt8(Math.max(-127, -file.readInt8(at)), at);
    }
  return BuiltinEmbeddings.decode(file);
}

describe('another embedder', () => {
  const former = retrained();
  let config: AppConfig;
  let desk: KnowledgeDesk;

  beforeAll(async () => {
    config = await testConfig();
    desk = await KnowledgeDesk.start({ config, embeddings: former });
    const report = await desk.importer.importArticles(
      TITLES.map((title, i) => ({
        key: `goods-${i}`,
        locale: 'zh-CN',
        title,
        questions: [],
        body: `关于${title}，请看说明书第 ${i + 1} 页。`,
        ...{ tags: [], stores: [], validFrom: null, validTo: null, owner: null, source: null, url: null, file: null },
      })),
    );
    expect(report.added).toBe(TITLES.length);
    // What a desk does a minute after its start.
    await desk.keepEmbedder();
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const state = async () => {
    const [row] = await desk.db.query<{ slot: string; indexId: string; nextIndexId: string | null; nextDone: number }>(
      `SELECT slot, index_id AS "indexId", next_index_id AS "nextIndexId", next_done AS "nextDone" FROM knowledge_index`,
    );
    if (!row) throw new Error('no row');
    return row;
  };

  /** Asks a title: its vector is near whatever set serves; in a mixture of spaces everything would be about 1 away. */
  const ask = async (i: number): Promise<void> => {
    const title = TITLES[i % TITLES.length] ?? '';
    const { nearest, first } = await desk.lookUp(title);
    expect({ title, first, near: nearest !== null && nearest < 0.3 }).toEqual({ title, first: title, near: true });
  };

  it('serves on with its vectors while the next set is made, survives a restart in the middle, and is followed at once', async () => {
    await ask(0);
    const before = await state();
    expect(before.indexId).toContain(former.id);
    await desk.close();

    desk = await KnowledgeDesk.start({ config });
    await desk.reindexer.begin();
    const { nextIndexId } = await state();
    let asked = 0;
    await until(
      async () => {
        await ask((asked += 1));
        // On a server one batch takes them all.
        const { nextDone, nextIndexId: making } = await state();
        return nextDone > 0 || making === null;
      },
      'a batch of the next set',
      60_000,
    );
    // An editor's changes meanwhile.
    const [changed, gone] = await desk.articles.list({ limit: 2, offset: 0 });
    if (!changed || !gone) throw new Error('no articles');
    const { body, tags, stores, validFrom, validTo, owner, source, url, version } = changed;
    const title = '登山杖怎么收起来';
    const content = { title, questions: [], body, tags, stores, validFrom, validTo, owner, source, url, version };
    await desk.articles.update(changed.id, { ...content, status: 'published' }, newId());
    await desk.articles.archive(gone.id);
    TITLES.splice(TITLES.indexOf(changed.title), 1, title);
    TITLES.splice(TITLES.indexOf(gone.title), 1);
    await ask(TITLES.indexOf(title));
    await desk.close();

    desk = await KnowledgeDesk.start({ config });
    const resumed = await state();
    expect(resumed.nextIndexId === null || resumed.nextDone > 0).toBe(true);
    await desk.reindexer.begin();
    await until(
      async () => {
        await ask((asked += 1));
        return (await state()).nextIndexId === null;
      },
      'the switch',
      60_000,
    );
    const after = await state();
    // The former set is what the next test is about, however long this one takes.
    await desk.db.query(`UPDATE knowledge_index SET switched_at = now() + interval '1 hour'`);
    expect(after.indexId).toBe(nextIndexId);
    expect(after.indexId).toContain(shipped.id);
    expect(after.slot).not.toBe(before.slot);
    for (let i = 0; i < TITLES.length; i += 1) await ask(i);
    expect(await desk.reindexer.status()).toMatchObject({ serving: after.indexId, published: TITLES.length });
  }, 240_000);

  it('leaves the former set for the questions under way, then nothing of it', async () => {
    const { slot } = await state();
    const rows = `SELECT count(*)::int AS n FROM ${slot === 'b' ? 'knowledge_passage' : 'knowledge_passage_b'}`;
    const [left] = await desk.db.query<{ n: number }>(rows);
    expect(left?.n).toBeGreaterThan(0);
    await desk.db.query(`UPDATE knowledge_index SET switched_at = now() - interval '2 minutes'`);
    await desk.reindexer.onDue({});
    expect(await desk.db.query(rows)).toEqual([{ n: 0 }]);
    expect(await desk.db.query('SELECT DISTINCT id FROM knowledge_embedder')).toEqual([{ id: shipped.id }]);
    await ask(1);
  });

  it('can be made anew by hand, into the other set', async () => {
    const { slot, indexId } = await state();
    await desk.reindexer.begin(true);
    await until(
      async () => {
        await ask(2);
        return (await state()).nextIndexId === null;
      },
      'the switch',
      60_000,
    );
    const after = await state();
    expect([after.slot === slot, after.indexId === indexId]).toEqual([false, false]);
  }, 120_000);

  it('is found by words while an embedder that is gone has made the vectors', async () => {
    await desk.db.query(`UPDATE knowledge_index SET index_id = 'openai:gone/1@x'`);
    await desk.close();
    desk = await KnowledgeDesk.start({ config });
    expect(await desk.lookUp(TITLES[3] ?? '')).toEqual({ nearest: null, first: TITLES[3] });
  });
});
