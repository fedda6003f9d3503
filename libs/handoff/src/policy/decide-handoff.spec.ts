import { describe, expect, it } from '@jest/globals';
import type { Signal, Understanding } from '#kernel';
import {
  DEFAULT_HANDOFF_SETTINGS,
  decideHandoff,
  type PastTurn,
  type PolicyInput,
  type PolicyMessage,
} from './index.js';

function understood(more: Partial<Understanding> = {}): Understanding {
  return {
    language: 'zh-CN',
    intent: { label: 'return', score: 0.9 },
    sentiment: { label: 'neutral', score: 0, anger: 0 },
    entities: [],
    signals: [],
    act: 'question',
    ...more,
  };
}

function message(seq: number, text: string, more: Partial<Understanding> = {}): PolicyMessage {
  return { seq, text, understanding: understood(more) };
}

function withSignal(signal: Partial<Signal> & Pick<Signal, 'rule'>): Partial<Understanding> {
  return { signals: [{ evidence: '原话', score: 0.9, ...signal }] };
}

function turn(text: string, more: Partial<PastTurn> = {}): PastTurn {
  return {
    fromSeq: 1,
    toSeq: 1,
    text,
    sentiment: 0,
    outcome: 'answered',
    articleIds: ['a1'],
    act: 'question',
    ...more,
  };
}

function input(more: Partial<PolicyInput> = {}): PolicyInput {
  return { messages: [message(9, '怎么退货')], history: [], settings: DEFAULT_HANDOFF_SETTINGS, ...more };
}

const rules = (given: PolicyInput): string[] => decideHandoff(given).reasons.map(({ rule }) => rule);
const abstained = { outcome: 'abstained' as const, confidence: 0.1, articleIds: [] };
const answered = { outcome: 'answered' as const, confidence: 0.9, articleIds: ['a1'] };

