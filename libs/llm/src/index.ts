export * from './embeddings/embedding-model.js';
export * from './text/index.js';
export * from './embeddings/builtin.js';
export { embeddingFeatures } from './embeddings/features.js';
export {
  EmbedderModel,
  type EmbedderParts,
  type Placing,
  add,
  dot,
  inUnison,
  toUnit,
} from './embeddings/embedder-model.js';
export * from './model-error.js';
export * from './chat/chat-model.js';
export { NoChatModel } from './chat/no-chat-model.js';
export { maskPersonalData } from './mask.js';
export { retrieverFrom, type RetrievedText } from './retriever.js';
export * from './testing/index.js';
export { LlmModule } from './llm.module.js';
export { chooseChatModel, chooseEmbeddingModel } from './choose-models.js';
export { inputsDigest } from './training/inputs-digest.js';
