import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ChatModel, EmbeddingModel, LlmModule } from '#llm';
import { AppConfig, Log } from '#platform';
import { OpenAiStandIn, STAND_IN_KEY } from '../support/openai-stand-in.js';

describe('LlmModule', () => {
  let server: OpenAiStandIn;
  let module: TestingModule | undefined;
  const lines: { fields: object; message: string }[] = [];

  beforeEach(async () => {
    server = await new OpenAiStandIn().start();
    lines.length = 0;
  });
  afterEach(async () => {
    await module?.close();
    await server.stop();
  });

  const open = async (openai: AppConfig['openai']): Promise<TestingModule> => {
    const config = new AppConfig();
    config.openai = openai;
    const note = (fields: object, message: string): number => lines.push({ fields, message });
    @Global()
    @Module({
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: Log, useValue: { info: note, warn: note } },
      ],
      exports: [AppConfig, Log],
    })
    class Surroundings {}
    module = await Test.createTestingModule({ imports: [Surroundings, LlmModule] }).compile();
    return module;
  };

  it('without a provider has no chat model and the built-in embeddings', async () => {
    const opened = await open(undefined);
    const chat = opened.get(ChatModel);
    expect(chat.available).toBe(false);
    const asking = async (): Promise<void> => {
      for await (const _ of chat.stream({ system: '', messages: [], signal: new AbortController().signal }));
    };
    await expect(asking()).rejects.toMatchObject({ reason: 'not_configured' });
    expect(opened.get(EmbeddingModel).id).not.toMatch(/^openai/);
  });

  it('with a provider uses it for both', async () => {
    const opened = await open({
      apiKey: STAND_IN_KEY,
      baseUrl: server.url,
      chatModel: 'stand-in',
      embeddingModel: 'bge-m3',
    });
    expect(opened.get(ChatModel)).toMatchObject({ id: 'openai:stand-in', available: true });
    expect(opened.get(EmbeddingModel)).toMatchObject({ id: 'openai:bge-m3', dimensions: 256 });
    expect(lines).toEqual([]);
  });

  it('with a chat model only keeps the built-in embeddings', async () => {
    const opened = await open({ apiKey: STAND_IN_KEY, baseUrl: server.url, chatModel: 'stand-in' });
    expect(opened.get(EmbeddingModel).id).not.toMatch(/^openai/);
    expect(server.requests).toEqual([]);
  });

  it('with a refused key starts on the built-in embeddings and warns without the key', async () => {
    const key = 'sk-wrong-987654321';
    const opened = await open({ apiKey: key, baseUrl: server.url, chatModel: 'stand-in', embeddingModel: 'bge-m3' });
    expect(opened.get(EmbeddingModel).id).not.toMatch(/^openai/);
    expect(lines).toEqual([
      {
        fields: { model: 'bge-m3', reason: 'auth', httpStatus: 401 },
        message: expect.stringContaining('OPENAI_API_KEY'),
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('987654321');
  });
});
