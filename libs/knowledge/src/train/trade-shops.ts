import type { MeaningReader } from '../retrieval/meaning.js';
import type { ElsewhereRow, Language, TradeMatter } from './corpus.js';
import type { Random } from './random.js';
import { PaperShop, type Problem, type ShopArticle } from './shop.js';

/*
 * Shops that are none (a bank, a hotel): the ranking must hold where the embedder knows little. Some have one trade, whose matters lie
 * close together; others several, in which the same is asked of different things.
 */

/** How many other wordings the articles of a shop have; each shop is made with each number. */
const OTHER_WORDINGS = [0, 2, 4];
/** Shops of several trades, and how many trades each. */
const MIXED = [2, 3, 5];
const LEAST_MATTERS = 6;
const QUESTIONS = 2;
/** One matter in so many is asked about and has no article. */
const ABSENT = 4;
const ABSENT_QUESTIONS = 2;
/** Questions of other trades, and to nobody, for each one in scope. */
const STRANGE = 0.2;
/** What a question counts: those of a shop count whole. */
const IN_SCOPE = 0.7;
const OUT_OF_SCOPE = 0.4;

/** What shops of one language can be made of: questions that the embedder has not seen. */
export interface TradeStock {
  rows: readonly ElsewhereRow[];
  matters: readonly TradeMatter[];
  /** Questions that no such shop answers. */
  strays: readonly ElsewhereRow[];
  language: Language;
}

export function tradeProblems(stock: TradeStock, reader: MeaningReader, random: Random): Problem[] {
  const domains = [...new Set(stock.rows.map(({ domain }) => domain))];
  // Questions of a trade without articles often do not say which trade they mean: in a shop of several they would be nobody's.
  const written = domains.filter((domain) => stock.matters.some(({ trade }) => trade === domain));
  const mixes = MIXED.filter((size) => size < written.length).map((size) => random.shuffled(written).slice(0, size));
  return [...domains.map((domain) => [domain]), ...mixes].flatMap((chosen) =>
    OTHER_WORDINGS.flatMap((wordings) => shopProblems(stock, new Set(chosen), wordings, reader, random)),
  );
}

function shopProblems(
  stock: TradeStock,
  domains: ReadonlySet<string>,
  wordings: number,
  reader: MeaningReader,
  random: Random,
): Problem[] {
  const byMatter = grouped(stock.rows.filter(({ domain }) => domains.has(domain)));
  const names = random.shuffled([...byMatter.keys()]);
  const absent = names.splice(0, Math.floor(names.length / ABSENT));
  if (names.length < LEAST_MATTERS) return [];
  const questions: [text: string, name: string][] = [];
  const shelf = names.map((name): ShopArticle => {
    const { title, text, texts } = articleOf(name, random.shuffled(byMatter.get(name) ?? []), stock);
    const kept = Math.min(wordings, Math.max(0, texts.length - 1));
    questions.push(...texts.slice(kept, kept + QUESTIONS).map((one): [string, string] => [one, name]));
    return { id: name, title, questions: texts.slice(0, kept), text };
  });
  const shop = new PaperShop(shelf, reader);
  const strange = stock.strays.filter(({ domain }) => !domains.has(domain));
  return [
    ...questions.map(([text, name]) => shop.problem(text, new Set([name]), IN_SCOPE)),
    ...absent.flatMap((name) =>
      (byMatter.get(name) ?? []).slice(0, ABSENT_QUESTIONS).map((text) => shop.problem(text, new Set(), OUT_OF_SCOPE)),
    ),
    ...random
      .shuffled(strange)
      .slice(0, questions.length * STRANGE)
      .map(({ text }) => shop.problem(text, new Set(), OUT_OF_SCOPE)),
  ];
}

/** Its article where one was written, else its first question in place of one; and the questions that are left. */
function articleOf(
  name: string,
  texts: readonly string[],
  { matters, language }: TradeStock,
): { title: string; text: string; texts: readonly string[] } {
  const written = matters.find(({ trade, topic, lang }) => `${trade}/${topic}` === name && lang === language);
  const title = written?.titles[0];
  if (title !== undefined) return { title, text: written?.body ?? title, texts };
  const [first = name, ...rest] = texts;
  return { title: first, text: first, texts: rest };
}

function grouped(rows: readonly ElsewhereRow[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { domain, topic, text } of rows) {
    const name = `${domain}/${topic ?? ''}`;
    if (topic !== null) groups.set(name, [...(groups.get(name) ?? []), text]);
  }
  return groups;
}
