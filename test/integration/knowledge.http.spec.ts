import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentAccounts } from '#agents';
import request from 'supertest';
import { createApp } from '../../apps/api/src/create-app.js';
import { closeTestDatabases, testConfig } from '../support/database.js';

const PASSWORD = 'correct horse battery';
const ARTICLE = {
  key: 'pets',
  locale: 'zh-CN',
  title: '可以带宠物进店吗？',
  questions: ['能带狗吗'],
  body: '可以带 10 公斤以内的宠物，请放在宠物包里。',
};

describe('knowledge over REST', () => {
  let app: INestApplication;
  let url: string;
  let writer: string;

  beforeAll(async () => {
    const config = await testConfig({
      limits: { messagesPerMinute: 30, asksPerMinute: 40, connectionsPerMinute: 100, agentCallsPerMinute: 600 },
    });
    app = await createApp(config);
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/api/v1`;
    await app.get(AgentAccounts, { strict: false }).add({
      email: 'wu@example.test',
      name: 'wu',
      role: 'admin',
      skills: ['general'],
      password: PASSWORD,
    });
    const { body } = await request(url)
      .post('/auth/login')
      .send({ email: 'wu@example.test', password: PASSWORD })
      .expect(200);
    writer = `Bearer ${String(body.accessToken)}`;
  });

  afterAll(async () => {
    await app.close();
    await closeTestDatabases();
  });

  const ask = (body: object) => request(url).post('/knowledge/ask').set('accept-language', 'en').send(body);
  const articles = (method: 'get' | 'post' | 'put' | 'delete', path = '') =>
    request(url)[method](`/knowledge/articles${path}`).set('authorization', writer).set('accept-language', 'en');

  it('creates, finds, changes and archives an article', async () => {
    const created = await articles('post').send(ARTICLE).expect(201);
    expect(created.body).toMatchObject({ key: 'pets', version: 1, status: 'published' });
    const id = String(created.body.id);
    const answer = await ask({ question: '能带狗吗' }).expect(200);
    expect(answer.body).toMatchObject({
      outcome: 'answered',
      citations: [{ articleId: id, title: ARTICLE.title, version: 1 }],
      suggestions: [],
    });

    const { key: _key, locale: _locale, ...content } = ARTICLE;
    const changed = { ...content, body: '可以带 15 公斤以内的宠物。', version: 1 };
    expect((await articles('put', `/${id}`).send(changed).expect(200)).body).toMatchObject({ version: 2 });
    expect((await articles('put', `/${id}`).send(changed).expect(409)).body.error.code).toBe('VERSION_CONFLICT');
    expect((await ask({ question: '能带狗吗' })).body.answer).toContain('15 公斤');
    expect((await articles('get', `/${id}/versions`).expect(200)).body.versions).toHaveLength(2);
    expect((await articles('get', '?q=pets').expect(200)).body.articles).toHaveLength(1);

    const found = await request(url).get('/knowledge/search?q=宠物&limit=3').set('authorization', writer).expect(200);
    expect(found.body.hits[0]).toMatchObject({ articleId: id, passage: expect.stringContaining('15 公斤') });

    await articles('delete', `/${id}`).expect(204);
    expect((await ask({ question: '能带狗吗' })).body.citations).toEqual([]);
  });

  it('keeps a draft out of the answers', async () => {
    await articles('post')
      .send({ ...ARTICLE, key: 'secret', title: '员工内购几折？', questions: [], status: 'draft' })
      .expect(201);
    expect((await ask({ question: '员工内购几折？' })).body).toMatchObject({ outcome: 'abstained', citations: [] });
  });

  it('imports what can be used and reports the rest', async () => {
    const { body } = await request(url)
      .post('/knowledge/import')
      .set('authorization', writer)
      .send({
        articles: [{ id: 'wifi', locale: 'zh-CN', title: '有无线网吗？', body: '全馆免费。' }, { id: 'no title' }],
        csv: 'id,locale,title,body\numbrella,zh-CN,可以借伞吗？,服务台可以借伞。\n,zh-CN,x,y\n',
      })
      .expect(200);
    expect(body).toMatchObject({ added: 2, removed: 0 });
    expect(body.problems.map((problem: { file: string; line: number }) => [problem.file, problem.line])).toEqual([
      ['csv', 3],
      ['articles', 2],
    ]);
    expect((await ask({ question: '可以借伞吗' })).body.citations[0].key).toBe('umbrella');
  });

  it.each([
    [{}, 'VALIDATION_FAILED'],
    [{ question: 7 }, 'VALIDATION_FAILED'],
    [{ question: 'x', extra: 1 }, 'VALIDATION_FAILED'],
    [{ question: 'x', locale: 'fr' }, 'VALIDATION_FAILED'],
    [{ question: ' \n ' }, 'TEXT_EMPTY'],
    [{ question: 'x'.repeat(4001) }, 'TEXT_TOO_LONG'],
  ])('refuses %j with %s', async (body, code) => {
    const refused = await ask(body).expect(400);
    expect(refused.body.error).toMatchObject({ code, message: expect.any(String) });
  });

  it.each([
    ['get', '/knowledge/articles'],
    ['get', '/knowledge/search?q=x'],
    ['get', '/knowledge/gaps'],
    ['post', '/knowledge/articles'],
    ['post', '/knowledge/import'],
  ] as const)('wants a sign-in for %s %s', async (method, path) => {
    expect((await request(url)[method](path).expect(401)).body.error.code).toBe('UNAUTHENTICATED');
  });

  it('refuses bad articles with a sentence that says what is wrong', async () => {
    const refused = async (body: object, status = 400): Promise<string> => {
      const answer = await articles('post').send(body).expect(status);
      return String(answer.body.error.message);
    };
    expect(await refused({ ...ARTICLE, key: 'a b' })).toContain('key');
    expect(await refused({ ...ARTICLE, key: 'k1', tags: null })).toContain('tags');
    expect(await refused({ ...ARTICLE, key: 'k1', url: 'javascript:alert(1)' })).toContain('url');
    expect(await refused({ ...ARTICLE, key: 'k1', validFrom: '2026-02-30' })).toContain('validFrom');
    expect(await refused({ ...ARTICLE, key: 'wifi' })).toContain('wifi');
    expect((await articles('get', '/not-an-id').expect(404)).body.error.code).toBe('ARTICLE_NOT_FOUND');
  });

  it('limits the questions of one address and says when to come back', async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, () => ask({ question: '有无线网吗' })));
    const limited = answers.filter((answer) => answer.status === 429);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]?.body.error).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
    expect(answers.every((answer) => answer.status === 200 || answer.status === 429)).toBe(true);
  });
});
