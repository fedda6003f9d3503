import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Language = 'zh' | 'en';

/** One way to put a question. */
export interface Wording {
  topic: string;
  lang: Language;
  text: string;
}

/** A matter that people ask about, with what an article on it would be called and say. */
export interface Topic {
  topic: string;
  /** Topics that are easily taken for this one. */
  near: string[];
  articles: Record<Language, { titles: string[]; body: string }>;
}

/** Something people ask that no shop answers; those of one topic mean the same. A row without a topic stands for itself. */
export interface ElsewhereRow {
  domain: string;
  topic: string | null;
  lang: Language;
  text: string;
  /** Topics whose articles would answer it after all: a shop that has one of these is not asked. */
  unless?: string[];
}

/** A matter of another trade: what its article is called and says, and how people ask. The topic is `area.matter`; those of an area lie close. */
export interface TradeMatter {
  trade: string;
  topic: string;
  lang: Language;
  titles: string[];
  body: string;
  texts: string[];
}

export interface TrainingCorpus {
  topics: Topic[];
  wordings: Wording[];
  /** The questions of `trades` are among these, under the trade's name as domain. */
  elsewhere: ElsewhereRow[];
  trades: TradeMatter[];
}

interface TopicRow {
  topic: string;
  near: string[];
}

interface ArticleRow {
  topic: string;
  lang: Language;
  titles: string[];
  body: string;
}

/** Reads knowledge-base/corpus. @throws Error that names the file and line of a row that cannot be read, or a topic without articles */
export function readCorpus(folder: string): TrainingCorpus {
  const articles = rows<ArticleRow>(join(folder, 'articles.jsonl'));
  const find = (topic: string, lang: Language): { titles: string[]; body: string } => {
    const article = articles.find((row) => row.topic === topic && row.lang === lang);
    if (!article) throw new Error(`${folder}: there is no ${lang} article on ${topic}`);
    return { titles: article.titles, body: article.body };
  };
  const trades = rowsOfAll<TradeMatter>(join(folder, 'trades'));
  return {
    topics: rows<TopicRow>(join(folder, 'topics.jsonl')).map(({ topic, near }) => ({
      topic,
      near,
      articles: { zh: find(topic, 'zh'), en: find(topic, 'en') },
    })),
    wordings: rowsOfAll<Wording>(join(folder, 'wordings')),
    elsewhere: [
      ...rows<ElsewhereRow>(join(folder, 'elsewhere.jsonl')),
      ...rowsOfAll<ElsewhereRow>(join(folder, 'strays')),
      ...trades.flatMap(({ trade, topic, lang, texts }) => texts.map((text) => ({ domain: trade, topic, lang, text }))),
    ],
    trades,
  };
}

function rowsOfAll<T>(folder: string): T[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => rows<T>(join(folder, file)));
}

export function rows<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as T];
      } catch {
        throw new Error(`${path}:${i + 1}: not a row of JSON`);
      }
    });
}
