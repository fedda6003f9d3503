import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTS, INTENTS, KINDS, SENTIMENTS, type LabelledMessage } from '../labels.js';

/**
 * Reads every labelled message of a folder of .jsonl files.
 *
 * @throws Error naming file and line when a line is not JSON, a label is unknown or a message stands twice
 */
export function readMessages(folder: string): LabelledMessage[] {
  const messages: LabelledMessage[] = [];
  const places = new Map<string, string>();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()) {
    for (const [index, line] of readFileSync(join(folder, name), 'utf8').split('\n').entries()) {
      if (!line.trim()) continue;
      const place = `${name}:${index + 1}`;
      const message = parse(line, place);
      const before = places.get(message.text);
      if (before) throw new Error(`${place}: the same text stands in ${before}`);
      places.set(message.text, place);
      messages.push(message);
    }
  }
  return messages;
}

function parse(line: string, place: string): LabelledMessage {
  let row: Partial<LabelledMessage>;
  try {
    row = JSON.parse(line) as Partial<LabelledMessage>;
  } catch (error) {
    throw new Error(`${place}: not JSON`, { cause: error });
  }
  const { text, should_handoff, kind, sentiment, intent, act } = row;
  if (typeof text !== 'string' || !text) throw new Error(`${place}: text is missing`);
  if (kind === undefined || !KINDS.includes(kind)) throw new Error(`${place}: unknown kind ${String(kind)}`);
  if (should_handoff !== (kind !== 'none')) throw new Error(`${place}: should_handoff contradicts the kind ${kind}`);
  if (sentiment === undefined || !SENTIMENTS.includes(sentiment))
    throw new Error(`${place}: unknown sentiment ${String(sentiment)}`);
  if (intent === undefined || !INTENTS.includes(intent)) throw new Error(`${place}: unknown intent ${String(intent)}`);
  if (act === undefined || !ACTS.includes(act)) throw new Error(`${place}: unknown act ${String(act)}`);
  return { text, should_handoff, kind, sentiment, intent, act };
}

/** Which messages training never sees: one in eight, chosen by a hash of the text, so that adding messages moves no other. */
export function isHeldOut(text: string): boolean {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
  return hash >>> 29 === 0;
}
