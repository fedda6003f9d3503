export { CHAT_LIMITS, OpenAiChatModel, type ChatLimits, type OpenAiChatSettings } from './openai-chat-model.js';
export {
  connectOpenAiEmbeddings,
  EMBEDDING_LIMITS,
  OpenAiEmbeddingModel,
  type EmbeddingLimits,
} from './openai-embeddings.js';
