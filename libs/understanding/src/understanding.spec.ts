import { beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock, type Understanding } from '#kernel';
import { UnderstandingService } from './index.js';

/** Thursday 15 January 2026, ten in the morning in China. */
const clock = new ManualClock(new Date('2026-01-15T02:00:00.000Z'));
let service: UnderstandingService;

beforeAll(() => {
  service = new UnderstandingService(clock);
});

const rulesIn = (text: string): string[] =>
  service.understand(text).signals.map(({ rule, topic }) => (topic ? `${rule}:${topic}` : rule));

describe('language', () => {
  it.each<[string, Understanding['language']]>([
    ['这件有货吗', 'zh-CN'],
    ['iPhone 15 Pro Max 有货吗', 'zh-CN'],
    ['幾點關門', 'zh-CN'],
    ['where is my order', 'en'],
    ['is the 云杉里 store open on Sunday evening', 'en'],
  ])('%s', (text, language) => {
    expect(service.understand(text).language).toBe(language);
  });

  it('keeps the language spoken so far for a message without words', () => {
    expect(service.understand('12345', { locale: 'en' }).language).toBe('en');
    expect(service.understand('👍').language).toBe('zh-CN');
  });
});

describe('act', () => {
  it.each<[string, Understanding['act']]>([
    ['', 'empty'],
    ['  ？？ ', 'empty'],
    ['在吗', 'greeting'],
    ['Hello there', 'greeting'],
    ['好的，谢谢啦', 'thanks'],
    ['thank you so much', 'thanks'],
    ['拜拜', 'farewell'],
    ['嗯嗯', 'acknowledgement'],
    ['ok', 'acknowledgement'],
    ['不用转人工了', 'withdrawal'],
    ['算了，不找人工了', 'withdrawal'],
    ['cancel the transfer, I found it', 'withdrawal'],
    ['刚才说要投诉的事算了', 'withdrawal'],
    ['我昨天买的', 'fragment'],
    ['那条裙子', 'fragment'],
    ['你会讲笑话吗', 'chitchat'],
    ['停车怎么收费', 'question'],
    ['how do I return these shoes', 'question'],
    ['不用转人工，你告诉我几点关门', 'question'],
  ])('%j is %s', (text, act) => {
    expect(service.understand(text).act).toBe(act);
  });

  it('a withdrawal raises no signal', () => {
    expect(rulesIn('不用转人工了，我不投诉了')).toEqual([]);
  });
});

describe('intent', () => {
  it.each([
    ['停车怎么收费', 'parking'],
    ['积分怎么兑换', 'points'],
    ['发票抬头写错了能重开吗', 'invoice'],
    ['衣服大了想换小一码', 'exchange'],
    ['退款什么时候到账', 'refund_status'],
    ['how do I use my gift card', 'gift_card'],
    ['what time do you close', 'store_hours'],
    ['轉人工', 'human_agent'],
  ])('%s is about %s', (text, label) => {
    const { intent } = service.understand(text);
    expect(intent.label).toBe(label);
    expect(intent.score).toBeGreaterThan(0.3);
    expect(intent.score).toBeLessThanOrEqual(1);
  });
});

describe('mood', () => {
  it.each([
    ['你们服务太好了，点赞', 'positive', 0],
    ['鞋子几码', 'neutral', 0],
    ['真是受够你们了，什么破店！！！', 'negative', 0.6],
    ['I am furious, this is ridiculous', 'negative', 0.6],
    ['😡😡😡', 'negative', 0.6],
  ])('%s is %s', (text, label, anger) => {
    const { sentiment } = service.understand(text);
    expect(sentiment.label).toBe(label);
    expect(sentiment.anger).toBeGreaterThanOrEqual(anger);
    if (anger === 0) expect(sentiment.anger).toBe(0);
    if (label === 'negative') expect(sentiment.score).toBeLessThan(-0.3);
    if (label === 'positive') expect(sentiment.score).toBeGreaterThan(0.3);
  });

  it('strong words in a plain question are not yet a quarrel', () => {
    const { sentiment, signals } = service.understand('where is my damn package');
    expect(sentiment.anger).toBeLessThan(0.6);
    expect(signals).toEqual([]);
  });
});

