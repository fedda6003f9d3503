import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppConfig } from '#platform';
import { closeTestDatabases, testConfig } from '../support/database.js';
import { buildServer } from '../support/desk-process.js';
import { folderOf, KnowledgeDesk } from '../support/knowledge-desk.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ARTICLES = 400;

let config: AppConfig;
let folder: string;

beforeAll(async () => {
  await buildServer();
  config = await testConfig();
  const rows = Array.from(
    { length: ARTICLES },
    (_v, i) => `goods-${i},zh-CN,第 ${i} 号商品怎么保养？,请看第 ${i} 页。用软布擦拭。`,
  );
  folder = await folderOf(config.dataDir, { 'goods.csv': ['id,locale,title,body', ...rows].join('\n') });
}, 120_000);

afterAll(closeTestDatabases);

/** `kb import` as an operator runs it. */
function importFolder(): { child: ChildProcess; out: () => string; said: (what: RegExp) => Promise<void> } {
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', 'kb', 'import', folder], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: config.database.kind === 'server' ? config.database.url : undefined,
      REDIS_URL: config.redisUrl,
      REDIS_PREFIX: config.redisPrefix,
      DATA_DIR: config.dataDir,
      JWT_SECRET: config.jwtSecret,
      SHOP_IDENTITY_SECRET: config.identitySecret,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const said = async (what: RegExp): Promise<void> => {
    while (!what.test(errors)) {
      if (child.exitCode !== null) throw new Error(`the import ended with ${child.exitCode}: ${errors}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { child, out: () => out, said };
}

describe('an import that is killed', () => {
  it('tells how far it is, and when it is repeated does only what is left', async () => {
    const first = importFolder();
    await first.said(new RegExp(`\\d+ / ${ARTICLES} articles`, 'u'));
    const gone = once(first.child, 'exit');
    first.child.kill('SIGKILL');
    await gone;

    const again = importFolder();
    // When its output has been read to the end, too.
    const [code] = (await once(again.child, 'close')) as [number];
    expect(code).toBe(0);
    const { added, unchanged, changed, problems } = JSON.parse(again.out()) as Record<string, number | unknown[]>;
    expect({ changed, problems }).toEqual({ changed: 0, problems: [] });
    expect(Number(unchanged)).toBeGreaterThan(0);
    expect(Number(added) + Number(unchanged)).toBe(ARTICLES);

    const desk = await KnowledgeDesk.start({ config });
    try {
      const counts = `SELECT count(*)::int AS articles, count(DISTINCT key)::int AS keys,
        (SELECT count(DISTINCT article_id)::int FROM knowledge_passage) AS indexed FROM knowledge_article`;
      expect(await desk.db.query(counts)).toEqual([{ articles: ARTICLES, keys: ARTICLES, indexed: ARTICLES }]);
      expect((await desk.lookUp('第 399 号商品怎么保养？')).first).toContain('399');
    } finally {
      await desk.close();
    }
  }, 180_000);
});
