import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { StoreRow } from '../stores/store.repository.js';
import type { ImportProblem } from './article-source.js';
import { isRecord } from './parse.js';

/** The merchant's stores from `stores.yaml`: a list of `id, name, city, address, aliases, hours, timezone, phone`. */
export function parseStores(text: string, file: string): { stores: StoreRow[]; problems: ImportProblem[] } {
  const stores: StoreRow[] = [];
  const problems: ImportProblem[] = [];
  let entries: unknown;
  try {
    entries = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return {
      stores,
      problems: [{ file, line: (error.mark?.line ?? 0) + 1, message: `not valid YAML: ${error.reason}` }],
    };
  }
  if (!Array.isArray(entries)) return { stores, problems: [{ file, line: 1, message: 'must be a list of stores' }] };
  for (const entry of entries as unknown[]) {
    const store = toStore(entry);
    if (store) stores.push(store);
    else {
      const id = isRecord(entry) ? String(entry['id']) : '';
      const line = text.split('\n').findIndex((one) => one.includes(`id: ${id}`));
      problems.push({ file, line: Math.max(1, line + 1), message: 'a store needs an id and a name (by locale)' });
    }
  }
  return { stores, problems };
}

function toStore(entry: unknown): StoreRow | undefined {
  if (!isRecord(entry) || typeof entry['id'] !== 'string' || !isRecord(entry['name'])) return undefined;
  const aliases = Array.isArray(entry['aliases']) ? entry['aliases'].map(String) : [];
  return {
    id: entry['id'],
    name: texts(entry['name']),
    city: texts(entry['city']),
    address: texts(entry['address']),
    aliases,
    hours: texts(entry['hours']),
    timezone: typeof entry['timezone'] === 'string' ? entry['timezone'] : 'Asia/Shanghai',
    phone: entry['phone'] === undefined || entry['phone'] === null ? null : String(entry['phone']),
  };
}

function texts(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
