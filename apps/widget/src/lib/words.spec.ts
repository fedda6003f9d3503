import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const widget = fileURLToPath(new URL('../..', import.meta.url));

function read(folder: string, locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(widget, folder, `${locale}.json`), 'utf8')) as Record<string, string>;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.includes('.spec.') ? [readFileSync(path, 'utf8')] : [];
  });
}

/** Names the other language in that language, or is a figure. */
const NAMES_ITSELF: ReadonlySet<string> = new Set(['otherLanguage', 'price', 'times']);

const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]!).sort();

describe.each([
  ['the widget', 'src', 'src/messages'],
  ['the demo shop', 'demo', 'demo/words'],
])('message files of %s', (_name, code, folder) => {
  const zh = read(folder, 'zh-CN');
  const en = read(folder, 'en');

  it('have the same keys', () => {
    expect([...new Set(Object.keys(en).map(base))].sort()).toEqual(Object.keys(zh).sort());
  });

  it('have the same places', () => {
    for (const [key, text] of Object.entries(en)) expect([key, places(text)]).toEqual([key, places(zh[base(key)]!)]);
  });

  it('have no message that nobody uses', () => {
    const all = sources(join(widget, code)).join('\n');
    const unused = Object.keys(zh).filter((key) => !all.includes(`'${key}'`) && !new RegExp(`\\b${key}\\b`).test(all));
    expect(unused).toEqual([]);
  });

  it('are in the language they claim', () => {
    const han = /\p{Script=Han}/u;
    for (const [key, text] of Object.entries(en))
      if (!NAMES_ITSELF.has(key)) expect([key, han.test(text)]).toEqual([key, false]);
    for (const [key, text] of Object.entries(zh))
      if (!NAMES_ITSELF.has(key)) expect([key, han.test(text)]).toEqual([key, true]);
  });
});
