import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, type Intent, type Kind, type LabelledMessage } from '../labels.js';
import { CALM_AREAS, HEATED_TOPICS, INTENT_OF_AREA, INTENT_OF_TOPIC } from './topic-intents.js';

/** A message of which only some labels are known; the others teach nothing. */
export type PartlyLabelled = Pick<LabelledMessage, 'text'> &
  Partial<LabelledMessage> & {
    /** A reader has decided whether it hands over, not its topic. */
    byHand?: boolean;
  };

interface Wording {
  topic: string;
  text: string;
}

/**
 * Wordings of the retrieval corpus as examples: each is about the intent of its topic, and a plain question, unless its topic is one in
 * which shoppers also complain. There a wording has the kind that `kinds` (a file of pairs: text, kind) gives it by hand, or none is
 * known. What people ask in other walks of life is plain, and about nothing of ours; what they ask other trades, or a shop that has no
 * answer, is plain and no more is known of it.
 *
 * @throws Error naming file and line when a line is not JSON or its topic has no intent, and for a kind that is not known
 */
export function readCorpus(folder: string, kinds: string): PartlyLabelled[] {
  const byHand = readKinds(kinds);
  const areas = new Map(
    linesOf(join(folder, 'topics.jsonl')).map(({ row, place }) => {
      const { topic, area } = row as { topic?: string; area?: string };
      if (!topic || !area) throw new Error(`${place}: topic or area is missing`);
      return [topic, area] as const;
    }),
  );
  const elsewhere = linesOf(join(folder, 'elsewhere.jsonl')).map(({ row, place }) => {
    const { text } = row as Partial<Wording>;
    if (!text) throw new Error(`${place}: text is missing`);
    return { ...exampleOf(text, 'other', 'none', false), byHand: true };
  });
  const wordings = join(folder, 'wordings');
  const files = readdirSync(wordings).filter((name) => name.endsWith('.jsonl'));
  const inShops = files.sort().flatMap((name) =>
    linesOf(join(wordings, name)).map(({ row, place }) => {
      const { topic, text } = row as Wording;
      const area = areas.get(topic);
      const intent = INTENT_OF_TOPIC[topic] ?? (area && INTENT_OF_AREA[area]);
      if (!text || !intent || !area) throw new Error(`${place}: text is missing or topic ${topic} has no intent`);
      const calm = CALM_AREAS.has(area) && !HEATED_TOPICS.has(topic);
      const kind = byHand.get(text);
      return exampleOf(text, intent, kind ?? (calm ? 'none' : undefined), kind !== undefined);
    }),
  );
  return [...inShops, ...elsewhere, ...['trades', 'strays'].flatMap((name) => readPlain(join(folder, name)))];
}

function readPlain(folder: string): PartlyLabelled[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => linesOf(join(folder, name)))
    .flatMap(({ row, place }) => {
      const { text, texts = text === undefined ? [] : [text] } = row as { text?: string; texts?: string[] };
      if (texts.length === 0) throw new Error(`${place}: text is missing`);
      return texts.map((plain): PartlyLabelled => ({ text: plain, kind: 'none', should_handoff: false }));
    });
}

function exampleOf(text: string, intent: Intent, kind: Kind | undefined, byHand: boolean): PartlyLabelled {
  if (kind === undefined) return { text, intent };
  const called = kind !== 'none';
  return {
    text,
    intent,
    kind,
    should_handoff: called,
    byHand,
    ...(called && kind !== 'human_request' && { sentiment: 'negative' as const }),
    ...(!byHand && { sentiment: 'neutral' as const }),
  };
}

function readKinds(path: string): Map<string, Kind> {
  const pairs = JSON.parse(readFileSync(path, 'utf8')) as [string, Kind][];
  const unknown = pairs.find(([, kind]) => !KINDS.includes(kind));
  if (unknown) throw new Error(`${path}: unknown kind ${unknown[1]}`);
  return new Map(pairs);
}

function linesOf(path: string): { row: object; place: string }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (!line.trim()) return [];
      const place = `${path}:${index + 1}`;
      try {
        return [{ row: JSON.parse(line) as object, place }];
      } catch (error) {
        throw new Error(`${place}: not JSON`, { cause: error });
      }
    });
}
