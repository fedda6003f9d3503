import { languageOf } from '#knowledge';
import { optionalTextField, type RawRow, readRows, textField, textsField } from './rows.js';

export interface KbRow {
  faq_id: string;
  question: string;
  answer?: string;
  variants: string[];
}

/** A question with its right article; `faq_id: null` when no article answers it. The other fields only group the figures. */
export interface QueryRow {
  query: string;
  faq_id: string | null;
  also_ok: string[];
  hard: boolean;
  kind?: string;
}

/** The articles that rows may name, and where they stand. */
export interface KnownArticles {
  ids: ReadonlySet<string>;
  place: string;
}

/** @throws RowError for a row that is none, or a second article of the same name in the same language */
export function readKbRows(file: string): Promise<KbRow[]> {
  const places = new Map<string, number>();
  return readRows(file, (raw, line) => {
    const row = kbRow(raw);
    const name = `${languageOf(row.question)}/${row.faq_id}`;
    const before = places.get(name);
    if (before !== undefined)
      throw new Error(
        `line ${before} has an article "${row.faq_id}" already; give this one a "faq_id" of its own, or put its question into the "variants" of the other`,
      );
    places.set(name, line);
    return row;
  });
}

/**
 * @param known without it, rows may name any article
 * @throws RowError for a row that is none, or that names an article there is not
 */
export function readQueryRows(file: string, known?: KnownArticles): Promise<QueryRow[]> {
  return readRows(file, (raw) => {
    const row = queryRow(raw);
    if (known) assertKnown(rightIds(row), known);
    return row;
  });
}

/** @throws Error that names the first id of no article */
export function assertKnown(ids: Iterable<string>, { ids: known, place }: KnownArticles): void {
  for (const id of ids)
    if (!known.has(id)) throw new Error(`there is no article "${id}" in ${place}; correct the id, or add the article`);
}

/** @throws Error that says what is wrong with the row */
export function kbRow(row: RawRow): KbRow {
  return {
    faq_id: textField(row, 'faq_id'),
    question: textField(row, 'question'),
    answer: optionalTextField(row, 'answer'),
    variants: textsField(row, 'variants'),
  };
}

/** @throws Error that says what is wrong with the row */
export function queryRow(row: RawRow): QueryRow {
  const { faq_id, hard, kind } = row;
  if (faq_id === undefined) throw new Error('"faq_id" must be an id, or null for a question that no article answers');
  if (hard !== undefined && hard !== null && typeof hard !== 'boolean') throw new Error('"hard" must be true or false');
  return {
    query: textField(row, row['query'] === undefined ? 'text' : 'query'),
    faq_id: faq_id === null ? null : textField(row, 'faq_id'),
    also_ok: textsField(row, 'also_ok'),
    hard: hard === true,
    kind: kind === '' ? undefined : optionalTextField(row, 'kind'),
  };
}

/** Which ids are right for a row. */
export function rightIds(row: QueryRow): ReadonlySet<string> {
  return new Set(row.faq_id === null ? [] : [row.faq_id, ...row.also_ok]);
}
