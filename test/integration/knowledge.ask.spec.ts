import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from '#kernel';
import { closeTestDatabases } from '../support/database.js';
import { folderOf, KnowledgeDesk, markdown } from '../support/knowledge-desk.js';

describe('questions to the demo shop', () => {
  let desk: KnowledgeDesk;

  beforeAll(async () => {
    desk = await KnowledgeDesk.start({ clock: new ManualClock(new Date('2026-06-01T02:00:00Z')) });
    await desk.importer.importFolder('knowledge-base');
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const keys = async (question: string, more = {}): Promise<(string | undefined)[]> =>
    (await desk.knowledge.ask({ question, ...more })).citations.map((citation) => citation.key);

  it('answers in the article’s own words, with its source', async () => {
    const answer = await desk.knowledge.ask({ question: '滨江店停车贵不贵' });
    expect(answer).toMatchObject({ outcome: 'answered', suggestions: [], locale: 'zh-CN' });
    expect(answer.confidence).toBeGreaterThan(0.5);
    const [citation] = answer.citations;
    expect(citation).toMatchObject({ key: 'parking-fee-hangzhou', version: 1 });
    expect(answer.answer).toContain(citation?.passage?.slice(0, 10) ?? '?');
  });

  it.each([
    ['濱江店停車怎麼收費', 'parking-fee-hangzhou'],
    ['ｂｉｎｊｉａｎｇ　ＰＡＲＫＩＮＧ: how much?', 'parking-fee-hangzhou'],
    ['滨江店停车非贵不贵', 'parking-fee-hangzhou'],
    ['binjiang店tingche怎么shoufei', 'parking-fee-hangzhou'],
    ['How much is parking in Hangzhou?', 'parking-fee-hangzhou'],
  ])('%s', async (question, key) => {
    expect(await keys(question)).toEqual([key]);
  });

  it('offers the right article first where a slip of the keyboard leaves it unsure', async () => {
    const { outcome, suggestions } = await desk.knowledge.ask({ question: '滨江店停车肥多少' });
    expect(outcome).toBe('clarify');
    expect(await desk.knowledge.keysOf(suggestions.slice(0, 1).map(({ articleId }) => articleId))).toEqual([
      'parking-fee-hangzhou',
    ]);
  });

  it('answers in the language of the question', async () => {
    expect((await desk.knowledge.ask({ question: 'How much is parking in Hangzhou?' })).locale).toBe('en');
    expect((await desk.knowledge.ask({ question: '滨江店停车贵不贵', locale: 'en' })).locale).toBe('zh-CN');
  });

  it('asks which store is meant when they differ, unless it is known', async () => {
    const unknown = await desk.knowledge.ask({ question: '停车一小时多少钱' });
    expect(unknown).toMatchObject({ outcome: 'clarify', askStore: true, citations: [] });
    expect(unknown.suggestions).toHaveLength(3);
    expect(await keys('停车一小时多少钱', { storeId: 'shanghai-jingan' })).toEqual(['parking-fee-shanghai']);
    expect(await keys('成都店停车一小时多少钱', { storeId: 'shanghai-jingan' })).toEqual(['parking-fee-chengdu']);
  });

  it('understands what leans on the question before', async () => {
    const history = [{ question: '停车一小时多少钱', articleIds: [] }];
    expect(await keys('滨江店', { history })).toEqual(['parking-fee-hangzhou']);
    expect(await keys('那成都店呢？', { history: [{ question: '滨江店停车一小时多少钱', articleIds: [] }] })).toEqual([
      'parking-fee-chengdu',
    ]);
    expect(await keys('那周末呢', { history: [{ question: '滨江店几点关门', articleIds: [] }] })).toEqual([
      'store-hours-hangzhou',
    ]);
  });

  it.each(['asdkjh qwe', '昨晚的球赛你看了吗', '火星离地球多远'])(
    'does not take for a follow-up what has nothing to do with the question before: %s',
    async (question) => {
      const history = [{ question: '停车一小时多少钱', articleIds: [] }];
      const alone = await desk.knowledge.ask({ question });
      // A server may plan the look-up anew in between and bring along another last candidate.
      const alike = { confidence: expect.closeTo(alone.confidence, 1), certainty: expect.closeTo(alone.certainty, 1) };
      expect(await desk.knowledge.ask({ question, history })).toEqual({ ...alone, ...alike });
    },
  );

  it('answers two questions of one message', async () => {
    const found = await keys('退货运费谁出？退款多久到账？');
    expect(found).toEqual(['return-shipping-cost', 'return-refund-time']);
  });

  it('abstains where no article speaks of the matter, and counts the gap', async () => {
    for (const question of ['asdkjh qwe', '🙂', '？？？', '']) {
      expect(await desk.knowledge.ask({ question })).toMatchObject({ outcome: 'abstained', citations: [] });
    }
    await desk.knowledge.recordGap('你们卖二手车吗');
    await desk.knowledge.recordGap('你们賣二手車嗎');
    expect(await desk.knowledge.listGaps()).toMatchObject([{ question: '你们卖二手车吗', count: 2 }]);
  });

  it.each([
    "'; DROP TABLE knowledge_article; --",
    '\u0000\ud800',
    'a'.repeat(4000),
    '停'.repeat(4000),
    "\\' & | ! : * ( <->",
  ])('takes whatever is typed: %#', async (question) => {
    expect((await desk.knowledge.ask({ question })).outcome).toMatch(/answered|clarify|abstained/u);
  });

  it('offers the search as a retriever of LangChain', async () => {
    const documents = await desk.knowledge.asRetriever(3).invoke('退款多久到账');
    expect(documents).toHaveLength(3);
    expect(documents.map((document) => document.metadata['key'])).toContain('return-refund-time');
  });

  it('finds stores by what shoppers call them', () => {
    expect(
      desk.stores
        .find('静安店和Hangzhou哪个大')
        .map(({ store }) => store.id)
        .sort(),
    ).toEqual(['hangzhou-binjiang', 'shanghai-jingan']);
    expect(desk.stores.withoutStores('那静安店呢')).not.toContain('静安');
    expect(desk.stores.nameOf('hangzhou-binjiang', 'en')).toContain('Hangzhou');
  });
});

describe('articles and time', () => {
  let desk: KnowledgeDesk;
  const clock = new ManualClock(new Date('2026-02-10T12:00:00Z'));

  beforeAll(async () => {
    desk = await KnowledgeDesk.start({ clock });
    const folder = await folderOf(desk.config.dataDir, {
      'spring.md': markdown(
        { id: 'spring', title: '春节几点开门？', more: 'validFrom: 2026-02-11\nvalidTo: 2026-02-20\n' },
        '春节期间 11:00 开门。',
      ),
      'only-chinese.md': markdown(
        { id: 'pets', title: '可以带宠物吗？', more: 'questions: [能带狗吗]\n' },
        '可以带小型犬。',
      ),
    });
    await desk.importer.importFolder(folder);
  });

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  it('uses an article from its first to its last day, in the shop’s time zone', async () => {
    const asked = async (at: string): Promise<string | undefined> => {
      clock.set(new Date(at));
      return (await desk.knowledge.ask({ question: '春节几点开门' })).citations[0]?.key;
    };
    expect(await asked('2026-02-10T15:59:00Z')).toBeUndefined();
    expect(await asked('2026-02-10T16:01:00Z')).toBe('spring');
    expect(await asked('2026-02-20T15:59:00Z')).toBe('spring');
    expect(await asked('2026-02-20T16:01:00Z')).toBeUndefined();
  });

  it.each(['🙂🙂', '？！。', '…', '٣٤٥', '\u200b'])(
    'says nothing to what is no question, however few articles there are: %j',
    async (question) => {
      for (const locale of ['zh-CN', 'en'] as const)
        expect(await desk.knowledge.ask({ question, locale })).toMatchObject({ outcome: 'abstained', suggestions: [] });
    },
  );

  it('looks an English question up in Chinese where there is no English article', async () => {
    const { hits } = await desk.knowledge.retrieve({ question: 'can i bring my dog, are pets allowed' });
    expect(hits[0]?.article.key).toBe('pets');
  });
});