describe('signals', () => {
  it.each([
    ['转人工', 'human_request'],
    ['我想跟真人说话', 'human_request'],
    ['叫你们经理出来', 'human_request'],
    ['zhuan ren gong', 'human_request'],
    ['人共客服', 'human_request'],
    ['ＡＧＥＮＴ please', 'human_request'],
    ['could you put me through to a manager', 'human_request'],
    ['我要投诉你们的快递员', 'complaint'],
    ['我要投訴這家門市', 'complaint'],
    ['我要投拆', 'complaint'],
    ['tousu', 'complaint'],
    ['I want to file a complaint', 'complaint'],
    ['说好三天到，今天第八天了，凭什么让我再等', 'complaint'],
    ['气死我了，你们有完没完', 'anger'],
    ['你们脑子进水了吧', 'anger'],
    ['you suck', 'anger'],
    ['孩子被扶梯夹伤了手，流了好多血', 'risk:injury'],
    ['面包里吃出一根铁丝', 'risk:food_safety'],
    ['我的卡被盗刷了', 'risk:fraud'],
    ['法庭上见，律师函已经寄了', 'risk:legal'],
    ['我已经联系了记者，给你们曝光', 'risk:media'],
    ['你们泄露了我的个人信息', 'risk:data_leak'],
    ['my lawyer will contact you', 'risk:legal'],
    ['I got food poisoning from your sushi', 'risk:food_safety'],
    ['答非所问', 'bot_failure'],
    ["that's not what I asked", 'bot_failure'],
  ])('%s: %s', (text, rule) => {
    expect(rulesIn(text)).toContain(rule);
  });

  it.each([
    '我不是要投诉，就是想问问怎么退货',
    'this is not a complaint, just tell me when it ships',
    '不用找人工，告诉我营业时间就行',
    "I don't need to talk to an agent, what are your hours",
    '投诉一般多久处理完',
    'what are the complaints department hours',
    '厨房用的垃圾袋有大号的吗',
    '相机夜景怎么调曝光',
    '经理椅多少钱一把',
    '人工草坪卖吗',
    '防狼报警器有几种颜色',
    '用了这么多年，从没投诉过，服务真好',
    '今天天气热死了，烦',
    '停车怎么收费',
    '我想退货，怎么操作',
    'how do I cancel my order',
    '你们会泄露我的电话吗',
    '你们老板叫什么',
    '我不是要投诉，就问问几点关门',
    '对象跟我吵架，我想投诉他可以吗',
    'what does food poisoning feel like',
    'where is my damn parcel',
  ])('nothing in: %s', (text) => {
    expect(rulesIn(text)).toEqual([]);
  });

  it('carries the words and a score', () => {
    const [signal] = service.understand('衣服我收到了，我要投诉送货的').signals;
    expect(signal).toMatchObject({ rule: 'complaint', evidence: '我要投诉' });
    expect(signal?.score).toBeGreaterThan(0.9);
  });

  it('shows evidence as it was written when the script was another', () => {
    const signal = service.understand('我要投訴！').signals.find(({ rule }) => rule === 'complaint');
    expect(signal?.evidence).toBe('我要投訴');
  });
});

describe('how people type when they are upset', () => {
  it.each([
    ['气死了😡', '气死了'],
    ['退款呢？？？？？？', '退款呢？'],
    ['垃圾！！！！！', '垃圾'],
    ['WHERE IS MY ORDER, THIS IS RIDICULOUS', 'where is my order, this is ridiculous'],
    ['你们太坑了😡😡', '你们太坑了'],
  ])('%s is no calmer than %s', (heated, calm) => {
    expect(service.understand(heated).sentiment.anger).toBeGreaterThanOrEqual(service.understand(calm).sentiment.anger);
  });

  it('faces without a word show a mood', () => {
    expect(service.understand('😡😡').sentiment.anger).toBeGreaterThanOrEqual(0.6);
    expect(service.understand('😡').sentiment).toMatchObject({ label: 'negative' });
    expect(service.understand('😊👍').sentiment.label).not.toBe('negative');
  });

  it.each([
    '真是无语了你们',
    '你们家太坑了',
    '垃圾店',
    '给你们差评',
    '客服態度真差，氣死我了',
    '服了，又发错了',
    '呵呵，真行',
  ])('%s is a bad mood', (text) => {
    expect(service.understand(text).sentiment.label).toBe('negative');
  });

  it.each([
    ['再不退钱我就打12315', 'risk:legal'],
    ['我会发到小红书曝光你们', 'risk:media'],
    ['我要给你们差评', 'complaint'],
    ['垃圾商场，坑人', 'anger'],
    ['可真行，一个退款退了一个月，你们佩服', 'complaint'],
    ['great job, third wrong parcel in a row', 'complaint'],
    ['thanks for nothing, clowns', 'anger'],
  ])('%s goes to a person', (text, rule) => {
    const heard = rulesIn(text);
    expect(heard).not.toEqual([]);
    if (rule.startsWith('risk')) expect(heard).toContain(rule);
  });

  it.each([
    '12315是什么电话',
    '差评可以修改吗',
    '曝光补偿怎么调',
    '无语菩萨的T恤还有吗',
    '放心，我不会给差评的',
    '坑位还有吗，露营那个',
    '垃圾分类桶在几楼',
    'do you sell trash bags',
  ])('%s does not', (text) => {
    expect(rulesIn(text)).toEqual([]);
  });

  it('a mood that falls from turn to turn is read as falling', () => {
    const moods = [
      '你好，我想问下退款',
      '还没到账，等了几天了',
      '怎么还没有，都十天了！',
      '你们到底退不退，骗子！',
    ].map((text) => service.understand(text).sentiment.score);
    const [first = 0, , , last = 0] = moods;
    expect(first - last).toBeGreaterThan(0.5);
    expect(last).toBeLessThan(-0.35);
  });
});

