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
  preserveOrder: true,
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
  const roots = nodesIn(document).filter(([name]) => name !== TEXT);
  const [name, content] = roots[0] ?? [];
  if (roots.length !== 1 || name !== 'xml') throw new BodyError('not an <xml> element');
  const fields = new Map<string, string>();
  const seen = new Set<string>();
  for (const [field, inner] of nodesIn(content)) {
    if (field === TEXT || field === CDATA) continue;
    if (seen.has(field)) throw new BodyError('a field twice');
    seen.add(field);
    const said = textOf(nodesIn(inner));
    if (said !== undefined) fields.set(field, storable(said));
  }
  if (seen.size === 0) throw new BodyError('no fields');
  return fields;
}

/** An element, a text or a CDATA section: its name, and what is in it. */
type Node = readonly [name: string, content: unknown];

function nodesIn(content: unknown): Node[] {
  const nodes: unknown[] = Array.isArray(content) ? content : [];
  return nodes.flatMap((node) => (isRecord(node) ? Object.entries(node).slice(0, 1) : []));
}

/** Undefined: it holds elements of its own. */
function textOf(nodes: readonly Node[]): string | undefined {
  if (nodes.some(([name]) => name !== TEXT && name !== CDATA)) return undefined;
  // A text with ]]> in it comes as several sections; a section may stand on a line of its own.
  const inSections = nodes.some(([name]) => name === CDATA);
  return nodes
    .map(([name, content]) => {
      if (name === CDATA) return nodesIn(content).map(([, text]) => String(text));
      const text = unescaped(String(content));
      return inSections && text.trim() === '' ? [] : [text];
    })
    .flat()
    .join('');
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five of XML itself; whatever else looks like an entity is text. */
function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (all, name: string) => PREDEFINED[name] ?? all);
}

/** In JSON: texts, and numbers. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

function readJson(text: string): Fields {
  let document: unknown;
  try {
    // The first time to know that it is JSON: only there every text has an end, and the second cannot be led astray.
    JSON.parse(text);
    document = JSON.parse(text.replace(TEXT_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    throw new BodyError('not JSON');
  }
  if (!isRecord(document) || Array.isArray(document)) throw new BodyError('not an object');
  const fields = new Map<string, string>();
  for (const [field, value] of Object.entries(document)) {
    if (typeof value === 'string') fields.set(field, storable(value));
    else if (typeof value === 'boolean') fields.set(field, String(value));
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
