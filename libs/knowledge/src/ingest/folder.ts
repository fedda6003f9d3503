import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { StoreRow } from '../stores/store.repository.js';
import type { ArticleSource, ImportProblem } from './article-source.js';
import { parseCsvArticles, parseMarkdownArticle } from './parse.js';
import { parseStores } from './parse-stores.js';

/** What a folder says. */
export interface FolderContent {
  articles: ArticleSource[];
  /** Only where its `stores.yaml` is without a mistake. */
  stores?: StoreRow[];
  problems: ImportProblem[];
}

/** Questions for measuring lie beside the articles and are not articles. */
const NOT_ARTICLES = new Set(['eval', 'corpus', 'node_modules']);

/**
 * Reads Markdown and CSV files at any depth, and `stores.yaml`. A mistake in a file is told with its line, never thrown.
 *
 * @throws Error when the folder itself cannot be read
 */
export async function readFolder(folder: string): Promise<FolderContent> {
  const content: FolderContent = { articles: [], problems: [] };
  for (const path of await filesBelow(folder)) {
    const file = relative(folder, path).split(sep).join('/');
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      content.problems.push({ file, line: 1, message: `the file cannot be read (${error.code ?? error.message})` });
      return undefined;
    });
    if (text === undefined) continue;
    if (file === 'stores.yaml') {
      const { stores, problems } = parseStores(text, file);
      content.problems.push(...problems);
      if (problems.length === 0) content.stores = stores;
    } else {
      const { articles, problems } = file.endsWith('.csv')
        ? parseCsvArticles(text, file)
        : parseMarkdownArticle(text, file);
      content.articles.push(...articles);
      content.problems.push(...problems);
    }
  }
  return content;
}

/** Articles are told apart by this. */
export function nameOf({ locale, key }: Pick<ArticleSource, 'key' | 'locale'>): string {
  return `${locale}/${key}`;
}

/** Each article once; a second one of the same name is a problem. */
export function namedOnce(sources: readonly ArticleSource[], problems: ImportProblem[]): ArticleSource[] {
  const seen = new Map<string, ArticleSource>();
  for (const source of sources) {
    const first = seen.get(nameOf(source));
    if (!first) {
      seen.set(nameOf(source), source);
      continue;
    }
    const message = `there is already an article ${source.key} (${source.locale}) in ${first.file ?? 'this import'}`;
    problems.push({ file: source.file ?? '', line: 1, message });
  }
  return [...seen.values()];
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) {
      if (!NOT_ARTICLES.has(entry.name)) found.push(...(await filesBelow(path)));
    } else if (/\.(?:md|csv)$/u.test(entry.name) || entry.name === 'stores.yaml') found.push(path);
  }
  return found;
}
