import { newId } from '#kernel';
import type { EmbeddingModel } from '#llm';
import { FEATURES_VERSION } from '../ingest/passages.js';

/** Embedder and version of the text features by which passages are made now. */
export function spaceOf(embeddings: EmbeddingModel): string {
  return `${embeddings.id}/${FEATURES_VERSION}`;
}

/**
 * The id of a new set: its space, and what tells it from former sets of the same space. Articles that still bear a former set's id count
 * as not yet taken over, so that no set's end has to write to every article.
 */
export function newIndexId(embeddings: EmbeddingModel): string {
  return `${spaceOf(embeddings)}@${newId().slice(-8)}`;
}

/** Without what tells sets of one space apart. */
export function spaceOfIndex(indexId: string): string {
  return indexId.split('@')[0] ?? '';
}

/** The embedder's own id. */
export function embedderIdOf(indexId: string): string {
  const space = spaceOfIndex(indexId);
  return space.slice(0, Math.max(0, space.lastIndexOf('/')));
}