describe('merchant rules', () => {
  const rules = [
    { name: '团购', words: ['企业团购', 'bulk order'] },
    { name: '投诉词', words: ['讨说法'], means: 'complaint' as const },
  ];

  it('finds the words of a rule and names it', () => {
    expect(service.understand('想谈企业团购', { rules }).signals).toContainEqual(
      expect.objectContaining({ rule: 'merchant_rule', topic: '团购', evidence: '企业团购' }),
    );
    expect(service.understand('Need a BULK ORDER quote', { rules }).signals).toContainEqual(
      expect.objectContaining({ rule: 'merchant_rule', topic: '团购' }),
    );
  });

  it('lets a rule mean a complaint, and heeds denial', () => {
    expect(service.understand('我来讨说法', { rules }).signals.map(({ rule }) => rule)).toContain('complaint');
    expect(service.understand('我不是企业团购', { rules }).signals.map(({ rule }) => rule)).not.toContain(
      'merchant_rule',
    );
  });

  it('takes a Latin word only whole', () => {
    const own = [{ name: 'vat', words: ['vat'] }];
    expect(service.understand('an elevator ride', { rules: own }).signals).toEqual([]);
  });
});

describe('robustness', () => {
  it.each([
    ['a lone surrogate', '\ud83d 在吗'],
    ['control characters', '退\u0000货\u0007怎\u001b办'],
    ['one letter 4,000 times', 'a'.repeat(4000)],
    ['one character 4,000 times', '投'.repeat(4000)],
    ['marks only', '！？。，'.repeat(1000)],
    ['digits only', '1'.repeat(4000)],
    ['markup', '<script>alert(1)</script>'],
    ['right to left', 'مرحبا متى تفتحون'],
    ['pattern characters', '(((((.*+?^${}[]|\\'],
    ['emoji only', '😀😡🎉👩‍👩‍👧‍👦🏳️‍🌈'.repeat(400)],
    ['half a picture', Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 97) % 256)).toString('latin1')],
    ['mixed scripts', 'где мой заказ 订单 où est ma commande عربي คำสั่งซื้อ注文はどこ'],
    ['nonsense', 'asdfghjkl qwrtp zxcvbnm 嗯嗯嗯哇啦啦哒哒'],
    ['white space only', ' \t\n\u3000'.repeat(500)],
  ])('survives %s', (_, text) => {
    const understanding = service.understand(text);
    expect(Number.isFinite(understanding.sentiment.score)).toBe(true);
    expect(understanding.intent.score).toBeGreaterThanOrEqual(0);
  });

  it('gives the same answer twice and leaves nothing behind', () => {
    const once = service.understand('我要投诉，订单号 A12345678');
    service.understand('你好');
    expect(service.understand('我要投诉，订单号 A12345678')).toEqual(once);
  });

  it('reads the longest message in bounded time', () => {
    const text = '我上周在你们店买的羽绒服说好七天发货到现在都没有人理我，'.repeat(140);
    service.understand(text);
    const started = performance.now();
    service.understand(text);
    // Far more than a busy machine takes; only another order of growth takes longer.
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
