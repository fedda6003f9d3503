import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { call } from '../support/raw.js';

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: { type?: string; enum?: string[] } }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string; type?: string; properties?: object } }> };
  responses: Record<string, unknown>;
  security?: unknown[];
}

interface Schema {
  required?: string[];
  properties?: Record<string, { type?: string; maxLength?: number; enum?: string[] }>;
}

/** Acts whose path says all. */
const WITHOUT_BODY = new Set([
  'post /api/v1/agents/{id}/password',
  'post /api/v1/canned-replies/{id}/use',
  'post /api/v1/conversations/{id}/follow-up/close',
  'post /api/v1/wechat/accounts/{id}/test',
  'post /api/v1/wechat/handover',
]);

describe('OpenAPI', () => {
  let desk: Desk;
  let paths: Record<string, Record<string, Operation>>;
  let schemas: Record<string, Schema>;

  beforeAll(async () => {
    desk = await Desk.start({}, []);
    const document = (await call(desk.url, '/api/docs-json')).json as {
      paths: typeof paths;
      components: { schemas: typeof schemas };
    };
    paths = document.paths;
    schemas = document.components.schemas;
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  it('has the routes of the contract', () => {
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes).toEqual(
      expect.arrayContaining([
        'POST /api/v1/auth/login',
        'POST /api/v1/auth/refresh',
        'POST /api/v1/auth/logout',
        'POST /api/v1/knowledge/ask',
        'GET /api/v1/knowledge/search',
        'GET /api/v1/knowledge/articles',
        'POST /api/v1/knowledge/articles',
        'GET /api/v1/knowledge/articles/{id}',
        'PUT /api/v1/knowledge/articles/{id}',
        'DELETE /api/v1/knowledge/articles/{id}',
        'POST /api/v1/knowledge/import',
        'POST /api/v1/understand',
        'GET /api/v1/conversations',
        'POST /api/v1/attachments',
        'GET /api/v1/attachments/{id}',
        'GET /api/v1/conversations/{id}',
        'GET /api/v1/mentions',
        'DELETE /api/v1/mentions/{conversationId}',
      ]),
    );
  });

  it('describes every body, with its fields and limits, and every parameter', () => {
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { requestBody, parameters = [], responses }] of Object.entries(methods)) {
        const at = `${method} ${path}`;
        expect([at, Object.keys(responses)]).toEqual([at, expect.arrayContaining(['4XX'])]);
        const takesBody = ['post', 'put', 'patch'].includes(method) && !WITHOUT_BODY.has(at);
        expect([at, takesBody]).toEqual([at, requestBody !== undefined]);
        for (const { name, schema } of parameters) expect([at, name, schema?.type]).not.toEqual([at, name, undefined]);
        if (!requestBody) continue;
        const schema = Object.values(requestBody.content)[0]?.schema;
        // Bytes as they are: a picture, what WeChat sends.
        if (schema?.type === 'string') continue;
        const name = schema?.$ref?.split('/').at(-1) ?? '';
        expect([at, Object.keys((schemas[name] ?? schema)?.properties ?? {})]).not.toEqual([at, []]);
      }
    expect(schemas['LoginDto']).toMatchObject({
      required: ['email', 'password'],
      properties: { email: { type: 'string', maxLength: 254 }, password: { type: 'string' } },
    });
    expect(schemas['AskDto']).toMatchObject({
      required: ['question'],
      properties: { locale: { type: 'string', enum: ['zh-CN', 'en'] } },
    });
    expect(paths['/api/v1/conversations']?.['get']?.parameters?.map((p) => [p.name, p.required])).toEqual(
      expect.arrayContaining([
        ['status', false],
        ['limit', false],
        ['cursor', false],
      ]),
    );
    expect(schemas['CreateArticleDto']?.required?.sort()).toEqual(['body', 'key', 'locale', 'title']);
    expect(schemas['NewAgentDto']?.required?.sort()).toEqual(['email', 'name', 'role']);
  });
});
