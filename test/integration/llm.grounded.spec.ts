import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GroundedAnswerer } from '../../libs/knowledge/src/grounded/grounded-answerer.js';
import type {
  GroundedOutcome,
  GroundedRequest,
  GroundedSentence,
  Passage,
} from '../../libs/knowledge/src/grounded/types.js';
import { OpenAiChatModel } from '../../libs/llm/src/openai/openai-chat-model.js';
import { type GroundedCase, HONEST, SHOP } from '../support/grounded-cases.js';
import { MISBEHAVIOURS } from '../support/grounded-misbehaviours.js';
import { OpenAiStandIn, STAND_IN_KEY } from '../support/openai-stand-in.js';

const passagesOf = (keys: readonly string[]): Passage[] =>
  keys.map((key) => {
    const passage = SHOP[key];
    if (!passage) throw new Error(`no passage ${key}`);
    return passage;
  });
const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);

describe('grounded answers against an HTTP server', () => {
  const server = new OpenAiStandIn();
  let model: OpenAiChatModel;
  let answerer: GroundedAnswerer;

  beforeAll(async () => {
    await server.start();
    model = new OpenAiChatModel({ apiKey: STAND_IN_KEY, baseUrl: server.url, chatModel: 'stand-in' });
    answerer = new GroundedAnswerer(model);
  });
  afterAll(async () => {
    model.close();
    await server.stop();
  });
  beforeEach(() => server.reset());

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

  it(`lets none of ${MISBEHAVIOURS.length} misbehaviours through`, async () => {
    const through: string[] = [];
    for (const misbehaviour of MISBEHAVIOURS) {
      const { outcome, shown } = await play(misbehaviour);
      const text = shown.map((s) => s.text).join('');
      if (text.includes(misbehaviour.about ?? '')) through.push(`${misbehaviour.question} → ${text}`);
      if (shown.length === 0) expect(outcome.outcome).not.toBe('answered');
    }
    expect(through).toEqual([]);
    expect(MISBEHAVIOURS.length).toBeGreaterThanOrEqual(60);
  });

  it(`lets at least 85 % of ${HONEST.length} honest sentences through`, async () => {
    const held: string[] = [];
    for (const honest of HONEST) {
      const { outcome } = await play(honest);
      if (outcome.outcome !== 'answered') held.push(honest.says);
    }
    const rate = 1 - held.length / HONEST.length;
    expect({ rate: rate >= 0.85, held: rate >= 0.85 ? [] : held }).toEqual({ rate: true, held: [] });
    expect(HONEST.length).toBeGreaterThanOrEqual(40);
  });
});
