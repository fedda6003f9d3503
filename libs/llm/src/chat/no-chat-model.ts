import { ModelError } from '../model-error.js';
import { ChatModel, type ChatPiece } from './chat-model.js';

/** Stands where no chat model is configured: answers stay extractive. */
export class NoChatModel extends ChatModel {
  readonly id = 'none';
  readonly available = false;

  stream(): AsyncIterable<ChatPiece> {
    return {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new ModelError('not_configured')) }),
    };
  }
}
