import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Ways in which people begin and end the same question; each pair makes another text of it. */
const BEFORE = [
  '',
  '请问',
  '想问一下',
  '你好，',
  '麻烦问下',
  '咨询一下，',
  '那个，',
  '我想知道',
  '问个事，',
  '打扰了，',
];
const AFTER = ['', '？', '呢？', '，谢谢', '，麻烦了', '，多谢', '~', '。'];
/** Kinds of rows that an article answers and that say it in full. */
const KINDS = new Set(['plain', 'indirect', 'short', 'typo', 'traditional']);

interface Row {
  query: string;
  faq_id: string | null;
  kind: string;
}

/** The questions of `knowledge-base/eval` that are in scope. */
export function demoQuestions(folder = join('knowledge-base', 'eval')): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => row.faq_id !== null && KINDS.has(row.kind))
    .map((row) => row.query);
}

/** Gives another question at each call: no cache of answers can help. Ends in numbered ones when the wordings are used up. */
export function distinctQuestions(questions: readonly string[]): () => string {
  let asked = 0;
  return () => {
    const round = Math.floor(asked / questions.length);
    const question = questions[asked++ % questions.length] ?? '';
    const before = BEFORE[round % BEFORE.length] ?? '';
    const after = AFTER[Math.floor(round / BEFORE.length) % AFTER.length] ?? '';
    const again = Math.floor(round / (BEFORE.length * AFTER.length));
    return `${before}${question}${after}${again > 0 ? ` ${again}` : ''}`;
  };
}

const COMPLAINTS = [
  '我要投诉你们，东西坏了没人管',
  '太过分了，我要投诉这家店的服务态度',
  '你们这是欺骗消费者，我要投诉',
  '等了三天还没人处理，我要投诉你们',
  '质量太差了，我要投诉，叫你们经理来',
];

/** The n-th complaint, each another text. */
export function complaint(n: number): string {
  return `${COMPLAINTS[n % COMPLAINTS.length] ?? ''}（第${n + 1}次说了）`;
}

/** Articles of a made-up shop with many goods: `n` of them, the same at every call, each with a question that it answers. */
export function generatedArticles(n: number): { key: string; title: string; body: string; question: string }[] {
  return Array.from({ length: n }, (_v, i) => {
    const goods = `${BRANDS[i % BRANDS.length] ?? ''}${GOODS[Math.floor(i / BRANDS.length) % GOODS.length] ?? ''}`;
    const series = Math.floor(i / (BRANDS.length * GOODS.length * MATTERS.length));
    const matter = MATTERS[Math.floor(i / (BRANDS.length * GOODS.length)) % MATTERS.length];
    const name = series > 0 ? `${goods}${series}代` : goods;
    return {
      key: `generated-${i}`,
      title: `${name}${matter?.title ?? ''}`,
      body: `${name}${matter?.body ?? ''}本说明适用于编号 G${10_000 + i} 的商品。`,
      question: `我买的${name}${matter?.question ?? ''}`,
    };
  });
}

const BRANDS = ['山岚', '北岸', '云栖', '知夏', '青禾', '木兮', '海屿', '星野', '拾光', '朝露'];
const GOODS = [
  ...['电饭煲', '吹风机', '空气净化器', '行李箱', '羽绒服', '跑步鞋', '儿童座椅', '咖啡机', '蓝牙耳机', '床垫'],
  ...['保温杯', '平底锅', '台灯', '书桌', '风衣', '面霜', '奶粉', '婴儿车', '电动牙刷', '扫地机器人'],
];
const MATTERS = [
  { title: '怎么清洗', body: '请先断电或取下配件，用软布蘸温水擦洗，不要使用漂白剂。', question: '脏了能直接用水冲吗' },
  { title: '保修多久', body: '自购买之日起整件保修两年，易耗件保修六个月。', question: '用了一年坏了还管修吗' },
  { title: '可以退货吗', body: '签收后七天内未使用、配件齐全的可以退回。', question: '拆开看了不喜欢能退不' },
  { title: '在哪里购买配件', body: '配件在线上商城的服务专区购买，门店也可以代订。', question: '零件丢了一个去哪配' },
  { title: '尺寸是多少', body: '外包装和商品页都写有长、宽、高和净重。', question: '多大多重，放得下吗' },
  { title: '怎么安装', body: '包装内附有图解说明，需要上门安装的请提前一天预约。', question: '自己装不来有人帮忙吗' },
  { title: '有异味正常吗', body: '新品有轻微气味属正常，通风两到三天后会散去。', question: '味道好大是不是有问题' },
  { title: '多久能送到', body: '有现货时下单后两天内送达，预售款以页面日期为准。', question: '今天下单哪天能收到' },
];
