import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GROUNDED_LIMITS, GroundedAnswerer } from '../../libs/knowledge/src/grounded/grounded-answerer.js';
import type {
  GroundedOutcome,
  GroundedRequest,
  GroundedSentence,
  Passage,
} from '../../libs/knowledge/src/grounded/types.js';
import { CHAT_LIMITS, OpenAiChatModel } from '../../libs/llm/src/openai/openai-chat-model.js';
import { type GroundedCase, HONEST, HONEST_UNSEEN, SHOP } from '../support/grounded-cases.js';
import { MISBEHAVIOURS, MISBEHAVIOURS_UNSEEN } from '../support/grounded-misbehaviours.js';
import { OpenAiStandIn, STAND_IN_KEY, type Scene } from '../support/openai-stand-in.js';

const passagesOf = (keys: readonly string[]): Passage[] =>
  keys.map((key) => {
    const passage = SHOP[key];
    if (!passage) throw new Error(`no passage ${key}`);
    return passage;
  });
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** More than any machine takes for what comes at all: only tests of the limits run into them. */
const PATIENT = { firstPieceMs: 30_000, nextPieceMs: 30_000, firstSentenceMs: 30_000, wholeMs: 60_000 };

describe('grounded answers against an HTTP server', () => {
  const server = new OpenAiStandIn();
  const answererOf = (of: OpenAiChatModel, limits: Partial<typeof PATIENT> = {}): GroundedAnswerer =>
    Object.assign(new GroundedAnswerer(of), { limits: { ...GROUNDED_LIMITS, ...limits } });
  const modelWith = (limits: Partial<typeof PATIENT> = {}): OpenAiChatModel =>
    new OpenAiChatModel(
      { apiKey: STAND_IN_KEY, baseUrl: server.url, chatModel: 'stand-in' },
      { ...CHAT_LIMITS, ...limits },
    );
  let model: OpenAiChatModel;
  let answerer: GroundedAnswerer;

  beforeAll(async () => {
    await server.start();
    model = modelWith(PATIENT);
    answerer = answererOf(model, PATIENT);
  });
  afterAll(async () => {
    model.close();
    await server.stop();
  });
  beforeEach(() => {
    server.reset();
  });

  const play = async (
    { question, passages, says }: GroundedCase,
    over: Partial<GroundedRequest> = {},
  ): Promise<{ outcome: GroundedOutcome; shown: GroundedSentence[] }> => {
    server.script({ kind: 'say', text: says, piece: 7 });
    const shown: GroundedSentence[] = [];
    const outcome = await answerer.answer(
      {
        question,
        history: [],
        passages: passagesOf(passages),
        locale: isChinese(says) ? 'zh-CN' : 'en',
        signal: new AbortController().signal,
        ...over,
      },
      (sentence) => shown.push(sentence),
    );
    return { outcome, shown };
  };

  const ask = (question: string, keys: readonly string[], by = answerer): Promise<GroundedOutcome> =>
    by.answer(
      {
        question,
        history: [],
        passages: passagesOf(keys),
        locale: isChinese(question) ? 'zh-CN' : 'en',
        signal: new AbortController().signal,
      },
      () => undefined,
    );

  const bad = [...MISBEHAVIOURS, ...MISBEHAVIOURS_UNSEEN];
  const good = [...HONEST, ...HONEST_UNSEEN];

  it(`lets none of ${bad.length} misbehaviours through`, async () => {
    const through: string[] = [];
    for (const misbehaviour of bad) {
      const { outcome, shown } = await play(misbehaviour);
      const text = shown.map((s) => s.text).join('');
      if (text.includes(misbehaviour.about ?? '')) through.push(`${misbehaviour.question} → ${text}`);
      if (shown.length === 0) expect(outcome.outcome).not.toBe('answered');
    }
    expect(through).toEqual([]);
    expect(bad.length).toBeGreaterThanOrEqual(60);
  }, 120_000);

  it(`lets at least 85 % of ${good.length} honest sentences through`, async () => {
    const held: string[] = [];
    for (const honest of good) {
      const { outcome } = await play(honest);
      if (outcome.outcome !== 'answered') held.push(honest.says);
    }
    // Shown only when the share is too low.
    const shown = held.length / good.length > 0.15 ? held : [];
    expect(shown).toEqual([]);
    expect(good.length).toBeGreaterThanOrEqual(40);
  }, 120_000);

  it('answers in the shop’s words when the model behaves, in Chinese and English', async () => {
    for (const [question, key, words] of [
      ['上海停车怎么收费', 'parking-sh', '每小时 12 元'],
      ['How long is a gift card valid?', 'en-gift-card', '3 years'],
    ] as const) {
      const outcome = await ask(question, [key]);
      expect(outcome).toMatchObject({ outcome: 'answered', partial: false, text: expect.stringContaining(words) });
    }
  });

  it('falls back within 2.7 s', () => {
    expect(CHAT_LIMITS.firstPieceMs).toBeLessThan(GROUNDED_LIMITS.firstSentenceMs);
    expect(GROUNDED_LIMITS.firstSentenceMs).toBeLessThanOrEqual(2_700);
  });

  it.each<[string, Scene, string]>([
    ['401', { kind: 'status', status: 401 }, 'model_failed'],
    ['429', { kind: 'rate_limited', retryAfterSeconds: 30 }, 'model_failed'],
    ['500', { kind: 'status', status: 500 }, 'model_failed'],
    ['HTML', { kind: 'html' }, 'model_failed'],
    ['an empty answer', { kind: 'empty' }, 'nothing_supported'],
    ['nonsense', { kind: 'say', text: '#### ????? 12 12 12' }, 'nothing_supported'],
  ])('%s falls back at once', async (_name, scene, reason) => {
    server.always(scene);
    const started = Date.now();
    // A model of its own, so that the failures of one case do not open the circuit for the next.
    const own = modelWith(PATIENT);
    const outcome = await ask('上海停车怎么收费', ['parking-sh'], answererOf(own, PATIENT));
    own.close();
    expect(outcome).toMatchObject({ outcome: 'fallback', reason });
    expect(Date.now() - started).toBeLessThan(PATIENT.firstPieceMs);
  });

  it.each<[string, Scene, Partial<typeof PATIENT>, string]>([
    ['a hang', { kind: 'hang' }, { firstPieceMs: CHAT_LIMITS.firstPieceMs }, 'model_failed'],
    [
      'a slow first token',
      { kind: 'good', firstAfterMs: 8_000 },
      { firstPieceMs: CHAT_LIMITS.firstPieceMs },
      'model_failed',
    ],
    ['slow tokens', { kind: 'good', everyMs: 600 }, { firstSentenceMs: GROUNDED_LIMITS.firstSentenceMs }, 'too_late'],
  ])('%s falls back when the limit is over', async (_name, scene, limit, reason) => {
    const limits = { ...PATIENT, ...limit };
    server.always(scene);
    const own = modelWith(limits);
    const outcome = await ask('上海停车怎么收费', ['parking-sh'], answererOf(own, limits));
    own.close();
    expect(outcome).toMatchObject({ outcome: 'fallback', reason });
  });

  it.each<[string, Scene]>([
    ['cut', { kind: 'cut', text: '上海静安店停车前 15 分钟免费[1]。之后每小' }],
    ['broken', { kind: 'broken_chunk', text: '上海静安店停车前 15 分钟免费[1]。之后每小' }],
  ])('a stream that is %s after a checked sentence leaves that sentence', async (_name, scene) => {
    server.script(scene);
    await expect(ask('上海停车怎么收费', ['parking-sh'])).resolves.toMatchObject({
      outcome: 'answered',
      partial: true,
      text: '上海静安店停车前 15 分钟免费。',
    });
  });

  it('searches once more over HTTP when the model asks to', async () => {
    server.script({ kind: 'tool', name: 'search_articles', args: { query: '宠物' } });
    const search = (): Promise<Passage[]> => Promise.resolve(passagesOf(['pets']));
    const { outcome } = await play(
      { question: '能带狗吗', passages: ['parking-sh'], says: '商场内不能带宠物进入，导盲犬除外。[2]' },
      { search },
    );
    expect(outcome).toMatchObject({ outcome: 'answered', citations: [{ key: 'pets' }] });
    expect(server.chats).toHaveLength(2);
    expect(server.chats[0]?.body.tools?.map((t) => t.function.name)).toEqual(['search_articles']);
    expect(server.chats[1]?.body.tools).toBeUndefined();
  });

  it('sends a masked question and never the shop’s key in a prompt', async () => {
    await ask('我的手机 13812345678，上海停车怎么收费', ['parking-sh', 'hotline']);
    const sent = JSON.stringify(server.chats[0]?.body);
    expect(sent).toContain('[phone]');
    expect(sent).toContain('400-820-1668');
    expect(sent).not.toMatch(/13812345678|sk-/);
  });
});
