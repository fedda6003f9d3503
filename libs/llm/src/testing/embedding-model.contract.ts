import { describe, expect, it } from '@jest/globals';
import type { EmbeddingModel } from '../embeddings/embedding-model.js';

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, n, i) => sum + n * (b[i] ?? 0), 0);

/** What every embedding model promises. `make` is called once per test; `dispose` after it. */
export function embeddingModelContract(
  name: string,
  make: () => Promise<{ model: EmbeddingModel; dispose?: () => Promise<void> | void }>,
): void {
  const withModel = async (work: (model: EmbeddingModel) => Promise<void>): Promise<void> => {
    const { model, dispose } = await make();
    try {
      await work(model);
    } finally {
      await dispose?.();
    }
  };

  describe(`EmbeddingModel contract: ${name}`, () => {
    it('names itself and its dimensions', () =>
      withModel(async (model) => {
        expect(model.id).toMatch(/\S/);
        expect(Number.isInteger(model.dimensions) && model.dimensions > 0).toBe(true);
      }));

    it('gives vectors of its dimensions, finite and of length 1', () =>
      withModel(async (model) => {
        const vectors = [
          await model.embedQuery('停车怎么收费？'),
          ...(await model.embedDocuments(['Opening hours', '退货'])),
        ];
        for (const vector of vectors) {
          expect(vector).toHaveLength(model.dimensions);
          expect(vector.every((n) => Number.isFinite(n))).toBe(true);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
        }
      }));

    it('keeps the order, and embeds a text alike alone and among others', () =>
      withModel(async (model) => {
        const texts = ['退货要多久', '停车收费', 'gift card', '会员积分'];
        const all = await model.embedDocuments(texts);
        expect(all).toHaveLength(texts.length);
        for (const [i, text] of texts.entries()) {
          const [alone] = await model.embedDocuments([text]);
          expect(dot(alone ?? [], all[i] ?? [])).toBeGreaterThan(0.9999);
        }
      }));

    it('tells Chinese texts apart, and puts the same subject nearer', () =>
      withModel(async (model) => {
        const question = await model.embedQuery('停车怎么收费');
        const [near, far] = await model.embedDocuments(['停车收费标准', '生日礼物在哪里领']);
        expect(dot(question, near ?? [])).toBeGreaterThan(dot(question, far ?? []));
      }));

    it('answers an empty list with an empty list', () =>
      withModel(async (model) => {
        await expect(model.embedDocuments([])).resolves.toEqual([]);
      }));

    it('takes empty, blank, very long and odd texts', () =>
      withModel(async (model) => {
        const vectors = await model.embedDocuments(['', '  \n', '停车'.repeat(2_000), '\u0000\ud800🅿️']);
        for (const vector of vectors) {
          expect(vector).toHaveLength(model.dimensions);
          expect(vector.every((n) => Number.isFinite(n))).toBe(true);
        }
      }));
  });
}
