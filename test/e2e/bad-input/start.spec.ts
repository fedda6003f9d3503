import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskProcess, freePort } from '../../support/desk-process.js';
import { call } from '../../support/raw.js';

const SECRET = 'hunter2-must-never-be-seen';

describe('a start that cannot be, or not as wished', () => {
  let folder: string;
  let knowledge: string;

  beforeAll(() => {
    execFileSync(process.execPath, ['apps/build.mjs', '--server', '--quiet'], { stdio: 'inherit' });
    folder = mkdtempSync(join(tmpdir(), 'deskhand-start-'));
    knowledge = join(folder, 'knowledge');
    mkdirSync(knowledge);
    writeFileSync(
      join(knowledge, 'good.md'),
      '---\nid: good\nlocale: en\ntitle: When are you open?\n---\nFrom 10:00 to 22:00.\n',
    );
  }, 240_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the desk and gives back what it said and how it ended; it must end by itself. */
  async function failing(environment: Record<string, string>): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['dist/apps/api/src/main.js'], {
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        HOST: '127.0.0.1',
        SEED_DEMO: 'false',
        KNOWLEDGE_DIR: knowledge,
        DATA_DIR: join(folder, 'data'),
        LOG_LEVEL: 'warn',
        ...environment,
      },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
    await once(child, 'close');
    clearTimeout(timer);
    return { code: child.exitCode, said };
  }

  /** One sentence on what to do; no stack, no value of a variable. */
  function expectSentence({ code, said }: { code: number | null; said: string }, ...words: (string | RegExp)[]): void {
    expect(code).toBe(1);
    expect(said).toMatch(/^Deskhand could not start\. /m);
    for (const word of words) expect(said).toMatch(word);
    expect(said).not.toMatch(/\n\s+at |node_modules/);
    expect(said).not.toContain(SECRET);
  }

  it.each([
    ['PORT', SECRET],
    ['DATABASE_URL', `mysql://root:${SECRET}@db/shop`],
    ['JWT_SECRET', SECRET],
  ])(
    'a bad %s is named, its value is not shown',
    async (name, value) => {
      expectSentence(await failing({ [name]: value }), name);
    },
    180_000,
  );

  it('a database and a queue that are not there', async () => {
    const secrets = { JWT_SECRET: 'x'.repeat(32), SHOP_IDENTITY_SECRET: 'y'.repeat(32) };
    const port = await freePort();
    const url = `postgres://desk:${SECRET}@127.0.0.1:${port}/desk`;
    expectSentence(await failing({ ...secrets, DATABASE_URL: url }), /DATABASE_URL|ECONNREFUSED/);
  }, 180_000);

  it('a data folder that another process has, and a port that is taken', async () => {
    const desk = new DeskProcess(await freePort(), {
      DATA_DIR: join(folder, 'busy'),
      SEED_DEMO: 'false',
      KNOWLEDGE_DIR: knowledge,
    });
    await desk.start(120_000);
    try {
      expectSentence(
        await failing({ DATA_DIR: join(folder, 'busy') }),
        /Another Deskhand \(process \d+\) is already running/,
        /DATA_DIR/,
      );
      expectSentence(await failing({ PORT: String(desk.port) }), /port is taken/, /PORT/);
      expect((await call(desk.url, '/readyz')).status).toBe(200);
    } finally {
      await desk.stop();
    }
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      expectSentence(await failing({ PORT: String((other.address() as { port: number }).port) }), /port is taken/);
    } finally {
      other.close();
    }
  }, 240_000);

  it('a damaged secrets file', async () => {
    const data = mkdtempSync(join(folder, 'damaged-'));
    writeFileSync(join(data, 'secrets.json'), `{"jwtSecret":"${SECRET}`);
    expectSentence(await failing({ DATA_DIR: data }), /secrets\.json is damaged/, /delete it/);
  }, 180_000);

  it('articles that cannot be read are reported with file and line, the rest loads', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(join(mixed, 'deep'), { recursive: true });
    const article = (name: string, text: string | Buffer): void => writeFileSync(join(mixed, name), text);
    article('good.md', '---\nid: good\nlocale: en\ntitle: When are you open?\n---\nFrom 10:00 to 22:00.\n');
    article('nul.md', '---\nid: nul\nlocale: en\ntitle: "Nul \\0 and \\ud83d"\n---\nHidden \0 character.\n');
    article(
      'bytes.md',
      Buffer.concat([
        Buffer.from('---\nid: bytes\nlocale: en\ntitle: Bytes\n---\n'),
        Buffer.from([0xff, 0xfe, 0x00, 0x41]),
      ]),
    );
    article('no-fence.md', 'just words');
    article('bad-yaml.md', '---\nid: bad\nlocale: en\ntitle: [\n---\nx\n');
    article('deep/no-title.md', '---\nid: untitled\nlocale: en\n---\nx\n');
    article('locale.md', '---\nid: where\nlocale: xx\ntitle: x\n---\nx\n');
    article('twice.md', '---\nid: good\nlocale: en\ntitle: Again\n---\nx\n');
    article('rows.csv', 'id,locale,title,body\nrow,en,Row,Fine\n,en,x,x\n');
    article('broken.csv', 'id,locale,title,body\n"x\n');
    article('empty.md', '');
    symlinkSync(join(mixed, 'nowhere.md'), join(mixed, 'dangling.md'));
    const desk = new DeskProcess(await freePort(), {
      DATA_DIR: join(folder, 'mixed-data'),
      SEED_DEMO: 'false',
      KNOWLEDGE_DIR: mixed,
    });
    await desk.start(120_000);
    try {
      const problems = desk.log
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => (JSON.parse(line) as { problem?: { file: string; line: number; message: string } }).problem)
        .filter((problem) => problem !== undefined);
      for (const [file, line] of [
        ['no-fence.md', 1],
        ['bad-yaml.md', 4],
        ['deep/no-title.md', 1],
        ['locale.md', 3],
        ['twice.md', 1],
        ['rows.csv', 3],
        ['broken.csv', undefined],
        ['empty.md', 1],
        ['dangling.md', 1],
      ] as const)
        expect(problems).toContainEqual(
          expect.objectContaining({ file, message: expect.any(String), line: line ?? expect.any(Number) }),
        );
      expect(problems.filter((p) => ['good.md', 'nul.md', 'bytes.md'].includes(p.file))).toEqual([]);
      const asked = await call(desk.url, '/api/v1/knowledge/ask', {
        json: { question: 'When are you open?', locale: 'en' },
      });
      expect(asked.text).toContain('From 10:00 to 22:00.');
    } finally {
      await desk.stop();
    }
  }, 240_000);

  it('without a knowledge folder it says so and starts', async () => {
    for (const missing of [join(folder, 'nothing-here'), join(knowledge, 'good.md')]) {
      const desk = new DeskProcess(await freePort(), {
        DATA_DIR: join(folder, 'bare-data'),
        SEED_DEMO: 'false',
        KNOWLEDGE_DIR: missing,
      });
      await desk.start(120_000);
      expect(desk.log).toContain(`there is no folder ${missing} (KNOWLEDGE_DIR)`);
      expect(await desk.stop()).toBe(0);
    }
  }, 240_000);
});
