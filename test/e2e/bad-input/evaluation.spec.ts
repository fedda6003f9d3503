import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildServer } from '../../support/desk-process.js';

interface Said {
  code: number;
  out: string;
  errors: string;
}

/** `npm run eval` as its users start it, without the build. */
function evaluate(...args: string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/apps/cli/src/main.js', 'eval', ...args], (error, out, errors) => {
      resolve({ code: error ? Number(error.code) : 0, out, errors });
    });
  });
}

describe('the evaluation on files that cannot be what was meant', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    await buildServer();
    folder = mkdtempSync(join(tmpdir(), 'deskhand-evaluation-'));
    const write = (name: string, content: string): void => writeFileSync(file(name), content);
    write('huge', `{"text":"${'退'.repeat(3_500_000)}","should_handoff":false}\n`);
    write('kb', '{"faq_id":"parking","question":"停车收费吗"}\n');
    write('queries', '{"query":"停车","faq_id":"parking"}\n\n{"query":"几点开门","faq_id":"hours"}\n');
    const odd = [
      '😡😡😡',
      '！！！？？？',
      'asdf qwer zxcv',
      '...',
      'Привет 停车 駐車 parking',
      '\u202e\u200b反转',
      '٣٤٥',
      '吗呢',
    ];
    const rows = odd.map((text) => JSON.stringify({ text: `${text} `, should_handoff: false }));
    write('odd', `\uFEFF${rows.join('\r\n')}\r\n`);
  }, 240_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['one line of ten megabytes', ['--task', 'handoff', '--file', 'huge'], /huge:1: the line is longer/],
    [
      'a question for no article',
      ['--task', 'retrieval', '--kb', 'kb', '--queries', 'queries'],
      /queries:3: there is no article "hours"/,
    ],
    ['no file', ['--task', 'sentiment', '--file', 'none'], /ENOENT.*none/],
  ])('%s: one sentence, and the exit code says so', async (_, args, message) => {
    const { code, out, errors } = await evaluate(
      ...args.map((arg, i) => (/^--(?:file|kb|queries)$/u.test(args[i - 1] ?? '') ? file(arg) : arg)),
    );
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(errors.trim().split('\n')).toEqual([expect.stringMatching(message)]);
    expect(errors).not.toMatch(/^\s+at /mu);
  });

  it('odd words in a file of Windows are rows like any other', async () => {
    const { code, out, errors } = await evaluate('--task', 'handoff', '--file', file('odd'));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(JSON.parse(out)).toMatchObject({ n: 8 });
  });
});
