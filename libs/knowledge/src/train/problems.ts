import type { MeaningReader } from '../retrieval/meaning.js';
import type { ElsewhereRow, Language, Topic, TrainingCorpus, Wording } from './corpus.js';
import type { OwnShop } from './own-shop.js';
import { Random } from './random.js';
import { PaperShop, type Problem, type ShopArticle } from './shop.js';
import { type TradeStock, tradeProblems } from './trade-shops.js';
import { trainEmbedder } from './train-embedder.js';

/*
 * The ranking must be trained on questions and articles the embedder has not seen, or it would trust it too much. So an embedder is
 * trained on part of the corpus and paper shops are made of the rest: whole areas, single topics and some wordings of the others.
 */

const LANGUAGES: readonly Language[] = ['zh', 'en'];
const SIZES = [30, 60, 100, 60, 40];
/** How many other wordings the articles of a shop have. */
const OTHER_WORDINGS = [0, 0, 3, 5, 1, 0];
const SHOPS: Readonly<Record<Language, number>> = { zh: 14, en: 8 };
const HELD_AREAS = 5;
const HELD_TOPICS = 40;
const HELD_WORDINGS = 0.2;
const WITHOUT_BODY = 0.15;
/** Questions out of scope for each one in scope: of other topics, near a shop's matters but in no article, of other walks of life. */
const ABSENT = 0.6;
const NEAR_SHOP = 0.2;
const ELSEWHERE = 0.2;
/** The domain of questions that come near a shop's matters. */
const NEAR_DOMAIN = 'near_shop';
/** Trades it knows nothing of. Too many of them, and the ranking learns to trust words where meaning serves. */
const HELD_TRADES = 0.25;
/** Of the trades that the embedder knows, what it does not: matters, and questions of the other matters. */
const HELD_MATTERS = 0.25;
const HELD_QUESTIONS = 0.3;
const HELD_STRAYS = 0.5;
/** Two questions in three are meant to be in scope. */
const OUT_OF_SCOPE = 0.5;
/** The questions of the demo shop were written by few hands. */
const OWN_WEIGHT = 0.5;

/** Problems by the shops they are put to: `retail zh`, `trades en`, `own 0` and the like. */
export type FoldProblems = Record<string, Problem[]>;

/** The problems of one fold: an embedder on part of the corpus, shops of the rest, and the demo shop, which no embedder has seen. */
export function foldProblems(corpus: TrainingCorpus, own: readonly OwnShop[], seed: number): FoldProblems {
  const random = new Random(seed);
  const areas = new Set(random.shuffled([...new Set(corpus.topics.map(areaOf))]).slice(0, HELD_AREAS));
  const single = new Set(random.shuffled(corpus.topics).slice(0, HELD_TOPICS));
  const seen = corpus.topics.filter((topic) => !areas.has(areaOf(topic)) && !single.has(topic));
  const seenNames = new Set(seen.map(({ topic }) => topic));
  const wordings: Wording[] = [];
  const held: Wording[] = [];
  for (const one of corpus.wordings)
    (seenNames.has(one.topic) && random.next() >= HELD_WORDINGS ? wordings : held).push(one);
  const domains = [...new Set(corpus.elsewhere.flatMap((row) => (row.topic === null ? [] : [row.domain])))];
  const heldDomains = new Set(random.shuffled(domains).slice(0, domains.length * HELD_TRADES));
  const heldMatters = new Set([...new Set(corpus.elsewhere.map(matterOf))].filter(() => random.next() < HELD_MATTERS));
  const elsewhere: ElsewhereRow[] = [];
  const heldElsewhere: ElsewhereRow[] = [];
  for (const row of corpus.elsewhere) {
    if (row.topic === null) {
      (random.next() < HELD_STRAYS ? heldElsewhere : elsewhere).push(row);
      continue;
    }
    const known = !heldDomains.has(row.domain) && !heldMatters.has(matterOf(row)) && random.next() >= HELD_QUESTIONS;
    (known ? elsewhere : heldElsewhere).push(row);
  }
  // Of the matters it has seen it must not know the very titles and texts that the shops are made of.
  const topics = seen.map((topic) => ({ ...topic, articles: firstTitleOnly(topic) }));
  const reader = trainEmbedder({ topics, wordings, elsewhere, trades: [] }, seed);
  const unseen = new Set(heldElsewhere);
  const strays = corpus.elsewhere.filter(
    (row) => row.domain !== NEAR_DOMAIN && (row.topic !== null || unseen.has(row)),
  );
  const nearShop = heldElsewhere.filter(({ domain }) => domain === NEAR_DOMAIN);
  const fold: Fold = { corpus, held, seen: seenNames, strays, nearShop, reader, random };
  const stock = (language: Language): TradeStock => ({
    rows: heldElsewhere.filter(({ lang }) => lang === language),
    matters: corpus.trades,
    strays: strays.filter(({ lang }) => lang === language),
    language,
  });
  return Object.fromEntries([
    ...LANGUAGES.map((language) => [`retail ${language}`, retailShops(fold, language)] as const),
    ...LANGUAGES.map((language) => [`trades ${language}`, tradeProblems(stock(language), reader, random)] as const),
    ...own.map(({ shelf, questions }, i) => {
      const shop = new PaperShop(shelf, reader);
      return [`own ${i}`, questions.map(({ text, right }) => shop.problem(text, right, OWN_WEIGHT, true))] as const;
    }),
  ]);
}
interface Fold {
  corpus: TrainingCorpus;
  /** Wordings the embedder has not seen. */
  held: readonly Wording[];
  seen: ReadonlySet<string>;
  /** Questions out of any shop's scope: of other walks of life, and near a shop's matters. */
  strays: readonly ElsewhereRow[];
  nearShop: readonly ElsewhereRow[];
  reader: MeaningReader;
  random: Random;
}

