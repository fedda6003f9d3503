import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A line of a file of rows, before it is known what is in it. */
export type RawRow = Readonly<Record<string, unknown>>;

/** Rows are messages and articles; a line beyond this is another kind of file. */
const LONGEST_LINE = 1_000_000;

/** A file of rows that its author has to mend. The message begins with `file:line:`. */
export class RowError extends Error {
  override readonly name = 'RowError';

  constructor(file: string, line: number, what: string, cause?: unknown) {
    super(`${file}:${line}: ${what}`, { cause });
  }
}

/**
 * Reads a JSONL file, line by line; empty lines are skipped.
 *
 * @param check gives the row its type; gets the line's number, from 1; throws an Error that says what is wrong with the row
 * @throws RowError for a line that is no JSON object or that `check` refuses, and for a file without rows; Error when the file cannot
 *   be read
 */
export async function readRows<T>(file: string, check: (row: RawRow, line: number) => T): Promise<T[]> {
  const rows: T[] = [];
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (!line.trim()) continue;
    try {
      rows.push(check(objectOf(line), number));
    } catch (error) {
      throw new RowError(file, number, error instanceof Error ? error.message : String(error), error);
    }
  }
  if (rows.length === 0) throw new RowError(file, 1, 'there are no rows; write one JSON object per line');
  return rows;
}

function objectOf(line: string): RawRow {
  if (line.length > LONGEST_LINE)
    throw new Error(`the line is longer than ${LONGEST_LINE} characters; write one JSON object per line`);
  const value = parsed(line.replace(/^\uFEFF/u, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('a row must be a JSON object on one line, such as {"query": "…"}');
  return value as RawRow;
}

/** What is no JSON is shown to nobody: it may be binary, or somebody's words. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @throws Error when the field is missing, empty or no text. */
export function textField(row: RawRow, name: string): string {
  const value = row[name];
  if (typeof value !== 'string' || !value.trim()) throw new Error(`"${name}" must be a text that is not empty`);
  return value;
}

/** A list of texts without the empty ones; an empty list where the field is missing or null. @throws Error when it is anything else. */
export function textsField(row: RawRow, name: string): string[] {
  const value = row[name] ?? [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string'))
    throw new Error(`"${name}" must be a list of texts`);
  return value.filter((entry): entry is string => typeof entry === 'string' && entry.trim() !== '');
}

/** A text, or undefined where the field is missing or null. */
export function optionalTextField(row: RawRow, name: string): string | undefined {
  return row[name] === undefined || row[name] === null ? undefined : textField(row, name);
}
