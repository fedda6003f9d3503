import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

function catalogue(locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(SOURCE, 'messages', `${locale}.json`), 'utf8')) as Record<string, string>;
}

const zh = catalogue('zh-CN');
const en = catalogue('en');
const code = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'))
  .join('\n');

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]!).sort();

describe('message files', () => {
  it('have the same keys in every language, none empty', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
    for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text.trim()).not.toBe('');
  });

  it('fill the same places in every language', () => {
    for (const [key, text] of Object.entries(zh)) {
      // A singular may leave its number out.
      if (key.endsWith('.one')) continue;
      expect([key, places(text)]).toEqual([key, places(en[key]!)]);
    }
  });

  it('are in the language they claim', () => {
    const chinese = /[\u4e00-\u9fff]/;
    for (const [key, text] of Object.entries(en))
      if (key !== 'language.other') expect([key, chinese.test(text)]).toEqual([key, false]);
    const alike = Object.keys(zh).filter(
      (key) => zh[key] === en[key] && /[a-z]{3}/.test(zh[key]!.replace(/\{\w+\}/g, '')),
    );
    expect(alike).toEqual([]);
  });

  it('have no plural without its other form', () => {
    for (const key of Object.keys(zh).filter((one) => one.endsWith('.one'))) {
      expect(zh).toHaveProperty([key.replace(/one$/, 'other')]);
    }
  });

  it('hold no word that nobody says', () => {
    const said = (key: string): boolean => {
      if (code.includes(`'${key}'`)) return true;
      const base = key.replace(/\.(one|other)$/, '');
      if (base !== key && code.includes(`'${base}'`)) return true;
      // Made of an area and a name from the wire: `rule.${…}`, words.named('rule', …).
      const area = key.slice(0, key.indexOf('.'));
      if (code.includes(`\`${area}.\${`) || code.includes(`named('${area}'`)) return true;
      // Of an area that is chosen among named ones: `${way}.title` with 'transfer' | 'reassign'.
      return code.includes(`}${key.slice(area.length)}\``) && code.includes(`'${area}'`);
    };
    expect(Object.keys(en).filter((key) => !said(key))).toEqual([]);
  });
});
