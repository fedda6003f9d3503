/**
 * Turns text into vectors whose cosine is the likeness of meaning. The names are LangChain's `EmbeddingsInterface`, so that any
 * implementation serves as one of LangChain's embeddings and the other way round.
 *
 * Every implementation passes `embedding-model.contract.ts`: vectors of `dimensions` finite numbers and of length 1 (a text without any
 * content may give the zero vector), the order of the inputs kept, an empty list answered by an empty list.
 */
export abstract class EmbeddingModel {
  /** Names the model and its version. It is stored beside the vectors: vectors under different ids are never compared. */
  abstract readonly id: string;

  /** How many numbers a vector has. Does not change while the process lives. */
  abstract readonly dimensions: number;

  /**
   * The vector of a question.
   *
   * @throws AppError UNAVAILABLE when the model is behind a network and does not answer in time
   */
  abstract embedQuery(text: string): Promise<number[]>;

  /**
   * The vectors of texts that are to be found, in the order of the texts.
   *
   * @throws AppError UNAVAILABLE as above; nothing is returned in part
   */
  abstract embedDocuments(texts: string[]): Promise<number[][]>;
}
