import type { MessageDelta } from '#kernel';

/**
 * Where pieces of a growing answer go. A port: the channel that can show them binds it. A piece is a courtesy, the whole answer comes
 * as a stored message with the same id; pieces of a version below the one a shopper has last seen are not shown.
 */
export abstract class AnswerStream {
  abstract piece(shopperId: string, delta: MessageDelta): void;

  /** The answer will not come: take its pieces off the screen. */
  abstract discard(shopperId: string, conversationId: string, messageId: string): void;
}
