import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArticles } from './knowledge-desk.js';
import { readQueryRows } from './knowledge-rows.js';
import { RowError } from './rows.js';

const KB = '{"faq_id":"parking","question":"停车收费吗"}\n{"faq_id":"returns","question":"怎么退货"}\n';
const ENGLISH = '{"faq_id":"parking","question":"Is parking free?"}\n';
const QUERY = '{"query":"停车要钱吗","faq_id":"parking"}\n';

describe('articles and questions to evaluate on', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knowledge-rows-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function write(name: string, content: string): Promise<string> {
    const file = join(folder, name);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  async function read(kb: string, queries: string): Promise<void> {
    const { known } = await readArticles(await write('kb.jsonl', kb));
    await readQueryRows(await write('queries.jsonl', queries), known);
  }

  it.each([
    [
      'an article that stands twice',
      `${KB}\n${KB}`,
      QUERY,
      /kb\.jsonl:4: line 1 has an article "parking" already; give/,
    ],
    ['an article without a question', '{"faq_id":"a"}', QUERY, /kb\.jsonl:1: "question" must be a text/],
    [
      'wordings that are no list',
      '{"faq_id":"a","question":"b","variants":"c"}',
      QUERY,
      /kb\.jsonl:1: "variants" must/,
    ],
    ['no article', '', QUERY, /kb\.jsonl:1: there are no rows/],
    ['no question', KB, '\n', /queries\.jsonl:1: there are no rows/],
    [
      'a question whose article there is not',
      KB,
      `${QUERY}{"query":"几点开门","faq_id":"hours"}`,
      /queries\.jsonl:2: there is no article "hours" in .*kb\.jsonl; correct the id/,
    ],
    [
      'a question of which another right article is none',
      KB,
      '{"query":"停车","faq_id":"parking","also_ok":["returns","fees"]}',
      /queries\.jsonl:1: there is no article "fees"/,
    ],
    ['a question without an article', KB, '{"query":"停车"}', /queries\.jsonl:1: "faq_id" must be an id, or null/],
    ['an id of another type', KB, '{"query":"停车","faq_id":7}', /queries\.jsonl:1: "faq_id" must be a text/],
    [
      'a mark that is none',
      KB,
      '{"query":"停","faq_id":null,"hard":"yes"}',
      /queries\.jsonl:1: "hard" must be true or/,
    ],
  ])('file and line are named of %s', async (_, kb, queries, message) => {
    const error: unknown = await read(kb, queries).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RowError);
    expect((error as Error).message).toMatch(message);
  });

  it('one article may stand in both languages, and a question may be out of scope', async () => {
    await read(
      KB + ENGLISH,
      '{"query":"parking?","faq_id":"parking","also_ok":["returns"]}\n{"query":"🤷","faq_id":null}',
    );
  });

  it('a folder gives its ids, and is not measured while a file of it is no article', async () => {
    await write('shop/parking.md', '---\nid: parking\nlocale: zh-CN\ntitle: 停车\n---\n免费。\n');
    const shop = join(folder, 'shop');
    expect([...(await readArticles(shop)).known.ids]).toEqual(['parking']);
    await write('shop/broken.md', 'no front matter');
    await expect(readArticles(shop)).rejects.toThrow(/shop\/broken\.md:1: the file must begin with/);
  });
});
