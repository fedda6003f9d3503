import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Said {
  where: string;
  zh: string;
  en: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.ts$/.test(file))
    .map((file) => join(ROOT, folder, file));
}

/** The text of a literal, what is put into it as `{…}`; undefined for what is not written as one. */
function textOf(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [
      node.head.text,
      ...node.templateSpans.map((span) => `{${span.expression.getText()}}${span.literal.text}`),
    ].join('');
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return textOf(node.body);
  return undefined;
}

/** Everything the server says to people: objects with a text per language. */
function said(path: string): { pairs: Said[]; single: string[] } {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const pairs: Said[] = [];
  const single: string[] = [];
  const whereIs = (node: ts.Node): string =>
    `${relative(ROOT, path)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node: ts.Node): void => {
    // The kinds of errors: kind(status, Chinese, English).
    if (ts.isCallExpression(node) && node.expression.getText() === 'kind') {
      const [zh, en] = node.arguments.slice(1).map(textOf);
      if (zh !== undefined && en !== undefined) pairs.push({ where: whereIs(node), zh, en });
    }
    if (ts.isObjectLiteralExpression(node)) {
      const texts = new Map<string, string>();
      for (const property of node.properties) {
        if (!ts.isPropertyAssignment(property)) continue;
        const name = ts.isStringLiteralLike(property.name) ? property.name.text : property.name.getText();
        const text = textOf(property.initializer);
        if (text !== undefined) texts.set(name, text);
      }
      const [zh, en] = [texts.get('zh-CN'), texts.get('en')];
      const where = whereIs(node);
      if (zh !== undefined && en !== undefined) pairs.push({ where, zh, en });
      else if (zh !== undefined) single.push(where);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { pairs, single };
}

const found = ['libs', 'apps/api/src', 'apps/worker/src', 'apps/cli/src'].flatMap(sources).map(said);
/** Less what is only code's: names of languages in quotes, sentences that are put together elsewhere. */
const pairs = found
  .flatMap((file) => file.pairs)
  .filter(({ zh }) => /\p{L}/u.test(zh.replace(/\{[^{}]+\}/g, '').replace(/^'[\w-]+'$/, '')));
const places = (text: string): string[] => [...text.matchAll(/\{[^{}]+\}/g)].map((hit) => hit[0]).sort();

describe('what the server says', () => {
  it('is found: errors, notices, small talk, answers, briefings', () => {
    const files = new Set(pairs.map(({ where }) => where.replace(/\.ts:\d+$/, '')));
    expect([...files]).toEqual(
      expect.arrayContaining([
        'libs/kernel/src/errors',
        'libs/conversation/src/notices',
        'libs/dialogue/src/small-talk',
        'libs/knowledge/src/answer/words',
      ]),
    );
  });

  it('is said in both languages, each in its own', () => {
    expect(found.flatMap((file) => file.single)).toEqual([]);
    const han = /\p{Script=Han}/u;
    const wrong = pairs.filter(({ zh, en }) => zh.trim() === '' || en.trim() === '' || han.test(en) || !han.test(zh));
    expect(wrong).toEqual([]);
  });

  it('fills the same places in both', () => {
    const differing = pairs.filter(({ zh, en }) => JSON.stringify(places(zh)) !== JSON.stringify(places(en)));
    expect(differing).toEqual([]);
  });
});
