import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChatPiece, ChatRequest } from '../../libs/llm/src/chat/chat-model.js';
import { CHAT_LIMITS, OpenAiChatModel, type ChatLimits } from '../../libs/llm/src/openai/openai-chat-model.js';
import {
  connectOpenAiEmbeddings,
  EMBEDDING_LIMITS,
  OpenAiEmbeddingModel,
} from '../../libs/llm/src/openai/openai-embeddings.js';
import { chatModelContract, type ChatScene } from '../../libs/llm/src/testing/chat-model.contract.js';
import { embeddingModelContract } from '../../libs/llm/src/testing/embedding-model.contract.js';
import { OpenAiStandIn, STAND_IN_KEY, type Scene } from '../support/openai-stand-in.js';
import { until } from '../support/wait.js';

/** More than any machine takes for what comes at all: only tests of the limits run into them. */
const PATIENT: ChatLimits = {
  ...CHAT_LIMITS,
  firstPieceMs: 30_000,
  nextPieceMs: 30_000,
  retry: { retries: 1, minDelayMs: 10, maxRetryAfterMs: 300 },
};
/** Long enough for what comes at once, also on a busy machine. */
const LIMITED: ChatLimits = { ...PATIENT, firstPieceMs: 2_000, nextPieceMs: 2_000 };

const SCENES: Record<ChatScene, Scene> = {
  'three pieces': { kind: 'say', text: '一二三', piece: 1 },
  'tool call': { kind: 'tool', name: 'search', args: { query: '停车' } },
  'cut off': { kind: 'cut', text: '一' },
  hangs: { kind: 'hang' },
  'refuses the key': { kind: 'status', status: 401 },
};

async function chatWith(scene: Scene): Promise<{ model: OpenAiChatModel; dispose: () => Promise<void> }> {
  const server = await new OpenAiStandIn().always(scene).start();
  const model = new OpenAiChatModel({ apiKey: STAND_IN_KEY, baseUrl: server.url, chatModel: 'stand-in' }, PATIENT);
  return {
    model,
    dispose: async () => {
      model.close();
      await server.stop();
    },
  };
}

chatModelContract('OpenAiChatModel against an HTTP server', (scene) => chatWith(SCENES[scene]));

embeddingModelContract('OpenAiEmbeddingModel against an HTTP server', async () => {
  const server = await new OpenAiStandIn().start();
  const model = await connectOpenAiEmbeddings({ apiKey: STAND_IN_KEY, baseUrl: server.url, embeddingModel: 'bge-m3' });
  return {
    model,
    dispose: async () => {
      model.close();
      await server.stop();
    },
  };
});

