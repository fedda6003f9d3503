import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputsDigest } from './inputs-digest.js';

describe('inputsDigest', () => {
  let root: string;
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
  const digest = (...inputs: string[]): string => inputsDigest(root, inputs);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'inputs-'));
    mkdirSync(join(root, 'texts/more'), { recursive: true });
    write('texts/a.jsonl', '{"text":"好"}\n');
    write('texts/more/b.jsonl', '{"text":"bad"}\n');
    write('train.ts', 'export const RATE = 1;\n');
  });

  it('is the same for the same files, in whatever order and however often they are named', () => {
    expect(digest('texts', 'train.ts')).toBe(digest('train.ts', 'texts', 'texts/a.jsonl'));
  });

  it.each<[string, () => void]>([
    ['a letter', () => write('texts/more/b.jsonl', '{"text":"mad"}\n')],
    ['a new file', () => write('texts/c.jsonl', '')],
    ['another name', () => renameSync(join(root, 'texts/a.jsonl'), join(root, 'texts/z.jsonl'))],
    ['code', () => write('train.ts', 'export const RATE = 2;\n')],
  ])('changes with %s', (_, change) => {
    const before = digest('texts', 'train.ts');
    change();
    expect(digest('texts', 'train.ts')).not.toBe(before);
  });

  it('does not change with what shapes no model', () => {
    const before = digest('texts');
    for (const name of ['README.md', 'a.spec.ts', 'own.model']) write(`texts/${name}`, 'x');
    expect(digest('texts')).toBe(before);
  });

  it('names what is not there', () => {
    expect(() => digest('nowhere')).toThrow(/nowhere/);
  });
});
