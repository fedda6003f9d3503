import { normalise } from '#llm';
import { type Fact, factsOf } from './facts.js';
import { type Word, wordsOf } from './words.js';

/** A member of a list (青杉 1 小时、银杉 2 小时), or the whole clause where there is none. */
export interface Item {
  words: Word[];
  facts: Fact[];
}

/** A stretch between two commas, with what it says. */
export interface Clause extends Item {
  text: string;
  items: Item[];
  /** Opens or closes a condition or an exception (如…, …除外, unless …). */
  condition: boolean;
  exception: boolean;
}

export interface Statement {
  clauses: Clause[];
  words: Word[];
}

/** A passage, read once for all the sentences that may cite it. */
export interface Evidence {
  /** Title and text, normalised. */
  text: string;
  title: Word[];
  statements: Statement[];
  /** How often each word (by key) stands in title and text. */
  counts: ReadonlyMap<string, number>;
}

const CONDITION =
  /^(?:如果|如|若|假如|只有|除非|凡|须先|需先|前提|但须|但需)|前提|的情况下|[^目]的$|(?<!小)时$|\b(?:if|when|unless|provided|only when|as long as|subject to|on condition)\b/u;
const EXCEPTION =
  /^(?:但|但是|不过|然而|惟|唯)|除外|除了|(?:^|[^\p{Script=Han}])除|例外|不含|不包括|不适用|不参加|不参与|^(?:but|however)\b|\b(?:except|excluding|excluded|apart from|other than|not included|not apply|unless)\b/u;

/** Commas; not the colon of a time nor the comma of a number. */
const CLAUSES = /[，;；|]+|,(?!\d{3}\b)|[:：](?!\d)|\s[-–—]\s|\s(?:but|then)\s/u;
const ITEMS = /、|\s(?:and|or)\s/u;
const STATEMENTS = /[。！？；;\n]+|[.!?]+(?=\s|$)/u;

/** Clauses that only name what the next one speaks of. */
const TOPIC = /^(?:on|in|at|for|during|as|with)\b|^(?:在|对于|关于|至于)|(?:期间|方面|来说|而言|的话|当天|那天)$/u;

const FIGURE = '\u0001';

function itemOf(text: string): Item {
  const facts = factsOf(text);
  // Figures are compared as such: their digits and units are not words.
  let rest = text;
  for (const { start, end } of facts) rest = rest.slice(0, start) + FIGURE.repeat(end - start) + rest.slice(end);
  return { words: wordsOf(rest.replaceAll(FIGURE, ' ')), facts };
}

function clauseOf(text: string): Clause {
  const items = text
    .split(ITEMS)
    .filter((part) => part.trim() !== '')
    .map(itemOf);
  return {
    text,
    items,
    words: items.flatMap((item) => item.words),
    facts: items.flatMap((item) => item.facts),
    condition: CONDITION.test(text),
    exception: EXCEPTION.test(text),
  };
}

/** Reads a text that has been through `normalise` and holds one statement. */
export function statementOf(text: string): Statement {
  const parts = text.split(CLAUSES).map((part) => part.trim());
  const clauses: Clause[] = [];
  let waiting = '';
  for (const [i, part] of parts.entries()) {
    if (part === '') continue;
    const clause = clauseOf(waiting + part);
    const plain =
      !clause.condition && !clause.exception && clause.facts.length === 0 && clause.words.every((w) => !w.denied);
    if (plain && i < parts.length - 1) {
      // "Fresh food, underwear and custom-made items cannot be returned": a bare member of a list belongs to what follows.
      if (/^[a-z' -]+$/u.test(part) && clause.words.length <= 2 && !TOPIC.test(part)) {
        waiting += `${part} and `;
        continue;
      }
      // "On New Year's Day, stores close at 17:00": what is said of it comes after the comma.
      if (clauses.length === 0 && (TOPIC.test(part) || clause.words.length <= 1)) {
        waiting += `${part} `;
        continue;
      }
    }
    waiting = '';
    clauses.push(clause);
  }
  return { clauses, words: clauses.flatMap((c) => c.words) };
}

/** Reads a passage. Lines end statements here, and list marks are no figures. */
export function evidenceOf(title: string, text: string): Evidence {
  const lines = text.split(/\n+/).map((line) => line.replace(/^\s*(?:[-*•·]\s*|\d{1,2}[.、)）]\s+)/, ''));
  const statements = lines.flatMap((line) => normalise(line).split(STATEMENTS)).filter((s) => s.trim() !== '');
  const read = statements.map(statementOf);
  const titleWords = statementOf(normalise(title)).words;
  const counts = new Map<string, number>();
  for (const { key } of [...titleWords, ...read.flatMap((s) => s.words)]) counts.set(key, (counts.get(key) ?? 0) + 1);
  return { text: normalise(`${title}\n${text}`), title: titleWords, statements: read, counts };
}
