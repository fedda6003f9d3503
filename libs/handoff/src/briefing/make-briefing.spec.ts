import { describe, expect, it } from '@jest/globals';
import type { Understanding, WireMessage } from '#kernel';
import { type BriefingInput, makeBriefing } from './index.js';

const T = '2026-01-15T02:00:00.000Z';

function said(
  seq: number,
  text: string,
  kind: WireMessage['author']['kind'] = 'shopper',
  more: Partial<WireMessage> = {},
): WireMessage {
  return { id: `m${seq}`, conversationId: 'c', seq, author: { kind }, text, createdAt: T, ...more };
}

function understood(intent: string, score = 0, more: Partial<Understanding> = {}): Understanding {
  const label = score < -0.2 ? 'negative' : 'neutral';
  return {
    language: 'zh-CN',
    intent: { label: intent, score: 0.9 },
    sentiment: { label, score, anger: Math.max(0, -score) },
    entities: [],
    signals: [],
    act: 'question',
    ...more,
  };
}

const CASE: BriefingInput = {
  locale: 'zh-CN',
  messages: [
    said(1, '你好'),
    said(2, '您好，请问有什么可以帮您？', 'bot'),
    said(3, '订单20240315887766退货寄回去一周了，钱退了吗，电话13812345678'),
    said(4, '退款一般在签收后 3 个工作日到账。', 'bot', {
      outcome: 'answered',
      citations: [{ articleId: 'a1', title: '退款多久到账', version: 2 }],
      answers: [3, 3],
    }),
    said(5, '还没到，查一下13812345678'),
    said(6, '抱歉，我没有找到答案。', 'bot', { outcome: 'abstained', answers: [5, 5] }),
    said(7, '拖这么久，我要投诉！转人工', 'shopper', {
      attachments: [{ id: 'x', kind: 'image', name: 'bag.jpg', size: 10, type: 'image/jpeg' }],
    }),
  ],
  understandings: new Map([
    [1, understood('greeting', 0, { act: 'greeting' })],
    [
      3,
      understood('refund_status', 0, {
        entities: [
          { kind: 'order_no', text: '20240315887766', value: '20240315887766', start: 2, end: 16 },
          { kind: 'phone', text: '13812345678', value: '13812345678', start: 30, end: 41 },
        ],
      }),
    ],
    [
      5,
      understood('refund_status', -0.4, {
        entities: [{ kind: 'phone', text: '13812345678', value: '13812345678', start: 7, end: 18 }],
      }),
    ],
    [7, understood('complaint', -0.9)],
  ]),
  reasons: [
    { rule: 'complaint', evidence: '我要投诉', score: 0.97, seq: 7 },
    { rule: 'human_request', evidence: '转人工', score: 0.97, seq: 7 },
  ],
};

describe('makeBriefing', () => {
  const briefing = makeBriefing(CASE);

  it('says what it is about, why it came, the mood and what was tried', () => {
    expect(briefing.summary).toBe(
      '顾客咨询退款，提出投诉、要求人工服务。情绪激动，且逐轮变差。智能助手已回答 1 次，未能回答 1 次。',
    );
  });

  it('lists wishes without greetings, each with its message', () => {
    expect(briefing.wants.map(({ seq }) => seq)).toEqual([3, 5, 7]);
    expect(briefing.wants[0]?.text).toMatch(/^退款：订单2024/);
  });

  it('names facts once, where they were said first, the phone masked', () => {
    expect(briefing.given).toEqual([
      { text: '订单号 20240315887766', seq: 3 },
      { text: '电话 138****5678', seq: 3 },
      { text: '发来 1 张图片', seq: 7 },
    ]);
  });

  it('shows mood turn by turn and what the assistant tried, with titles', () => {
    expect(briefing.mood.map(({ seq, label }) => [seq, label])).toEqual([
      [1, 'neutral'],
      [3, 'neutral'],
      [5, 'negative'],
      [7, 'negative'],
    ]);
    expect(briefing.tried).toEqual([
      { text: '已回答（《退款多久到账》）：退款一般在签收后 3 个工作日到账。', seq: 4 },
      { text: '未能回答：抱歉，我没有找到答案。', seq: 6 },
    ]);
  });

  it('suggests a reply that apologises, names the matter and does not ask for what was given', () => {
    expect(briefing.suggestedReply).toContain('抱歉');
    expect(briefing.suggestedReply).toContain('退款');
    expect(briefing.suggestedReply).toContain('24 小时内');
    expect(briefing.suggestedReply).not.toContain('请把订单号发给我');
  });

  it('asks for the order number where it is needed and missing', () => {
    const { suggestedReply } = makeBriefing({
      ...CASE,
      messages: [said(1, '怎么退款还没到，找人工')],
      understandings: new Map([[1, understood('refund_status')]]),
      reasons: [{ rule: 'human_request', evidence: '找人工', score: 0.97, seq: 1 }],
    });
    expect(suggestedReply).toContain('请把订单号发给我');
    expect(suggestedReply).not.toContain('抱歉');
  });

  it('puts safety first when somebody may be hurt', () => {
    const { suggestedReply } = makeBriefing({
      ...CASE,
      reasons: [...CASE.reasons, { rule: 'risk:injury', evidence: '烫伤', score: 0.9, seq: 7 }],
    });
    expect(suggestedReply).toContain('就医');
  });

  it('speaks English to English agents and answers in the language of the shopper', () => {
    const english = makeBriefing({ ...CASE, locale: 'en' });
    expect(english.summary).toBe(
      'The shopper writes about a refund; complains, asked for a person. Mood: heated, getting worse turn by turn. ' +
        'The assistant answered 1 time(s) and had no answer 1 time(s).',
    );
    expect(english.given[1]?.text).toBe('Phone 138****5678');
    expect(english.suggestedReply).toContain('退款');
  });

  it('gives each line the seq of a message that exists', () => {
    const known = new Set(CASE.messages.map(({ seq }) => seq));
    for (const { seq } of [...briefing.wants, ...briefing.given, ...briefing.tried, ...briefing.mood])
      expect(known.has(seq)).toBe(true);
  });

  it('stands with nothing understood', () => {
    const empty = makeBriefing({ locale: 'en', messages: [], understandings: new Map(), reasons: [] });
    expect(empty.wants).toEqual([]);
    expect(empty.summary).toContain('needs a person');
    expect(empty.suggestedReply.length).toBeGreaterThan(10);
  });
});
