import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Namespace } from 'socket.io';
import { isId, type MessageDelta, type WireConversation, type WireMessage } from '#kernel';
import { AppConfig, rooms } from '#platform';
import { AnswerStream } from '#dialogue';

const REMEMBERED = 50_000;
const EVENT = 'screen';

/** What can change on a shopper's screen in ways that the owner of the conversation matters for. */
type Push =
  | { kind: 'piece'; delta: MessageDelta }
  | { kind: 'discard'; conversationId: string; messageId: string }
  | { kind: 'message'; message: WireMessage }
  | { kind: 'conversation'; conversation: WireConversation };

/** How far a process has told of changes of owner: of what came before, nothing by the bot is shown any more. */
type Fence = Pick<WireConversation, 'ownershipVersion' | 'lastSeq'>;

/**
 * Shoppers' open screens on the web, behind a fence: once a process has told a shopper of a change of owner, neither pieces nor messages
 * of the bot from before it are shown there, and what an unfinished answer has left on the screen is taken off. With several
 * processes a push visits each of them and is shown by those that have the sockets, after their own look at the fence.
 */
@Injectable()
export class ShopperScreens extends AnswerStream {
  private namespace?: Namespace;
  private agents?: Namespace;
  /** By conversation; the oldest are forgotten, long after their turns have ended. */
  private readonly fences = new LRUCache<string, Fence>({ max: REMEMBERED });
  /** The answer that is growing on screens, by conversation. */
  private readonly growing = new LRUCache<string, Pick<MessageDelta, 'messageId' | 'ownershipVersion'>>({
    max: REMEMBERED,
  });
  /** Ids of the bot's messages that were shown: a repeat is not shown again. */
  private readonly shown = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(private readonly config: AppConfig) {
    super();
  }

  attach(namespace: Namespace): void {
    this.namespace = namespace;
    // Who reads along in a conversation of the bot's sees its answers grow as the shopper does.
    this.agents = namespace.server.of('/agent');
    namespace.on(EVENT, (shopperId: unknown, push: unknown) => {
      if (isId(shopperId) && typeof push === 'object' && push !== null) this.show(shopperId, push as Push);
    });
  }

  piece(shopperId: string, delta: MessageDelta): void {
    this.push(shopperId, { kind: 'piece', delta });
  }

  discard(shopperId: string, conversationId: string, messageId: string): void {
    this.push(shopperId, { kind: 'discard', conversationId, messageId });
  }

  /** `message` as shoppers may see it. */
  message(shopperId: string, message: WireMessage): void {
    this.push(shopperId, { kind: 'message', message });
  }

  /**
   * Tells of a conversation that has changed. `before`: the last messages up to it, as shoppers may see them, so that the bot's last
   * words come before the news and not after it.
   */
  changed(shopperId: string, conversation: WireConversation, before: readonly WireMessage[]): void {
    for (const message of before) if (message.author.kind === 'bot') this.message(shopperId, message);
    this.push(shopperId, { kind: 'conversation', conversation });
  }

  /** A shopper has come and is shown the conversation with its history. */
  arrived(shopperId: string, { id, ownershipVersion }: WireConversation): void {
    // Other screens of the shopper may still wait for the last message: only the owner counts.
    this.fence(shopperId, { id, ownershipVersion, lastSeq: 0 });
  }

  /** Before this process answers a shopper that the owner has changed: as `changed`, on its own sockets only. */
  answered(shopperId: string, conversation: WireConversation, before: readonly WireMessage[]): void {
    for (const message of before) if (message.author.kind === 'bot') this.show(shopperId, { kind: 'message', message });
    this.fence(shopperId, conversation);
  }

  /** From here on nothing of an owner before `conversation` is shown, and nothing by the bot up to its last message. */
  private fence(shopperId: string, { id, ownershipVersion, lastSeq }: Fence & { id: string }): void {
    const before = this.fences.get(id) ?? { ownershipVersion: 0, lastSeq: 0 };
    this.fences.set(id, {
      ownershipVersion: Math.max(before.ownershipVersion, ownershipVersion),
      lastSeq: Math.max(before.lastSeq, lastSeq),
    });
    const growing = this.growing.get(id);
    if (growing && growing.ownershipVersion < ownershipVersion) this.takeOff(shopperId, id, growing.messageId);
  }

  private push(shopperId: string, push: Push): void {
    this.show(shopperId, push);
    if (this.config.redisUrl) this.namespace?.serverSideEmit(EVENT, shopperId, push);
  }

  private show(shopperId: string, push: Push): void {
    const screens = this.namespace?.local.to(rooms.shopper(shopperId));
    switch (push.kind) {
      case 'piece': {
        const { conversationId, messageId, ownershipVersion } = push.delta;
        if (ownershipVersion < (this.fences.get(conversationId)?.ownershipVersion ?? 0)) return;
        this.growing.set(conversationId, { messageId, ownershipVersion });
        screens?.emit('message.delta', push.delta);
        this.agents?.local.to(rooms.conversation(conversationId)).emit('message.delta', push.delta);
        return;
      }
      case 'discard':
        // Where nothing of it was shown, or it was taken off already, there is nothing to take off.
        if (this.growing.get(push.conversationId)?.messageId === push.messageId)
          this.takeOff(shopperId, push.conversationId, push.messageId);
        return;
      case 'message':
        if (push.message.author.kind === 'bot' && !this.mayShow(push.message)) return;
        screens?.emit('message.created', push.message);
        return;
      case 'conversation':
        this.fence(shopperId, push.conversation);
        screens?.emit('conversation.changed', push.conversation);
    }
  }

  /** The bot's words, each once and none from before a change of owner that was told; clients find by its number what they miss. */
  private mayShow({ id, conversationId, seq }: WireMessage): boolean {
    if (this.shown.has(id) || seq <= (this.fences.get(conversationId)?.lastSeq ?? 0)) return false;
    this.shown.set(id, true);
    this.growing.delete(conversationId);
    return true;
  }

  private takeOff(shopperId: string, conversationId: string, messageId: string): void {
    this.growing.delete(conversationId);
    this.namespace?.local.to(rooms.shopper(shopperId)).emit('message.discarded', { messageId });
    this.agents?.local.to(rooms.conversation(conversationId)).emit('message.discarded', { messageId });
  }
}
