import type { Log, OpenAiConfig } from '#platform';
import type { ChatModel } from './chat/chat-model.js';
import { NoChatModel } from './chat/no-chat-model.js';
import { BuiltinEmbeddings } from './embeddings/builtin.js';
import type { EmbeddingModel } from './embeddings/embedding-model.js';
import { ModelError } from './model-error.js';

type Lines = Pick<Log, 'info' | 'warn'>;

const watch =
  (log: Lines, model: string) =>
  (serving: boolean): void => {
    if (serving) log.info({ model }, 'the model serves again');
    else log.warn({ model }, 'the model keeps failing and is left alone for a while; answers do without it');
  };

let adapters: Promise<typeof import('./openai/index.js')> | undefined;
const loadAdapters = (): Promise<typeof import('./openai/index.js')> => (adapters ??= import('./openai/index.js'));

/** The chat model of the configuration. LangChain is loaded only when there is one: it costs half a second and 40 MB. */
export async function chooseChatModel(openai: OpenAiConfig | undefined, log: Lines): Promise<ChatModel> {
  if (!openai) return new NoChatModel();
  const { OpenAiChatModel, CHAT_LIMITS } = await loadAdapters();
  return new OpenAiChatModel(openai, CHAT_LIMITS, watch(log, openai.chatModel));
}

/**
 * The embedding model of the configuration. Where a configured one refuses to serve, the built-in one takes its place until the next start, and a
 * warning says so: a shop that cannot reach its provider still answers. Vectors of the two are kept apart by their model's id.
 */
export async function chooseEmbeddingModel(openai: OpenAiConfig | undefined, log: Lines): Promise<EmbeddingModel> {
  if (!openai?.embeddingModel) return new BuiltinEmbeddings();
  const { connectOpenAiEmbeddings, EMBEDDING_LIMITS } = await loadAdapters();
  const model = openai.embeddingModel;
  try {
    return await connectOpenAiEmbeddings({ ...openai, embeddingModel: model }, EMBEDDING_LIMITS, watch(log, model));
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { reason, httpStatus } = error;
    log.warn(
      { model, reason, httpStatus },
      'the embedding model does not serve: check OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_EMBEDDING_MODEL; the built-in one is used instead',
    );
    return new BuiltinEmbeddings();
  }
}
