import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, wilson } from './figures.js';
import { readRows, RowError, textField } from './rows.js';

describe('readRows', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rows-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(content: string): Promise<string[]> {
    const file = join(folder, 'rows.jsonl');
    await writeFile(file, content);
    return readRows(file, (row) => textField(row, 'text'));
  }

  it('reads each line, skipping empty ones and a byte order mark', async () => {
    expect(await read('\uFEFF{"text":"一"}\r\n\n{"text":"二"}\n')).toEqual(['一', '二']);
  });

  it.each([
    ['a line that is no JSON', '{"text":"一"}\n{oops\n', /rows\.jsonl:2: a row must be a JSON object/],
    ['a line that is no object', '["一"]\n', /rows\.jsonl:1: a row must be a JSON object/],
    ['a line that is null', '\nnull\n', /rows\.jsonl:2: a row must be a JSON object/],
    ['a text of another type', '{"text":7}\n', /rows\.jsonl:1: "text" must be a text/],
    ['a text that is blank', '{"text":" \\n"}\n', /rows\.jsonl:1: "text" must be a text that is not empty/],
    ['an empty file', '', /rows\.jsonl:1: there are no rows/],
    ['a file of blank lines', '\n \r\n', /rows\.jsonl:1: there are no rows/],
    [
      'a line that never ends',
      `{"text":"一"}\n{"text":"${'一'.repeat(1_000_000)}"}`,
      /rows\.jsonl:2: the line is longer/,
    ],
    ['a missing field', '{"text":"一"}\n\n{"txt":"二"}\n', /rows\.jsonl:3: "text" must be a text/],
  ])('names file and line of %s', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('names file and line of a binary file, without its bytes', async () => {
    const file = join(folder, 'binary.jsonl');
    await writeFile(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0xff, 0x00, 0x0a]));
    const error: unknown = await readRows(file, (row) => row).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RowError);
    expect((error as Error).message).toMatch(
      /binary\.jsonl:1: a row must be a JSON object on one line, such as [\x20-\x7e…]+$/u,
    );
  });

  it('names the file that cannot be read', async () => {
    await expect(readRows(join(folder, 'none.jsonl'), (row) => row)).rejects.toThrow(/none\.jsonl/);
  });
});

describe('wilson', () => {
  it('gives the published interval', () => {
    expect(wilson(15, 20)).toEqual([0.5313, 0.8881]);
    expect(wilson(0, 10)[0]).toBe(0);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});

describe('bootstrap', () => {
  const half = Array.from({ length: 100 }, (_, i) => i % 2);
  const mean = (drawn: number[]): number => drawn.reduce((a, b) => a + b, 0) / drawn.length;

  it('gives about the interval that is known for a share, and the same one each time', () => {
    const [low, high] = bootstrap(half, mean);
    expect(low).toBeGreaterThan(0.36);
    expect(low).toBeLessThan(0.44);
    expect(high).toBeGreaterThan(0.56);
    expect(high).toBeLessThan(0.64);
    expect(bootstrap(half, mean)).toEqual([low, high]);
  });

  it('says nothing of no rows', () => {
    expect(bootstrap([], mean)).toEqual([0, 1]);
  });
});