describe('OpenAiChatModel', () => {
  let server: OpenAiStandIn;
  let models: OpenAiChatModel[];

  beforeEach(async () => {
    server = await new OpenAiStandIn().start();
    models = [];
  });
  afterEach(async () => {
    for (const model of models) model.close();
    await server.stop();
  });

  const open = (
    limits: ChatLimits = PATIENT,
    key = STAND_IN_KEY,
    onChange?: (serving: boolean) => void,
  ): OpenAiChatModel => {
    const model = new OpenAiChatModel({ apiKey: key, baseUrl: server.url, chatModel: 'stand-in' }, limits, onChange);
    models.push(model);
    return model;
  };
  const request = (over: Partial<ChatRequest> = {}): ChatRequest => ({
    system: 'rules',
    messages: [{ role: 'user', content: 'hello' }],
    signal: new AbortController().signal,
    ...over,
  });
  const readOn = async (pieces: AsyncIterator<ChatPiece>): Promise<void> => {
    while (!(await pieces.next()).done);
  };
  const read = async (
    model: OpenAiChatModel,
    over: Partial<ChatRequest> = {},
  ): Promise<{ text: string; error?: unknown }> => {
    let text = '';
    try {
      for await (const piece of model.stream(request(over)) as AsyncIterable<ChatPiece>)
        if (piece.type === 'text') text += piece.text;
      return { text };
    } catch (error) {
      return { text, error };
    }
  };

  it('sends the key, the model and the messages in order, and asks for a stream', async () => {
    await read(open(), {
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'second' },
        { role: 'user', content: 'third' },
      ],
    });
    const [seen] = server.chats;
    expect(seen?.authorization).toBe(`Bearer ${STAND_IN_KEY}`);
    expect(seen?.body).toMatchObject({ model: 'stand-in', stream: true });
    expect(seen?.body.messages?.map((m) => [m.role, m.content])).toEqual([
      ['system', 'rules'],
      ['user', 'first'],
      ['assistant', 'second'],
      ['user', 'third'],
    ]);
  });

  it('masks what people wrote, and leaves what the merchant published', async () => {
    await read(open(), {
      messages: [
        { role: 'user', content: '我的手机 13812345678' },
        { role: 'assistant', content: '已登记 13812345678' },
        { role: 'user', content: '热线 400-820-1668，传真 021-62345678', published: true },
        { role: 'user', content: '订单 202601150012345678，邮箱 a@b.cn' },
      ],
    });
    const sent = JSON.stringify(server.chats[0]?.body.messages);
    expect(sent).not.toMatch(/13812345678|2026011500|a@b\.cn/);
    expect(sent).toContain('400-820-1668');
    expect(sent).toContain('021-62345678');
    expect(sent).toContain('…5678');
  });

  it('leaves out the oldest turns of a long history, never the question', async () => {
    const history = Array.from({ length: 40 }, (_, i) => [
      { role: 'user' as const, content: `turn ${i} ${'lorem ipsum '.repeat(40)}` },
      { role: 'assistant' as const, content: 'fine' },
    ]).flat();
    await read(open(), { messages: [...history, { role: 'user', content: 'the question' }] });
    const sent = server.chats[0]?.body.messages ?? [];
    expect(sent[0]?.role).toBe('system');
    expect(sent.at(-1)?.content).toContain('the question');
    expect(sent.length).toBeLessThan(60);
    expect(sent.some((m) => m.content?.startsWith('turn 0 '))).toBe(false);
    expect(sent.some((m) => m.content?.startsWith('turn 39 '))).toBe(true);
  });

  it.each<[string, Scene, string, number]>([
    ['401', { kind: 'status', status: 401 }, 'auth', 1],
    ['403', { kind: 'status', status: 403 }, 'auth', 1],
    ['404, a wrong model', { kind: 'status', status: 404 }, 'bad_request', 1],
    ['400', { kind: 'status', status: 400 }, 'bad_request', 1],
    ['a used-up quota', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'auth', 1],
    ['429 that asks for a long wait', { kind: 'rate_limited', retryAfterSeconds: 20 }, 'rate_limited', 1],
    ['429 again and again', { kind: 'rate_limited' }, 'rate_limited', 2],
    ['500 again and again', { kind: 'status', status: 500 }, 'unavailable', 2],
    ['503 again and again', { kind: 'status', status: 503 }, 'unavailable', 2],
    ['no answer at all', { kind: 'hang' }, 'timeout', 1],
    ['headers and then nothing', { kind: 'hang_open' }, 'timeout', 1],
    ['a first token that comes too late', { kind: 'good', firstAfterMs: 8_000 }, 'timeout', 1],
    ['a page of HTML', { kind: 'html' }, 'protocol', 1],
  ])('%s fails as it should', async (_name, scene, reason, attempts) => {
    server.always(scene);
    const started = Date.now();
    const { text, error } = await read(open(reason === 'timeout' ? LIMITED : PATIENT));
    expect(text).toBe('');
    expect(error).toMatchObject({ name: 'ModelError', code: 'UNAVAILABLE', reason });
    expect(server.chats).toHaveLength(attempts);
    // Without the twenty seconds that one of them asks for.
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(`${String(error)}${(error as Error).stack ?? ''}`).not.toContain('sk-');
  });

  it.each<[string, Scene, string]>([
    ['cut in the middle', { kind: 'cut', text: 'half an ans' }, 'unavailable'],
    ['ended neatly without a finish reason', { kind: 'end_early', text: 'half an ans' }, 'protocol'],
    ['a chunk that is not JSON', { kind: 'broken_chunk', text: 'half an ans' }, 'protocol'],
    ['an error inside the stream', { kind: 'error_chunk', text: 'half an ans' }, 'unavailable'],
    ['silence in the middle', { kind: 'stall', text: 'half an ans' }, 'timeout'],
  ])('%s: what came stands, nothing is retried', async (_name, scene, reason) => {
    server.always(scene);
    const { text, error } = await read(open(reason === 'timeout' ? LIMITED : PATIENT));
    expect(text).toBe('half an ans');
    expect(error).toMatchObject({ reason });
    expect(server.chats).toHaveLength(1);
  });

  it.each<[string, Scene]>([
    ['500', { kind: 'status', status: 500 }],
    ['429 with a short wait', { kind: 'rate_limited', retryAfterSeconds: 0.1 }],
    ['a connection cut before the first word', { kind: 'cut', text: '' }],
  ])('one %s is made good by the second attempt', async (_name, scene) => {
    server.script(scene).always({ kind: 'say', text: 'here I am' });
    await expect(read(open())).resolves.toEqual({ text: 'here I am' });
    expect(server.chats).toHaveLength(2);
  });

  it('reports a connection that is refused', async () => {
    const model = open();
    await server.stop();
    expect((await read(model)).error).toMatchObject({ reason: 'unavailable' });
  });

  it('says why an answer ended', async () => {
    const model = open();
    for (const [finish, reason] of [
      ['length', 'length'],
      ['content_filter', 'filtered'],
    ] as const) {
      server.script({ kind: 'say', text: 'x', finish });
      const pieces: ChatPiece[] = [];
      for await (const piece of model.stream(request())) pieces.push(piece);
      expect(pieces.at(-1)).toEqual({ type: 'end', reason });
    }
  });

  it('an empty answer is an end without text', async () => {
    server.always({ kind: 'empty' });
    await expect(read(open())).resolves.toEqual({ text: '' });
  });

  it('closes the connection when the caller gives up and when it stops reading', async () => {
    server.always({ kind: 'say', text: 'word '.repeat(4_000), everyMs: 20 });
    const model = open();
    const controller = new AbortController();
    for await (const _piece of model.stream(request())) break;
    const pieces = model.stream(request({ signal: controller.signal }))[Symbol.asyncIterator]();
    await pieces.next();
    const reading = readOn(pieces);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ reason: 'aborted' });
    expect(server.chats).toHaveLength(2);
    await until(() => server.chats.every((r) => r.abandoned), 'the end of both connections');
  });

  it('after four failures leaves the server alone, then tries once, then serves again', async () => {
    const changes: boolean[] = [];
    const limits: ChatLimits = {
      ...PATIENT,
      retry: { ...PATIENT.retry, retries: 0 },
      circuit: { minimumCalls: 3, failurePercent: 50, windowMs: 60_000, openMs: 3_000 },
    };
    const model = open(limits, STAND_IN_KEY, (serving) => changes.push(serving));
    server.always({ kind: 'status', status: 500 });
    for (let i = 0; i < 4; i++) await read(model);
    expect(model.available).toBe(false);
    const asked = server.chats.length;
    expect((await read(model)).error).toMatchObject({ reason: 'circuit_open' });
    expect(server.chats).toHaveLength(asked);
    server.always({ kind: 'say', text: 'back' });
    await until(() => model.available, 'the time to try again');
    expect(await read(model)).toEqual({ text: 'back' });
    expect(changes).toEqual([false, true]);
  });

  it('callers who give up do not open the circuit', async () => {
    const circuit = { minimumCalls: 2, failurePercent: 50, windowMs: 60_000, openMs: 60_000 };
    const model = open({ ...PATIENT, circuit });
    server.always({ kind: 'hang' });
    for (let i = 0; i < 5; i++) await read(model, { signal: AbortSignal.timeout(20) });
    expect(model.available).toBe(true);
  });

  it('a wrong key never shows', async () => {
    const key = 'sk-wrong-key-987654321';
    const { error } = await read(open(PATIENT, key));
    expect(error).toMatchObject({ reason: 'auth' });
    expect(`${JSON.stringify(error)}${String(error)}${(error as Error).stack ?? ''}`).not.toContain('wrong-key');
  });
});

