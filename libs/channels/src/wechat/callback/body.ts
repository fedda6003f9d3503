import { XMLParser } from 'fast-xml-parser';

/** WeChat's callbacks have a few kilobytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The fields of a callback by name, each as the text it was: 64-bit numbers lose nothing, and nothing is nested. */
export type Fields = ReadonlyMap<string, string>;

export type BodyFormat = 'xml' | 'json';

/** A body that is none of WeChat's. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

const CDATA = '#cdata';
const TEXT = '#text';

const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  cdataPropName: CDATA,
  textNodeName: TEXT,
});

/** Reads a body, XML or JSON, whichever it is. Fields that hold further fields are left out. Throws BodyError. */
export function readBody(bytes: Buffer): { format: BodyFormat; fields: Fields } {
  if (bytes.length > MAX_BODY_BYTES) throw new BodyError('too large');
  return readText(decoded(bytes));
}

/** As `readBody`, for what is text already: a decrypted message. */
export function readText(text: string): { format: BodyFormat; fields: Fields } {
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new BodyError('too large');
  const format = text.trimStart().startsWith('{') ? 'json' : 'xml';
  return { format, fields: format === 'json' ? readJson(text) : readXml(text) };
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BodyError('not UTF-8');
  }
}

function readXml(text: string): Fields {
  // What a shopper has written stands in CDATA and may be anything; around it nothing but elements is allowed.
  const markup = text.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').replace(/^\s*<\?xml[^<>]*\?>/, '');
  if (/<[!?]/.test(markup)) throw new BodyError('more than elements');
  let document: unknown;
  try {
    document = parser.parse(text, true);
  } catch {
    throw new BodyError('not XML');
  }
  const root = isRecord(document) ? Object.entries(document).filter(([name]) => name !== TEXT) : [];
  const [name, content] = root[0] ?? [];
  if (root.length !== 1 || name !== 'xml') throw new BodyError('not an <xml> element');
  if (!isRecord(content)) throw new BodyError('no fields');
  const fields = new Map<string, string>();
  for (const [field, value] of Object.entries(content)) {
    if (field === TEXT || field === CDATA) continue;
    if (Array.isArray(value)) throw new BodyError('a field twice');
    const said = textOf(value);
    if (said !== undefined) fields.set(field, storable(said));
  }
  return fields;
}

/** Undefined: it holds elements of its own. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return unescaped(value);
  if (!isRecord(value) || !(CDATA in value)) return undefined;
  if (Object.keys(value).some((name) => name !== CDATA && name !== TEXT)) return undefined;
  // A text with ]]> in it comes as several sections.
  const sections: unknown[] = Array.isArray(value[CDATA]) ? value[CDATA] : [value[CDATA]];
  return sections.map(String).join('');
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five of XML itself; whatever else looks like an entity is text. */
function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (all, name: string) => PREDEFINED[name] ?? all);
}

/** Strings as they are; numbers that JavaScript would round, as strings. */
const STRING_OR_LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

function readJson(text: string): Fields {
  let document: unknown;
  try {
    document = JSON.parse(
      text.replace(STRING_OR_LONG_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)),
    );
  } catch {
    throw new BodyError('not JSON');
  }
  if (!isRecord(document) || Array.isArray(document)) throw new BodyError('not an object');
  const fields = new Map<string, string>();
  for (const [field, value] of Object.entries(document)) {
    if (typeof value === 'string') fields.set(field, storable(value));
    else if (typeof value === 'number' || typeof value === 'boolean') fields.set(field, String(value));
  }
  return fields;
}

/** What no database holds: NUL, and halves of characters. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
