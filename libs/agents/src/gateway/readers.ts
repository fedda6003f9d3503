import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import { Log, Realtime, rooms } from '#platform';
import type { Authenticated } from '../auth/auth.service.js';

export interface Reader {
  id: string;
  name: string;
}

const PREFIX = rooms.readers('');

/**
 * Which supervisors read along in which conversation: a room of its own per conversation, so that a connection that breaks ends the
 * reading by itself, on whichever process it was. Its owner is told of every change.
 */
@Injectable()
export class Readers {
  private namespace?: Namespace;

  constructor(
    private readonly realtime: Realtime,
    private readonly log: Log,
  ) {}

  attach(namespace: Namespace): void {
    this.namespace = namespace;
  }

  /** A socket that leaves stops reading. */
  watch(socket: Socket): void {
    let read: string[] = [];
    socket.once('disconnecting', () => (read = reading(socket)));
    socket.once('disconnect', () => read.forEach((id) => this.tell(id)));
  }

  isReading(socket: Socket, conversationId: string): boolean {
    return socket.rooms.has(rooms.readers(conversationId));
  }

  async start(socket: Socket, conversationId: string): Promise<Reader[]> {
    await socket.join(rooms.readers(conversationId));
    return this.told(conversationId);
  }

  async stop(socket: Socket, conversationId: string): Promise<Reader[]> {
    await socket.leave(rooms.readers(conversationId));
    return this.told(conversationId);
  }

  /** On all their screens: who has a conversation does not read along in it. */
  stopAll(agentId: string, conversationId: string): void {
    const room = rooms.readers(conversationId);
    this.namespace?.local.in(rooms.agent(agentId)).socketsLeave(room);
    this.namespace?.in(rooms.agent(agentId)).socketsLeave(room);
    this.tell(conversationId);
  }

  /** Says in the background who reads along, to the owner and to those who do. */
  tell(conversationId: string): void {
    this.told(conversationId).catch((error: unknown) =>
      this.log.warn({ error, conversationId }, 'who reads along could not be told'),
    );
  }

  private async told(conversationId: string): Promise<Reader[]> {
    const readers = await this.of(conversationId);
    this.realtime
      .toAgents(rooms.conversation(conversationId))
      .emit('conversation.readers', { conversationId, readers });
    return readers;
  }

  private async of(conversationId: string): Promise<Reader[]> {
    const sockets = (await this.namespace?.in(rooms.readers(conversationId)).fetchSockets()) ?? [];
    const readers = new Map<string, Reader>();
    for (const { data } of sockets) {
      const { id, name } = (data as { who: Authenticated }).who.agent;
      readers.set(id, { id, name });
    }
    return [...readers.values()].sort((a, b) => a.name.localeCompare(b.name));
  }
}

function reading(socket: Socket): string[] {
  return [...socket.rooms].filter((room) => room.startsWith(PREFIX)).map((room) => room.slice(PREFIX.length));
}
