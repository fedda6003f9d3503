import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A line of a file of rows, before it is known what is in it. */
export type RawRow = Readonly<Record<string, unknown>>;

/**
 * Reads a JSONL file, line by line; empty lines are skipped.
 *
 * @param check gives the row its type; throws an Error that says what is wrong with it
 * @throws Error beginning with `file:line:` for a line that is no JSON object or that `check` refuses, or when the file cannot be read
 */
export async function readRows<T>(file: string, check: (row: RawRow) => T): Promise<T[]> {
  const rows: T[] = [];
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (!line.trim()) continue;
    try {
      rows.push(check(objectOf(line)));
    } catch (error) {
      throw new Error(`${file}:${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  return rows;
}

function objectOf(line: string): RawRow {
  const value: unknown = JSON.parse(line.replace(/^\uFEFF/u, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('a row must be a JSON object');
  return value as RawRow;
}

/** @throws Error when the field is missing, empty or no text. */
export function textField(row: RawRow, name: string): string {
  const value = row[name];
  if (typeof value !== 'string' || !value.trim()) throw new Error(`"${name}" must be a text that is not empty`);
  return value;
}

/** A text, or undefined where the field is missing or null. */
export function optionalTextField(row: RawRow, name: string): string | undefined {
  return row[name] === undefined || row[name] === null ? undefined : textField(row, name);
}
