import { type RawRow, textField } from './rows.js';

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

/** @throws Error that says what is wrong with the row */
export function kbRow(row: RawRow): KbRow {
  const answer = row['answer'] === undefined || row['answer'] === null ? undefined : textField(row, 'answer');
  return {
    faq_id: textField(row, 'faq_id'),
    question: textField(row, 'question'),
    answer,
    variants: texts(row, 'variants'),
  };
}

/** @throws Error that says what is wrong with the row */
export function queryRow(row: RawRow): QueryRow {
  if (row['faq_id'] === undefined)
    throw new Error('"faq_id" must be an id, or null for a question that no article answers');
  return {
    query: textField(row, row['query'] === undefined ? 'text' : 'query'),
    faq_id: row['faq_id'] === null ? null : textField(row, 'faq_id'),
    also_ok: texts(row, 'also_ok'),
    hard: row['hard'] === true,
    kind: typeof row['kind'] === 'string' ? row['kind'] : undefined,
  };
}

/** Which ids are right for a row. */
export function rightIds(row: QueryRow): ReadonlySet<string> {
  return new Set(row.faq_id === null ? [] : [row.faq_id, ...row.also_ok]);
}

function texts(row: RawRow, name: string): string[] {
  const value = row[name] ?? [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string'))
    throw new Error(`"${name}" must be a list of texts`);
  return value.filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== '');
}
