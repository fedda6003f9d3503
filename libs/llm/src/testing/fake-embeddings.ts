import { EmbeddingModel } from '../embeddings/embedding-model.js';
import { normalise } from '../text/index.js';

/**
 * Embeddings for tests: a hashed bag of character pairs. The same text always gives the same vector, texts that share words are near,
 * and Chinese counts as much as English (LangChain's own fakes give every Chinese text one vector).
 */
export class FakeEmbeddings extends EmbeddingModel {
  readonly id = 'fake';

  constructor(readonly dimensions = 64) {
    super();
  }

  embedQuery(text: string): Promise<number[]> {
    return Promise.resolve(this.embed(text));
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.resolve(texts.map((text) => this.embed(text)));
  }

  private embed(text: string): number[] {
    const vector = new Array<number>(this.dimensions).fill(0);
    const characters = [
      ...normalise(text)
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
    ];
    for (let i = 0; i < characters.length; i++) {
      const at = hash(characters.slice(i, i + 2).join('')) % this.dimensions;
      vector[at] = (vector[at] ?? 0) + 1;
    }
    const length = Math.hypot(...vector);
    return length === 0 ? vector : vector.map((n) => n / length);
  }
}

/** FNV-1a over code points. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const character of text) h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return h;
}
