import { Injectable } from '@nestjs/common';
import type { Namespace } from 'socket.io';
import { isId, type MessageDelta } from '#kernel';
import { AppConfig, rooms } from '#platform';
import { AnswerStream } from '#dialogue';

const REMEMBERED = 50_000;

/**
 * Shows growing answers to shoppers on the web, behind a fence: once a process has told a shopper of a change of owner, pieces of
 * the former owner's version are dropped there. With several processes a piece visits each of them and is shown by the one that has
 * the socket, after its own look at the fence.
 */
@Injectable()
export class WebAnswerStream extends AnswerStream {
  private namespace?: Namespace;
  /** Highest version told, by conversation; the oldest are forgotten, long after their turns have ended. */
  private readonly told = new Map<string, number>();

  constructor(private readonly config: AppConfig) {
    super();
  }

  attach(namespace: Namespace): void {
    this.namespace = namespace;
    namespace.on('growing.piece', (shopperId: unknown, delta: unknown) => {
      if (isId(shopperId) && isDelta(delta)) this.show(shopperId, delta);
    });
  }

  /** Before a shopper is told of `version`: older pieces end here. */
  fence(conversationId: string, version: number): void {
    const before = this.told.get(conversationId) ?? 0;
    this.told.delete(conversationId);
    this.told.set(conversationId, Math.max(before, version));
    if (this.told.size > REMEMBERED) {
      const [oldest] = this.told.keys();
      if (oldest !== undefined) this.told.delete(oldest);
    }
  }

  piece(shopperId: string, delta: MessageDelta): void {
    this.show(shopperId, delta);
    if (this.config.redisUrl) this.namespace?.serverSideEmit('growing.piece', shopperId, delta);
  }

  discard(shopperId: string, messageId: string): void {
    this.namespace?.to(rooms.shopper(shopperId)).emit('message.discarded', { messageId });
  }

  private show(shopperId: string, delta: MessageDelta): void {
    if (delta.ownershipVersion < (this.told.get(delta.conversationId) ?? 0)) return;
    this.namespace?.local.to(rooms.shopper(shopperId)).emit('message.delta', delta);
  }
}

function isDelta(value: unknown): value is MessageDelta {
  return (
    typeof value === 'object' &&
    value !== null &&
    'messageId' in value &&
    'ownershipVersion' in value &&
    'conversationId' in value
  );
}
