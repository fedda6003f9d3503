import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));

function read(locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(source, 'messages', `${locale}.json`), 'utf8')) as Record<string, string>;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.includes('.spec.') ? [readFileSync(path, 'utf8')] : [];
  });
}

const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]!).sort();

describe('message files', () => {
  const zh = read('zh-CN');
  const en = read('en');

  it('have the same keys', () => {
    expect([...new Set(Object.keys(en).map(base))].sort()).toEqual(Object.keys(zh).sort());
  });

  it('have the same places', () => {
    for (const [key, text] of Object.entries(en)) expect([key, places(text)]).toEqual([key, places(zh[base(key)]!)]);
  });

  it('have no message that nobody uses', () => {
    const code = sources(source).join('\n');
    const unused = Object.keys(zh).filter(
      (key) => !code.includes(`'${key}'`) && !new RegExp(`\\b${key}\\b`).test(code),
    );
    expect(unused).toEqual([]);
  });
});
