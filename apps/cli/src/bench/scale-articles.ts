import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArticleSource } from '#knowledge';

type Language = 'zh' | 'en';

interface Matter {
  lang: Language;
  titles: string[];
  sentences: string[];
  wordings: string[];
}

interface Row {
  topic: string;
  lang: Language;
  text: string;
  titles: string[];
  body: string;
}

const CORPUS = join('knowledge-base', 'corpus');

const GOODS: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    '电饭煲',
    '吹风机',
    '行李箱',
    '羽绒服',
    '跑步鞋',
    '咖啡机',
    '蓝牙耳机',
    '床垫',
    '保温杯',
    '台灯',
    '面霜',
    '奶粉',
    '婴儿车',
    '书桌',
  ],
  en: [
    'rice cooker',
    'hair dryer',
    'suitcase',
    'down jacket',
    'running shoes',
    'coffee maker',
    'headphones',
    'mattress',
    'face cream',
  ],
};
const BRANDS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['山岚', '北岸', '云栖', '知夏', '青禾', '木兮', '海屿', '星野', '拾光', '朝露', '栗子', '远山'],
  en: [
    'Northbank',
    'Hillmist',
    'Early Dew',
    'Starfield',
    'Greenfield',
    'Island Bay',
    'Chestnut',
    'Far Hills',
    'Maple',
    'Tidewater',
  ],
};

/**
 * Articles of a very large shop, the same at every call: the matters of the corpus, each for many brands and goods, with some of its
 * wordings and sentences; every third one in English.
 */
export function* scaleArticles(count: number): Generator<ArticleSource> {
  const next = mulberry(17);
  const matters = readMatters();
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  for (let i = 0; i < count; i += 1) {
    const lang: Language = i % 3 === 2 ? 'en' : 'zh';
    const own = pick(matters[lang]);
    const other = pick(matters[lang]);
    const name = `${pick(BRANDS[lang])}${lang === 'en' ? ' ' : ''}${pick(GOODS[lang])}`;
    const blank = lang === 'en' ? ' ' : '';
    yield {
      key: `scale-${i}`,
      locale: lang === 'en' ? 'en' : 'zh-CN',
      title: `${name}${lang === 'en' ? ': ' : '：'}${pick(own.titles)}`,
      questions: [pick(own.wordings), `${name}${blank}${pick(own.wordings)}`],
      body: [pick(own.sentences), pick(other.sentences), `G${100_000 + i}。`].join(blank),
      ...{ tags: [], stores: [], validFrom: null, validTo: null, owner: null, source: null, url: null, file: null },
    };
  }
}

/** Questions that such a shop is asked: wordings of the corpus, half of them about a brand's goods. */
export function scaleQuestions(count: number): string[] {
  const next = mulberry(29);
  const matters = readMatters();
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  return Array.from({ length: count }, (_v, i) => {
    const lang: Language = i % 3 === 2 ? 'en' : 'zh';
    const wording = pick(pick(matters[lang]).wordings);
    if (i % 2 === 0) return wording;
    return `${pick(BRANDS[lang])}${lang === 'en' ? ' ' : ''}${pick(GOODS[lang])}${lang === 'en' ? ', ' : '，'}${wording}`;
  });
}

function readMatters(): Record<Language, Matter[]> {
  const matters: Record<Language, Matter[]> = { zh: [], en: [] };
  const known = new Map<string, Matter>();
  for (const { topic, lang, titles, body } of rows(join(CORPUS, 'articles.jsonl'))) {
    const matter: Matter = {
      lang,
      titles,
      sentences: body.split(/(?<=[。！？.!?])\s*/u).filter((s) => s !== ''),
      wordings: [],
    };
    known.set(`${topic} ${lang}`, matter);
    matters[lang].push(matter);
  }
  const wordings = join(CORPUS, 'wordings');
  for (const file of readdirSync(wordings).sort())
    for (const { topic, lang, text } of rows(join(wordings, file))) known.get(`${topic} ${lang}`)?.wordings.push(text);
  return { zh: matters.zh.filter(isFull), en: matters.en.filter(isFull) };
}

function isFull({ titles, sentences, wordings }: Matter): boolean {
  return titles.length > 0 && sentences.length > 0 && wordings.length > 0;
}

function rows(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** A small generator of numbers 0 ≤ x < 1 with a seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
