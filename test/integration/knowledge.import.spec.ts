import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { folderOf, KnowledgeDesk, markdown } from '../support/knowledge-desk.js';

const PARKING = markdown(
  { id: 'parking', title: '停车怎么收费？', more: 'questions: [停车贵不贵]\ntags: [parking]\n' },
  '每小时 6 元，每天最高 50 元。前 30 分钟免费。',
);
const RETURNS = markdown({ id: 'returns', title: '几天内可以退货？' }, '签收后 7 天内可以无理由退货。');

describe('import of a folder', () => {
  let desk: KnowledgeDesk;
  let folder: string;

  beforeAll(async () => {
    desk = await KnowledgeDesk.start();
    folder = await folderOf(desk.config.dataDir, {
      'zh-CN/parking.md': PARKING,
      'zh-CN/returns.md': RETURNS,
      'eval/questions.jsonl': '{}',
    });
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const articles = () =>
    desk.db.query<{ key: string; version: number; status: string; passages: number }>(
      `SELECT key, version, status, (SELECT count(*)::int FROM knowledge_passage p WHERE p.article_id = a.id) AS passages
       FROM knowledge_article a ORDER BY key`,
    );

  it('loads what is there and tells how far it is', async () => {
    const steps: [number, number][] = [];
    const report = await desk.importer.importFolder(folder, { onProgress: (done, total) => steps.push([done, total]) });
    expect(report).toMatchObject({ added: 2, changed: 0, unchanged: 0, removed: 0, problems: [] });
    expect(steps).toEqual([[2, 2]]);
    expect((await desk.knowledge.ask({ question: '停车贵不贵' })).citations[0]?.key).toBe('parking');
  });

  it('neither writes nor embeds what has not changed', async () => {
    const before = await articles();
    const embedded = desk.countEmbedded();
    expect(await desk.importer.importFolder(folder)).toMatchObject({ added: 0, changed: 0, unchanged: 2, removed: 0 });
    expect(embedded.texts).toBe(0);
    expect(await articles()).toEqual(before);
  });

  it('gives a changed article a new version and keeps the old one', async () => {
    await writeFile(join(folder, 'zh-CN/parking.md'), PARKING.replace('6 元', '8 元'));
    expect(await desk.importer.importFolder(folder)).toMatchObject({ changed: 1, unchanged: 1 });
    const answer = await desk.knowledge.ask({ question: '停车怎么收费' });
    expect(answer.citations[0]).toMatchObject({ key: 'parking', version: 2 });
    expect(answer.answer).toContain('8 元');
    const history = await desk.db.query<{ version: number; body: string }>(
      `SELECT v.version, v.body FROM knowledge_article_version v JOIN knowledge_article a ON a.id = v.article_id
       WHERE a.key = 'parking' ORDER BY v.version`,
    );
    expect(history.map(({ version, body }) => [version, body.includes('6 元')])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('reports what it cannot read with file and line; the rest loads and what stood in that file stays', async () => {
    await writeFile(join(folder, 'zh-CN/returns.md'), '---\nid: returns\nlocale: zh-CN\ntitle: [开\n---\n正文');
    await writeFile(join(folder, 'no-title.md'), '---\nid: no-title\nlocale: en\n---\nText.');
    await writeFile(join(folder, 'bad-day.md'), markdown({ id: 'x', title: 'X', more: 'validFrom: soon\n' }, 'Text.'));
    await writeFile(join(folder, 'zz-again.md'), PARKING);
    await writeFile(
      join(folder, 'table.csv'),
      'id,locale,title,body,questions\nwifi,zh-CN,有没有无线网？,全馆免费无线网。,WiFi密码|能上网吗\nbroken,fr,Bonjour,Texte,\n',
    );
    const report = await desk.importer.importFolder(folder);
    expect(report).toMatchObject({ added: 1, removed: 0 });
    expect(report.problems.map(({ file, line }) => [file, line]).sort()).toEqual([
      ['bad-day.md', 5],
      ['no-title.md', 1],
      ['table.csv', 3],
      ['zh-CN/returns.md', 4],
      ['zz-again.md', 1],
    ]);
    expect((await desk.knowledge.ask({ question: '几天内可以退货' })).citations[0]?.key).toBe('returns');
    expect((await desk.knowledge.ask({ question: 'WiFi密码' })).citations[0]?.key).toBe('wifi');
  });

  it('lets removed articles disappear, and takes them back as a further version', async () => {
    for (const file of ['zz-again.md', 'bad-day.md', 'no-title.md', 'table.csv']) await rm(join(folder, file));
    await rm(join(folder, 'zh-CN/returns.md'));
    expect(await desk.importer.importFolder(folder)).toMatchObject({ removed: 2 });
    expect((await desk.knowledge.ask({ question: '几天内可以退货' })).citations).toEqual([]);
    expect((await articles()).map(({ key, status, passages }) => [key, status, passages > 0])).toEqual([
      ['parking', 'published', true],
      ['returns', 'archived', false],
      ['wifi', 'archived', false],
    ]);
    await writeFile(join(folder, 'zh-CN/returns.md'), RETURNS);
    expect(await desk.importer.importFolder(folder)).toMatchObject({ changed: 1, removed: 0 });
    expect((await desk.knowledge.ask({ question: '几天内可以退货' })).citations[0]?.key).toBe('returns');
  });

  it('takes a word without an end, and reports wordings that are none', async () => {
    const endless = 'z'.repeat(40_000);
    const desk = await KnowledgeDesk.start();
    const folder = await folderOf(desk.config.dataDir, {
      'endless.md': markdown({ id: 'endless', title: '怎么办会员卡？' }, `${endless} 在服务台办理。`),
      'wordings.md': markdown({ id: 'wordings', title: 'X', more: `questions: [${endless}]\n` }, 'Text.'),
    });
    const { added, problems } = await desk.importer.importFolder(folder);
    expect({ added, problems }).toMatchObject({
      added: 1,
      problems: [{ file: 'wordings.md', message: 'an entry of questions is longer than 300 characters' }],
    });
    const { hits } = await desk.knowledge.retrieve({ question: `会员卡 ${endless}` });
    expect(hits[0]?.article.key).toBe('endless');
    await desk.close();
  });

  it('takes harm out of HTML and links', async () => {
    await writeFile(
      join(folder, 'html.md'),
      markdown(
        { id: 'html', title: '怎么办会员卡？' },
        '在**服务台**办理。<script>alert(1)</script><img src=x onerror=alert(2)> [点我](javascript:alert(3)) [官网](https://www.yunshanli.example/card)',
      ),
    );
    await desk.importer.importFolder(folder);
    const { answer } = await desk.knowledge.ask({ question: '怎么办会员卡' });
    expect(answer).toBe('在服务台办理。 点我 官网 (https://www.yunshanli.example/card)');
    const [row] = await desk.db.query<{ body: string }>(`SELECT body FROM knowledge_article WHERE key = 'html'`);
    expect(row?.body).not.toMatch(/script|onerror|javascript/u);
  });
});
