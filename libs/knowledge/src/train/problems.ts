import type { MeaningReader } from '../retrieval/meaning.js';
import type { ElsewhereRow, Language, Topic, TrainingCorpus, Wording } from './corpus.js';
import type { OwnShop } from './own-shop.js';
import { Random } from './random.js';
import { PaperShop, type Problem, type ShopArticle } from './shop.js';
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
/** Questions out of scope for each one in scope: of other topics, of other walks of life. */
const ABSENT = 0.7;
const ELSEWHERE = 0.3;
/** Shops of other trades are few, and their customers are as dear. */
const OTHER_TRADE = 2.5;
/** Two questions in three are meant to be in scope. */
const OUT_OF_SCOPE = 0.5;
/** The questions of the demo shop were written by few hands. */
const OWN_WEIGHT = 0.5;

/** The problems of one fold: an embedder on part of the corpus, shops of the rest, and the demo shop, which no embedder has seen. */
export function foldProblems(corpus: TrainingCorpus, own: readonly OwnShop[], seed: number): Problem[] {
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
  const heldDomains = new Set(random.shuffled(domains).slice(0, domains.length / 2));
  const reader = trainEmbedder(
    {
      // Of the topics it has seen it must not know the very titles and texts that the shops are made of.
      topics: seen.map((topic) => ({ ...topic, articles: firstTitleOnly(topic) })),
      wordings,
      elsewhere: corpus.elsewhere.filter(({ domain }) => !heldDomains.has(domain)),
      trades: corpus.trades.filter(({ trade }) => !heldDomains.has(trade)),
    },
    seed,
  );
  const fold: Fold = { corpus, held, seen: seenNames, heldDomains, reader, random };
  return [
    ...LANGUAGES.flatMap((language) => [...retailShops(fold, language), ...otherTrades(fold, language)]),
    ...own.flatMap(({ shelf, questions }) => {
      const shop = new PaperShop(shelf, reader);
      return questions.map(({ text, right }) => shop.problem(text, right, OWN_WEIGHT));
    }),
  ];
}

interface Fold {
  corpus: TrainingCorpus;
  /** Wordings the embedder has not seen. */
  held: readonly Wording[];
  seen: ReadonlySet<string>;
  heldDomains: ReadonlySet<string>;
  reader: MeaningReader;
  random: Random;
}

function retailShops({ corpus, held, seen, reader, random }: Fold, language: Language): Problem[] {
  const byTopic = grouped(held.filter((one) => one.lang === language));
  const names = [...byTopic.keys()];
  const strays = corpus.elsewhere.filter((row) => row.lang === language);
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
    const absent = random.shuffled(names.filter((name) => !shop.has(name))).slice(0, questions.length * ABSENT);
    const stray = random
      .shuffled(strays.filter(({ unless }) => !unless?.some((topic) => shop.has(topic))))
      .slice(0, questions.length * ELSEWHERE);
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

/** Shops that are none (a bank, a hotel): the ranking must hold where the embedder knows little. */
function otherTrades({ corpus, heldDomains, reader, random }: Fold, language: Language): Problem[] {
  return [...heldDomains].flatMap((domain) =>
    [1, 3, 5].flatMap((wordings) => {
      const own = corpus.elsewhere.filter((row) => row.domain === domain && row.lang === language);
      const byTopic = grouped(own);
      const names = random.shuffled([...byTopic.keys()]);
      const absent = names.splice(0, Math.floor(names.length / 4));
      if (names.length < 6) return [];
      const questions: [text: string, topic: string][] = [];
      const shelf = names.map((name): ShopArticle => {
        const texts = random.shuffled(byTopic.get(name) ?? []);
        const kept = Math.max(1, Math.min(wordings, texts.length - 1));
        questions.push(...texts.slice(kept, kept + 3).map((text): [string, string] => [text, name]));
        const article = corpus.trades.find(
          ({ trade, topic, lang }) => trade === domain && topic === name && lang === language,
        );
        const title = article?.titles[0];
        if (title !== undefined)
          return { id: name, title, questions: texts.slice(0, kept), text: article?.body ?? title };
        const asked = texts[0] ?? name;
        return { id: name, title: asked, questions: texts.slice(1, kept), text: asked };
      });
      const shop = new PaperShop(shelf, reader);
      return [
        ...questions.map(([text, name]) => shop.problem(text, new Set([name]), OTHER_TRADE)),
        ...absent.flatMap((name) => (byTopic.get(name) ?? []).slice(0, 1).map((text) => shop.problem(text, new Set()))),
      ];
    }),
  );
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

function grouped(all: readonly (Wording | ElsewhereRow)[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { topic, text } of all) if (topic !== null) groups.set(topic, [...(groups.get(topic) ?? []), text]);
  return groups;
}
