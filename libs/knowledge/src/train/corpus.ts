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
}

export interface TrainingCorpus {
  topics: Topic[];
  wordings: Wording[];
  elsewhere: ElsewhereRow[];
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
  const wordings = join(folder, 'wordings');
  return {
    topics: rows<TopicRow>(join(folder, 'topics.jsonl')).map(({ topic, near }) => ({
      topic,
      near,
      articles: { zh: find(topic, 'zh'), en: find(topic, 'en') },
    })),
    wordings: readdirSync(wordings)
      .sort()
      .flatMap((file) => rows<Wording>(join(wordings, file))),
    elsewhere: rows<ElsewhereRow>(join(folder, 'elsewhere.jsonl')),
  };
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
