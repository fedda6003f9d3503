import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { ChatModel, ChatPiece, ChatRequest } from '../chat/chat-model.js';
import { ModelError } from '../model-error.js';

/** What the model under test is made to do; the maker arranges it (a script of the fake, of the HTTP server). */
export type ChatScene = 'three pieces' | 'tool call' | 'cut off' | 'hangs' | 'refuses the key';

const ask = (over: Partial<ChatRequest> = {}): ChatRequest => ({
  system: 'Answer shortly.',
  messages: [{ role: 'user', content: '停车怎么收费？' }],
  signal: new AbortController().signal,
  ...over,
});

/** What every chat model promises. In `three pieces` it says 一, 二, 三; in `cut off` it says 一 and breaks; in `tool call` it calls search({query: "停车"}). */
export function chatModelContract(
  name: string,
  make: (scene: ChatScene) => Promise<{ model: ChatModel; dispose?: () => Promise<void> | void }>,
): void {
  const play = async (scene: ChatScene, work: (model: ChatModel) => Promise<void>): Promise<void> => {
    const { model, dispose } = await make(scene);
    try {
      await work(model);
    } finally {
      await dispose?.();
    }
  };
  const read = async (model: ChatModel, request: ChatRequest): Promise<{ pieces: ChatPiece[]; error?: unknown }> => {
    const pieces: ChatPiece[] = [];
    try {
      for await (const piece of model.stream(request)) pieces.push(piece);
      return { pieces };
    } catch (error) {
      return { pieces, error };
    }
  };
  const textOf = (pieces: ChatPiece[]): string => pieces.map((p) => (p.type === 'text' ? p.text : '')).join('');

  describe(`ChatModel contract: ${name}`, () => {
    it('is available and gives its text in order, then the end, once', () =>
      play('three pieces', async (model) => {
        expect(model.available).toBe(true);
        const { pieces, error } = await read(model, ask());
        expect(error).toBeUndefined();
        expect(textOf(pieces)).toBe('一二三');
        expect(pieces.filter((p) => p.type === 'end')).toEqual([{ type: 'end', reason: 'stop' }]);
        expect(pieces.at(-1)?.type).toBe('end');
      }));

    it('serves again and again', () =>
      play('three pieces', async (model) => {
        for (let i = 0; i < 3; i++) expect(textOf((await read(model, ask())).pieces)).toBe('一二三');
      }));

    it('hands over a tool call whole', () =>
      play('tool call', async (model) => {
        const search = { name: 'search', description: 'Looks up articles', schema: z.object({ query: z.string() }) };
        const { pieces } = await read(model, ask({ tools: [search] }));
        expect(pieces.filter((p) => p.type === 'tool_call')).toEqual([
          { type: 'tool_call', id: expect.any(String), name: 'search', args: { query: '停车' } },
        ]);
        expect(pieces.at(-1)).toEqual({ type: 'end', reason: 'tool_calls' });
      }));

    it('lets stand what it said before it broke, and throws a ModelError', () =>
      play('cut off', async (model) => {
        const { pieces, error } = await read(model, ask());
        expect(textOf(pieces)).toBe('一');
        expect(pieces.some((p) => p.type === 'end')).toBe(false);
        expect(error).toBeInstanceOf(ModelError);
      }));

    it('ends at once when told to, and says so', () =>
      play('hangs', async (model) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 50);
        const { error } = await read(model, ask({ signal: controller.signal }));
        expect(error).toMatchObject({ name: 'ModelError', reason: 'aborted' });
      }));

    it('sends nothing when told to stop before it starts', () =>
      play('three pieces', async (model) => {
        const { pieces, error } = await read(model, ask({ signal: AbortSignal.abort() }));
        expect(pieces).toEqual([]);
        expect(error).toMatchObject({ reason: 'aborted' });
      }));

    it('does not repeat the provider’s words, which may hold the key', () =>
      play('refuses the key', async (model) => {
        const { error } = await read(model, ask());
        expect(error).toMatchObject({ code: 'UNAVAILABLE', reason: 'auth' });
        const said = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`;
        expect(said).not.toContain('sk-');
        expect((error as Error).cause).toBeUndefined();
      }));
  });
}