describe('decideHandoff', () => {
  it('leaves a plain question with the bot', () => {
    expect(decideHandoff(input())).toEqual({ decision: false, severity: 'normal', skill: 'aftersales', reasons: [] });
    expect(decideHandoff(input({ answer: answered })).decision).toBe(false);
    expect(decideHandoff(input({ answer: abstained })).decision).toBe(false);
  });

  describe('signals', () => {
    it('asks for a person: normal, to whom the matter belongs', () => {
      const verdict = decideHandoff(
        input({ messages: [message(9, '转人工', withSignal({ rule: 'human_request', evidence: '转人工' }))] }),
      );
      expect(verdict).toEqual({
        decision: true,
        severity: 'normal',
        skill: 'aftersales',
        reasons: [{ rule: 'human_request', evidence: '转人工', score: 0.9, seq: 9 }],
      });
    });

    it('a person for a matter before the purchase is anybody', () => {
      const general = message(9, '转人工', {
        ...withSignal({ rule: 'human_request' }),
        intent: { label: 'human_agent', score: 1 },
      });
      expect(decideHandoff(input({ messages: [general] })).skill).toBe('general');
    });

    it('complaint: to complaints, urgent when angry', () => {
      const calm = message(9, '我要投诉', withSignal({ rule: 'complaint' }));
      expect(decideHandoff(input({ messages: [calm] }))).toMatchObject({
        decision: true,
        severity: 'normal',
        skill: 'complaints',
      });
      const angry = message(9, '我要投诉！', {
        ...withSignal({ rule: 'complaint' }),
        sentiment: { label: 'negative', score: -0.9, anger: 0.8 },
      });
      expect(decideHandoff(input({ messages: [angry] })).severity).toBe('urgent');
    });

    it.each(['injury', 'food_safety', 'fraud', 'legal', 'media', 'data_leak'])(
      'risk %s: critical, and named',
      (topic) => {
        const verdict = decideHandoff(input({ messages: [message(9, '出事了', withSignal({ rule: 'risk', topic }))] }));
        expect(verdict).toMatchObject({ decision: true, severity: 'critical', skill: 'complaints' });
        expect(verdict.reasons[0]?.rule).toBe(`risk:${topic}`);
      },
    );

    it('the assistant is said to have failed', () => {
      expect(rules(input({ messages: [message(9, '答非所问', withSignal({ rule: 'bot_failure' }))] }))).toEqual([
        'bot_failure',
      ]);
    });

    it.each<Signal['rule']>(['human_request', 'complaint', 'risk', 'bot_failure', 'anger'])(
      '%s below its threshold does not count',
      (rule) => {
        expect(decideHandoff(input({ messages: [message(9, '嗯', withSignal({ rule, score: 0.3 }))] })).decision).toBe(
          false,
        );
      },
    );

    it('the thresholds are the merchant’s', () => {
      const settings = { ...DEFAULT_HANDOFF_SETTINGS, complaintScore: 0.95 };
      expect(
        decideHandoff(input({ settings, messages: [message(9, '投诉', withSignal({ rule: 'complaint' }))] })).decision,
      ).toBe(false);
    });

    it('finds the signal in any message of a burst and says in which', () => {
      const messages = [
        message(9, '在吗', { act: 'greeting' }),
        message(10, '我要投诉', withSignal({ rule: 'complaint' })),
        message(11, '昨天那单'),
      ];
      expect(decideHandoff(input({ messages })).reasons[0]?.seq).toBe(10);
    });

    it('names every reason once for each message, the surest first', () => {
      const both = message(9, '叫经理来，我要投诉', {
        signals: [
          { rule: 'complaint', evidence: '我要投诉', score: 0.97 },
          { rule: 'complaint', evidence: '投诉', score: 0.6 },
          { rule: 'human_request', evidence: '叫经理来', score: 0.95 },
        ],
      });
      expect(decideHandoff(input({ messages: [both] })).reasons).toEqual([
        { rule: 'complaint', evidence: '我要投诉', score: 0.97, seq: 9 },
        { rule: 'human_request', evidence: '叫经理来', score: 0.95, seq: 9 },
      ]);
    });
  });

  describe('negative emotion', () => {
    const mood = (score: number, anger = 0): Partial<Understanding> => ({
      sentiment: { label: score < 0 ? 'negative' : 'neutral', score, anger },
    });

    it('by its level', () => {
      const verdict = decideHandoff(input({ messages: [message(9, '真是够了', mood(-0.9, 0.7))] }));
      expect(verdict).toMatchObject({ decision: true, severity: 'urgent', skill: 'complaints' });
      expect(verdict.reasons).toEqual([{ rule: 'anger', evidence: '真是够了', score: 0.7, seq: 9 }]);
    });

    it('by its trend over turns', () => {
      const history = [turn('退货怎么弄', { sentiment: 0 }), turn('试了不行', { sentiment: -0.3 })];
      const given = input({ history, messages: [message(9, '还是不行啊', mood(-0.6, 0.3))] });
      expect(decideHandoff(given)).toMatchObject({ decision: true, severity: 'urgent', skill: 'complaints' });
      expect(rules(given)).toEqual(['falling_mood']);
    });

    it.each<[string, PastTurn[], number]>([
      ['a low mood that does not fall', [turn('a', { sentiment: -0.5 }), turn('b', { sentiment: -0.5 })], -0.5],
      ['a mood that recovers', [turn('a', { sentiment: -0.8 }), turn('b', { sentiment: -0.6 })], -0.4],
      ['a fall that ends well above the floor', [turn('a', { sentiment: 0.4 }), turn('b', { sentiment: 0.1 })], -0.1],
      ['too few turns', [turn('a', { sentiment: 0 })], -0.7],
    ])('not by %s', (_, history, score) => {
      expect(decideHandoff(input({ history, messages: [message(9, '嗯', mood(score, 0.2))] })).decision).toBe(false);
    });
  });

  describe('misses', () => {
    const missed = (text: string): PastTurn => turn(text, { outcome: 'abstained', articleIds: [] });

    it('three in a row', () => {
      expect(rules(input({ history: [missed('a'), missed('b')], answer: abstained }))).toEqual(['missed']);
    });

    it('counts an answer that the shopper said did not help, which otherwise would end the row', () => {
      const unhelpful = turn('b', { unhelpful: true });
      expect(rules(input({ history: [missed('a'), unhelpful], answer: abstained }))).toEqual(['missed']);
      expect(decideHandoff(input({ history: [missed('a'), turn('b')], answer: abstained })).decision).toBe(false);
    });

    it('greetings, thanks and fragments neither count nor break the row', () => {
      const small = [
        turn('在吗', { act: 'greeting', outcome: 'none' }),
        turn('我昨天买的', { act: 'fragment', outcome: 'none' }),
      ];
      expect(rules(input({ history: [missed('a'), ...small, missed('b')], answer: abstained }))).toEqual(['missed']);
      expect(decideHandoff(input({ history: [missed('a'), ...small], answer: abstained })).decision).toBe(false);
    });

    it('a fragment is never a miss itself', () => {
      const fragment = message(9, '我昨天买的', { act: 'fragment' });
      expect(
        decideHandoff(input({ messages: [fragment], history: [missed('a'), missed('b')], answer: abstained })).decision,
      ).toBe(false);
    });

    it('a burst counts once', () => {
      const messages = [message(9, '那个'), message(10, '退货的事'), message(11, '怎么弄')];
      expect(decideHandoff(input({ messages, history: [missed('a')], answer: abstained })).decision).toBe(false);
    });

    it('an answer in between breaks the row; a clarification does not count', () => {
      expect(decideHandoff(input({ history: [missed('a'), turn('b'), missed('c')], answer: abstained })).decision).toBe(
        false,
      );
      expect(
        decideHandoff(input({ history: [missed('a'), turn('b', { outcome: 'clarify' })], answer: abstained })).decision,
      ).toBe(false);
    });
  });

  describe('the same question again', () => {
    const again = (before: string, now: string, more: Partial<PastTurn> = {}): string[] =>
      rules(input({ history: [turn(before, more)], messages: [message(9, now)], answer: answered }));

    it.each([
      ['怎么退货', '怎么退货'],
      ['停车怎么收费', '我问的是停车怎么收费'],
      ['how much is parking', 'again, how much is parking?'],
    ])('%s / %s', (before, now) => {
      expect(again(before, now)).toEqual(['asked_again']);
    });

    it.each([
      ['停车怎么收费', '周末停车怎么收费'],
      ['停车怎么收费', '停车3小时怎么收费'],
      ['怎么退货', '怎么换货'],
      ['退货运费谁出', '退货要几天'],
      ['积分怎么兑换', '会员怎么升级'],
    ])('but not another question or one with something new: %s / %s', (before, now) => {
      expect(again(before, now)).toEqual([]);
    });

    it('not when it has not been answered before, nor when it leads to another article', () => {
      expect(again('怎么退货', '怎么退货', { outcome: 'abstained' })).toEqual([]);
      expect(again('怎么退货', '怎么退货', { outcome: 'clarify' })).toEqual([]);
      expect(again('怎么退货', '怎么退货', { articleIds: ['b2'] })).toEqual([]);
    });

    it('only within six turns', () => {
      const others = Array.from({ length: 6 }, (_, i) => turn(`完全别的问题${'甲乙丙丁戊己'[i]}`));
      const late = input({ history: [turn('怎么退货'), ...others], answer: answered });
      const inTime = input({ history: [turn('怎么退货'), ...others.slice(1)], answer: answered });
      expect(rules(late)).toEqual([]);
      expect(rules(inTime)).toEqual(['asked_again']);
    });

    it('thanks said twice are no question put twice', () => {
      const thanks = message(9, '谢谢', { act: 'thanks' });
      expect(decideHandoff(input({ messages: [thanks], history: [turn('谢谢', { act: 'thanks' })] })).decision).toBe(
        false,
      );
    });
  });

  describe('complex enquiry', () => {
    it.each([
      '一个订单里五样东西，两样要退，一样要换码，剩下的一样少发一样破损，发票也要重开，该怎么弄',
      '公司年会要三百份伴手礼，要定制logo，分五个城市送，还要开专票，能做吗',
      '我有三个订单，第一个没收到想退款，第二个发错颜色要换，第三个想改地址，另外发票都要换抬头',
      'I have four orders, one is missing, one is wrong and must be exchanged, one I want to return, can you also change the invoice for the rest',
    ])('%s', (text) => {
      expect(rules(input({ messages: [message(9, text)], answer: abstained }))).toEqual(['complex']);
    });

    it.each([
      '怎么退货',
      '请问退货运费谁出，几天能到账',
      '我昨天在你们店里买了一件衣服回来发现有点小，想问一下可以换大一码吗，要不要带小票',
      '你好，我想问下周末停车怎么收费，会员有优惠吗',
    ])('not: %s', (text) => {
      expect(decideHandoff(input({ messages: [message(9, text)], answer: abstained })).decision).toBe(false);
    });

    it('not when the assistant has a sure answer, nor when switched off', () => {
      const messages = [message(9, '公司年会要三百份伴手礼，要定制logo，分五个城市送，还要开专票，能做吗')];
      expect(decideHandoff(input({ messages, answer: answered })).decision).toBe(false);
      const settings = { ...DEFAULT_HANDOFF_SETTINGS, complexRequests: 0 };
      expect(decideHandoff(input({ messages, settings, answer: abstained })).decision).toBe(false);
    });
  });

  describe('members of high standing', () => {
    it('get a person as soon as the assistant has no answer', () => {
      const verdict = decideHandoff(input({ member: { tier: 'Diamond' }, answer: abstained }));
      expect(verdict).toMatchObject({ decision: true, severity: 'urgent' });
      expect(verdict.reasons[0]?.rule).toBe('vip');
    });

    it('are answered by the assistant when it can, like everybody', () => {
      expect(decideHandoff(input({ member: { tier: 'diamond' }, answer: answered })).decision).toBe(false);
      expect(decideHandoff(input({ member: { tier: 'diamond' } })).decision).toBe(false);
      expect(decideHandoff(input({ member: { tier: 'silver' }, answer: abstained })).decision).toBe(false);
    });

    it('are urgent whatever the reason', () => {
      const messages = [message(9, '转人工', withSignal({ rule: 'human_request' }))];
      expect(decideHandoff(input({ messages, member: { tier: '钻石' } })).severity).toBe('urgent');
    });
  });

  describe('merchant’s rules', () => {
    const own = { name: '团购', words: ['企业团购'], severity: 'urgent' as const, skill: 'sales' };
    const messages = [message(9, '企业团购', withSignal({ rule: 'merchant_rule', topic: '团购' }))];

    it('hand over with their severity and skill', () => {
      const settings = { ...DEFAULT_HANDOFF_SETTINGS, rules: [own] };
      expect(decideHandoff(input({ messages, settings }))).toMatchObject({
        decision: true,
        severity: 'urgent',
        skill: 'sales',
      });
    });

    it('do nothing when switched off or gone', () => {
      const off = { ...DEFAULT_HANDOFF_SETTINGS, rules: [{ ...own, disabled: true }] };
      expect(decideHandoff(input({ messages, settings: off })).decision).toBe(false);
      expect(decideHandoff(input({ messages })).decision).toBe(false);
    });
  });

  it('does not look at the clock: a closed desk changes nothing', () => {
    const messages = [message(9, '转人工', withSignal({ rule: 'human_request' }))];
    const open = decideHandoff(input({ messages, businessHours: { open: true } }));
    expect(decideHandoff(input({ messages, businessHours: { open: false } }))).toEqual(open);
  });

  it('is pure: the input stays as it was and gives the same verdict again', () => {
    const given = input({ history: [turn('怎么退货')], answer: answered });
    const before = structuredClone(given);
    const verdict = decideHandoff(given);
    expect(given).toEqual(before);
    expect(decideHandoff(given)).toEqual(verdict);
  });
});
