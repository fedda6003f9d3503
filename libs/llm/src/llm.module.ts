import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig, Log } from '#platform';
import { ChatModel } from './chat/chat-model.js';
import { chooseChatModel, chooseEmbeddingModel } from './choose-models.js';
import { EmbeddingModel } from './embeddings/embedding-model.js';

/** Lets go of the models' timers, where they have any. */
@Injectable()
class ModelsLifetime implements OnApplicationShutdown {
  constructor(
    private readonly chat: ChatModel,
    private readonly embeddings: EmbeddingModel,
  ) {}

  onApplicationShutdown(): void {
    for (const model of [this.chat, this.embeddings])
      if ('close' in model && typeof model.close === 'function') model.close();
  }
}

/** ChatModel and EmbeddingModel, as `AppConfig.openai` says: with none, there is no chat model and the built-in embeddings serve. */
@Global()
@Module({
  providers: [
    {
      provide: ChatModel,
      useFactory: (config: AppConfig, log: Log) => chooseChatModel(config.openai, log),
      inject: [AppConfig, Log],
    },
    {
      provide: EmbeddingModel,
      useFactory: (config: AppConfig, log: Log) => chooseEmbeddingModel(config.openai, log),
      inject: [AppConfig, Log],
    },
    ModelsLifetime,
  ],
  exports: [ChatModel, EmbeddingModel],
})
export class LlmModule {}