describe('OpenAiEmbeddingModel', () => {
  let server: OpenAiStandIn;
  let model: OpenAiEmbeddingModel | undefined;

  beforeEach(async () => {
    server = await new OpenAiStandIn().start();
  });
  afterEach(async () => {
    model?.close();
    await server.stop();
  });

  const settings = (embeddingModel = 'bge-m3'): { apiKey: string; baseUrl: string; embeddingModel: string } => ({
    apiKey: STAND_IN_KEY,
    baseUrl: server.url,
    embeddingModel,
  });
  const limits = {
    ...EMBEDDING_LIMITS,
    queryMs: 30_000,
    documentsMs: 30_000,
    queryRetry: { retries: 1, minDelayMs: 10, maxRetryAfterMs: 100 },
    documentsRetry: { retries: 2, minDelayMs: 10, maxRetryAfterMs: 300 },
  };

  it('learns the length of the vectors, and sends many texts in batches, in order', async () => {
    model = await connectOpenAiEmbeddings(settings());
    expect(model.dimensions).toBe(256);
    const texts = Array.from({ length: 300 }, (_, i) => `article number ${i}`);
    const vectors = await model.embedDocuments(texts);
    expect(vectors).toHaveLength(300);
    expect(server.requests.map((r) => (Array.isArray(r.body.input) ? r.body.input.length : 1))).toEqual([
      1, 128, 128, 44,
    ]);
    expect(vectors[257]).toEqual((await model.embedDocuments([texts[257] ?? '']))[0]);
  });

  it('masks questions, not articles', async () => {
    model = new OpenAiEmbeddingModel(settings(), 256, limits);
    await model.embedQuery('我的手机 13812345678');
    await model.embedDocuments(['服务热线 021-62345678']);
    expect(server.requests.map((r) => r.body.input)).toEqual(['我的手机 [phone]', ['服务热线 021-62345678']]);
  });

  it.each<[string, Scene, string]>([
    ['401', { kind: 'status', status: 401 }, 'auth'],
    ['500', { kind: 'status', status: 500 }, 'unavailable'],
    ['429', { kind: 'rate_limited', retryAfterSeconds: 9 }, 'rate_limited'],
    ['a hang', { kind: 'hang' }, 'timeout'],
    ['too few vectors', { kind: 'wrong_vectors', how: 'count' }, 'protocol'],
    ['vectors of another length', { kind: 'wrong_vectors', how: 'length' }, 'protocol'],
    ['vectors of something else than numbers', { kind: 'wrong_vectors', how: 'numbers' }, 'protocol'],
    ['a page of HTML', { kind: 'html' }, 'protocol'],
  ])('%s fails as it should, in time', async (_name, scene, reason) => {
    model = new OpenAiEmbeddingModel(settings(), 256, reason === 'timeout' ? { ...limits, queryMs: 1_000 } : limits);
    server.always(scene);
    const started = Date.now();
    await expect(model.embedQuery('停车')).rejects.toMatchObject({ name: 'ModelError', reason });
    // Without the nine seconds that one of them asks for.
    expect(Date.now() - started).toBeLessThan(9_000);
  });

  it('an import outlasts a busy server', async () => {
    model = new OpenAiEmbeddingModel(settings(), 256, limits);
    server.script({ kind: 'rate_limited', retryAfterSeconds: 0.1 }, { kind: 'status', status: 503 });
    await expect(model.embedDocuments(['a', 'b'])).resolves.toHaveLength(2);
  });

  it('connects without the server when the length is known, and not when the model is refused', async () => {
    server.always({ kind: 'status', status: 503 });
    model = await connectOpenAiEmbeddings(settings('text-embedding-3-small'), limits);
    expect(model.dimensions).toBe(1536);
    await expect(connectOpenAiEmbeddings(settings('bge-m3'), limits)).rejects.toMatchObject({ reason: 'unavailable' });
    server.always({ kind: 'status', status: 404 });
    await expect(connectOpenAiEmbeddings(settings('text-embedding-3-small'), limits)).rejects.toMatchObject({
      reason: 'bad_request',
    });
  });
});