function retailShops({ corpus, held, seen, strays, nearShop, reader, random }: Fold, language: Language): Problem[] {
  const byTopic = grouped(held.filter((one) => one.lang === language));
  const names = [...byTopic.keys()];
  const strange = strays.filter(({ lang }) => lang === language);
  const close = nearShop.filter(({ lang }) => lang === language);
  return Array.from({ length: SHOPS[language] }, (_, i) => {
    const unseenOnly = i % 3 === 2;
    const chosen = random
      .shuffled(names.filter((name) => !unseenOnly || !seen.has(name)))
      .slice(0, SIZES[i % SIZES.length]);
    const others = OTHER_WORDINGS[i % OTHER_WORDINGS.length] ?? 0;
    const questions: [text: string, topic: string][] = [];
    const shelf = chosen.map((name) => {
      const texts = random.shuffled(byTopic.get(name) ?? []);
      const kept = Math.min(others, Math.max(0, texts.length - 1));
      questions.push(...texts.slice(kept, kept + 2).map((text): [string, string] => [text, name]));
      return shelved(corpus, name, language, texts.slice(0, kept), random);
    });
    const shop = new PaperShop(shelf, reader);
    const absent = absentTopics(corpus, random.shuffled(names), shop, Math.round(questions.length * ABSENT));
    const stray = [
      ...random.shuffled(strange).slice(0, questions.length * ELSEWHERE),
      ...random
        .shuffled(close.filter(({ unless = [] }) => !unless.some((topic) => shop.has(topic))))
        .slice(0, questions.length * NEAR_SHOP),
    ];
    return [
      ...questions.map(([text, name]) => shop.problem(text, new Set([name]))),
      ...absent.flatMap((name) => {
        const text = random.pick(byTopic.get(name) ?? []);
        return text === undefined ? [] : [shop.problem(text, new Set(), OUT_OF_SCOPE)];
      }),
      ...stray.map(({ text }) => shop.problem(text, new Set(), OUT_OF_SCOPE)),
    ];
  }).flat();
}

/** Topics that a shop has no article on, half of them easily taken for one that it has. */
function absentTopics({ topics }: TrainingCorpus, names: readonly string[], shop: PaperShop, count: number): string[] {
  const besides = new Set(topics.filter(({ topic }) => shop.has(topic)).flatMap(({ near }) => near));
  const absent = names.filter((name) => !shop.has(name));
  const near = absent.filter((name) => besides.has(name)).slice(0, count / 2);
  return [...new Set([...near, ...absent])].slice(0, count);
}

function shelved(
  corpus: TrainingCorpus,
  name: string,
  language: Language,
  questions: string[],
  random: Random,
): ShopArticle {
  const topic = corpus.topics.find((one) => one.topic === name);
  if (!topic) throw new Error(`there is no topic ${name}`);
  const { titles, body } = topic.articles[language];
  const title = titles.at(-1) ?? (body === '' ? name : body);
  return { id: name, title, questions, text: body === '' || random.next() < WITHOUT_BODY ? title : body };
}

/** Without the title and the text that a shop's article has. */
function firstTitleOnly({ articles: { zh, en } }: Topic): Topic['articles'] {
  return { zh: { titles: zh.titles.slice(0, -1), body: '' }, en: { titles: en.titles.slice(0, -1), body: '' } };
}

function areaOf({ topic }: Topic): string {
  return topic.split('.')[0] ?? topic;
}

function matterOf({ domain, topic }: ElsewhereRow): string {
  return `${domain}/${topic ?? ''}`;
}

function grouped(all: readonly Wording[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { topic, text } of all) groups.set(topic, [...(groups.get(topic) ?? []), text]);
  return groups;
}
