import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanMarkdown, plainText } from '../ingest/markdown.js';
import { parseMarkdownArticle } from '../ingest/parse.js';
import { rows } from './corpus.js';
import { Random } from './random.js';
import type { ShopArticle } from './shop.js';

/** The demo shop in one language, with its own questions. */
export interface OwnShop {
  kind: 'whole' | 'bare' | 'half';
  shelf: ShopArticle[];
  questions: { text: string; right: ReadonlySet<string> }[];
}

interface EvalRow {
  query: string;
  faq_id: string | null;
  also_ok?: string[];
  locale?: string;
}

/** One store stands for all: which store's article is right is not a question of wording. */
const STORE = 'shanghai-jingan';

/** The demo shop as it is, without other wordings, and with half of its articles taken away, in both languages. */
export function ownShops(knowledgeBase: string): OwnShop[] {
  const questions = ['questions-a.jsonl', 'questions-b.jsonl'].flatMap((file) =>
    rows<EvalRow>(join(knowledgeBase, 'eval', file)),
  );
  return ['zh-CN', 'en'].flatMap((locale): OwnShop[] => {
    const { shelf, elsewhere } = shelfOf(join(knowledgeBase, locale));
    const half = new Set(new Random(3).shuffled(shelf).slice(0, shelf.length / 2));
    const bare = shelf.map((article) => ({ ...article, questions: [] }));
    const own = questions
      .filter((row) => (row.locale ?? 'zh-CN') === locale)
      .map((row) => ({
        text: row.query,
        right: new Set(row.faq_id === null ? [] : [row.faq_id, ...(row.also_ok ?? [])]),
      }))
      .filter(({ right }) => ![...right].some((id) => elsewhere.has(id)) || shelf.some(({ id }) => right.has(id)));
    return [
      { kind: 'whole', shelf, questions: own },
      { kind: 'bare', shelf: bare, questions: own },
      { kind: 'half', shelf: shelf.filter((article) => half.has(article)), questions: own },
    ];
  });
}

function shelfOf(folder: string): { shelf: ShopArticle[]; elsewhere: Set<string> } {
  const shelf: ShopArticle[] = [];
  const elsewhere = new Set<string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!path.endsWith('.md')) continue;
    const { articles, problems } = parseMarkdownArticle(readFileSync(join(folder, path), 'utf8'), path);
    if (problems.length > 0) throw new Error(`${path}: ${problems.map(({ message }) => message).join('; ')}`);
    for (const { key, title, questions, body, stores } of articles) {
      if (stores.length > 0 && !stores.includes(STORE)) elsewhere.add(key);
      else shelf.push({ id: key, title, questions, text: plainText(cleanMarkdown(body)) });
    }
  }
  return { shelf, elsewhere };
}
