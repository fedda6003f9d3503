import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArticleSource } from '#knowledge';

const article = (key: string, title: string, questions: string[], body: string): ArticleSource => ({
  key,
  locale: 'zh-CN',
  title,
  questions,
  body,
  tags: [],
  stores: [],
  validFrom: null,
  validTo: null,
  owner: null,
  source: null,
  url: null,
  file: null,
});

/** A small shop for tests: few facts, far apart. */
export const ARTICLES: ArticleSource[] = [
  article(
    'parking',
    '停车怎么收费？',
    ['停车多少钱', '停车费贵不贵'],
    '停车前 30 分钟免费，之后每小时 6 元，每天最高 50 元。',
  ),
  article('hours', '门店几点开门几点关门？', ['营业时间', '几点打烊'], '门店每天 10:00 开门，22:00 关门。'),
  article(
    'return',
    '七天无理由退货怎么申请？',
    ['买了不喜欢能退吗', '怎么退货'],
    '签收后 7 天内，商品完好即可在订单里申请退货，快递上门取件。',
  ),
  article(
    'invoice',
    '电子发票怎么开？',
    ['开发票', '发票在哪里下载'],
    '订单完成后，在订单详情点“申请发票”，10 分钟内发到邮箱。',
  ),
  article(
    'wheelchair',
    '可以借轮椅吗？',
    ['有没有轮椅借', '老人走不动能借轮椅吗'],
    '一楼服务台可以免费借轮椅，押金 200 元，当天归还。',
  ),
  article('points', '会员积分怎么用？', ['积分能抵钱吗', '积分怎么兑换'], '100 积分抵 1 元，结账时选择“使用积分”。'),
];

/** Writes them below `dir` as a folder of Markdown, for a desk in a process of its own. Returns the folder. */
export function writeArticles(dir: string, articles: readonly ArticleSource[] = ARTICLES): string {
  const folder = join(dir, 'knowledge');
  mkdirSync(folder, { recursive: true });
  for (const { key, locale, title, questions, body } of articles) {
    // JSON is YAML too.
    const front = JSON.stringify({ id: key, locale, title, questions });
    writeFileSync(join(folder, `${key}.md`), `---\n${front}\n---\n${body}\n`);
  }
  return folder;
}
