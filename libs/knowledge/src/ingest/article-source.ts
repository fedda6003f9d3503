import { createHash } from 'node:crypto';
import { LOCALES, type Locale } from '#kernel';

/** An article as its author gives it, whatever the format. */
export interface ArticleSource {
  key: string;
  locale: Locale;
  title: string;
  questions: string[];
  /** Markdown. */
  body: string;
  tags: string[];
  stores: string[];
  /** ISO days, inclusive. */
  validFrom: string | null;
  validTo: string | null;
  owner: string | null;
  source: string | null;
  url: string | null;
  /** Relative path of the file it stands in, if it stands in one. */
  file: string | null;
}

/** What is wrong with a source, for the person who wrote it. Lines count from 1. */
export interface ImportProblem {
  file: string;
  line: number;
  message: string;
}

/** A field that cannot be used; the parser adds file and line. */
export class FieldError extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

const LIMITS = { title: 300, questions: 100, body: 50_000, list: 50, short: 300 };
const SLUG = /^[a-z0-9][a-z0-9._-]{0,99}$/iu;

/**
 * Checks and completes the fields of an article.
 *
 * @throws FieldError that names the field
 */
export function toArticleSource(fields: Record<string, unknown>, body: string, file: string | null): ArticleSource {
  const key = text(fields, 'id', LIMITS.short);
  if (!SLUG.test(key))
    throw new FieldError('id', `id must be a slug of letters, digits, ".", "_" and "-", not "${key}"`);
  const locale = text(fields, 'locale', 20);
  const known = LOCALES.find((one) => one === locale);
  if (!known) throw new FieldError('locale', `locale must be one of ${LOCALES.join(', ')}, not "${locale}"`);
  const content = storable(body).trim();
  if (content === '') throw new FieldError('body', 'the article has no text');
  if (content.length > LIMITS.body) throw new FieldError('body', `the text is longer than ${LIMITS.body} characters`);
  const source: ArticleSource = {
    key,
    locale: known,
    title: text(fields, 'title', LIMITS.title),
    questions: list(fields, 'questions', LIMITS.questions),
    body: content,
    tags: list(fields, 'tags', LIMITS.list),
    stores: list(fields, 'stores', LIMITS.list),
    validFrom: day(fields, 'validFrom'),
    validTo: day(fields, 'validTo'),
    owner: optional(fields, 'owner'),
    source: optional(fields, 'source'),
    url: link(fields),
    file,
  };
  if (source.validFrom && source.validTo && source.validFrom > source.validTo)
    throw new FieldError('validTo', 'validTo lies before validFrom');
  return source;
}

/** Equal for equal content, wherever it stands. */
export function contentHash(source: ArticleSource): string {
  const { file: _file, ...content } = source;
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
}

function text(fields: Record<string, unknown>, name: string, max: number): string {
  const value = fields[name];
  if (value === undefined || value === null || value === '') throw new FieldError(name, `${name} is missing`);
  if (typeof value !== 'string' && typeof value !== 'number') throw new FieldError(name, `${name} must be a text`);
  const plain = storable(String(value)).trim();
  if (plain === '') throw new FieldError(name, `${name} is empty`);
  if (plain.length > max) throw new FieldError(name, `${name} is longer than ${max} characters`);
  return plain;
}

/** Without NUL and lone surrogates, which no database takes; a file may hold the one, an escape in YAML both. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

function optional(fields: Record<string, unknown>, name: string): string | null {
  const value = fields[name];
  return value === undefined || value === null || value === '' ? null : text(fields, name, LIMITS.short);
}

function list(fields: Record<string, unknown>, name: string, max: number): string[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw new FieldError(name, `${name} must be a list`);
  if (value.length > max) throw new FieldError(name, `${name} has more than ${max} entries`);
  return value.map((entry: unknown) => {
    if (typeof entry !== 'string' && typeof entry !== 'number')
      throw new FieldError(name, `every entry of ${name} must be a text (put it in quotes if it holds a colon)`);
    const plain = storable(String(entry)).trim();
    if (plain.length > LIMITS.short)
      throw new FieldError(name, `an entry of ${name} is longer than ${LIMITS.short} characters`);
    return plain;
  });
}

/** YAML gives a day as a Date (midnight UTC) or, quoted, as a text. */
function day(fields: Record<string, unknown>, name: string): string | null {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return null;
  const iso = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (typeof iso !== 'string' || !/^\d{4}-\d{2}-\d{2}$/u.test(iso) || Number.isNaN(Date.parse(iso)))
    throw new FieldError(name, `${name} must be a day such as 2026-01-31, or null`);
  return iso;
}

function link(fields: Record<string, unknown>): string | null {
  const value = optional(fields, 'url');
  if (value !== null && !/^https?:\/\//iu.test(value))
    throw new FieldError('url', 'url must begin with http:// or https://');
  return value;
}
