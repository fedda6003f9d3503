import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { type ArticleSource, FieldError, type ImportProblem, toArticleSource } from './article-source.js';

export interface Parsed {
  articles: ArticleSource[];
  problems: ImportProblem[];
}

/** Of what the parser says, which may quote a whole file. */
const MESSAGE = 200;
const FENCE = /^---[ \t]*$/u;

/** One article from Markdown with YAML front matter. A mistake is reported with its line, never thrown. */
export function parseMarkdownArticle(text: string, file: string): Parsed {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  const failed = (line: number, message: string): Parsed => ({ articles: [], problems: [{ file, line, message }] });
  if (!FENCE.test(lines[0] ?? '')) return failed(1, 'the file must begin with front matter between two lines of ---');
  const end = lines.findIndex((line, i) => i > 0 && FENCE.test(line));
  if (end < 0) return failed(1, 'the front matter is not closed by a line of ---');
  const front = lines.slice(1, end);
  try {
    const fields = load(front.join('\n'), { schema: CORE_SCHEMA });
    if (!isRecord(fields)) return failed(2, 'the front matter must be a list of "name: value" lines');
    return { articles: [toArticleSource(fields, lines.slice(end + 1).join('\n'), file)], problems: [] };
  } catch (error) {
    // The first line of the file is the fence, so a line of the front matter stands one further down.
    if (error instanceof YAMLException) return failed((error.mark?.line ?? 0) + 2, `not valid YAML: ${error.reason}`);
    if (error instanceof FieldError) {
      const at = front.findIndex((line) => line.startsWith(`${error.field}:`));
      return failed(error.field === 'body' ? end + 2 : at < 0 ? 1 : at + 2, error.message);
    }
    throw error;
  }
}

/**
 * Articles from CSV with a header line: `id, locale, title, body` and, as wanted, `questions, tags, stores` (entries separated by `|`),
 * `validFrom, validTo, owner, source, url`. Each bad row is reported with its line; the others load.
 */
export function parseCsvArticles(text: string, file: string): Parsed {
  const articles: ArticleSource[] = [];
  const problems: ImportProblem[] = [];
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parseCsv(text, { columns: true, info: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { articles, problems: [{ file, line, message: `not valid CSV: ${error.message.slice(0, MESSAGE)}` }] };
  }
  for (const { record, info } of records) {
    const entries = (name: string) =>
      (record[name] ?? '')
        .split('|')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== '');
    try {
      const fields = { ...record, questions: entries('questions'), tags: entries('tags'), stores: entries('stores') };
      articles.push(toArticleSource(fields, record['body'] ?? '', file));
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      problems.push({ file, line: info.lines, message: error.message });
    }
  }
  return { articles, problems };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
