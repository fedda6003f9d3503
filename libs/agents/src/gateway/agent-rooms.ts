import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';
import { Realtime, rooms } from '#platform';
import { mayTakeOver } from '#handoff';
import { signInRoom } from './agent-sessions.js';
import type { Authenticated } from '../auth/auth.service.js';

type Sockets = Pick<Namespace, 'in'>;

/**
 * Who hears what. `agent:<id>` are all sockets of an agent, `agents` everybody's, `conversation:<id>` those of its owner and of the
 * supervisors, who read along. Moves reach sockets on other processes too.
 */
@Injectable()
export class AgentRooms {
  private namespace?: Namespace;

  constructor(private readonly realtime: Realtime) {}

  attach(namespace: Namespace): void {
    this.namespace = namespace;
  }

  async arrive(socket: Socket, who: Authenticated): Promise<void> {
    const own = [rooms.agents, rooms.agent(who.agent.id), signInRoom(who.signInId)];
    await socket.join(mayTakeOver(who.agent) ? [...own, rooms.supervisors] : own);
  }

  async follow(socket: Socket, conversationIds: readonly string[]): Promise<void> {
    await socket.join(conversationIds.map((id) => rooms.conversation(id)));
  }

  async leave(socket: Socket, conversationId: string): Promise<void> {
    await socket.leave(rooms.conversation(conversationId));
  }

  /** The conversation has an owner now: colleagues who had it before leave the room, the owner's sockets enter. */
  owned(conversationId: string, agentId: string): void {
    const room = rooms.conversation(conversationId);
    this.everywhere((sockets) =>
      sockets
        .in(room)
        .except([rooms.supervisors, rooms.agent(agentId)])
        .socketsLeave(room),
    );
    this.everywhere((sockets) => sockets.in([rooms.agent(agentId), rooms.supervisors]).socketsJoin(room));
  }

  /** The bot has it again: only supervisors go on hearing it. */
  returned(conversationId: string): void {
    const room = rooms.conversation(conversationId);
    this.everywhere((sockets) => sockets.in(room).except(rooms.supervisors).socketsLeave(room));
  }

  /** Somebody writes, or stops writing. */
  typing(from: Socket, shopperId: string, typing: { conversationId: string; active: boolean }): void {
    this.realtime.toShopper(shopperId).emit('typing', typing);
    from.to(rooms.conversation(typing.conversationId)).emit('typing', typing);
  }

  /** Sockets on this process move at once; those on others, and through Redis even our own, a moment later. */
  private everywhere(move: (sockets: Sockets) => void): void {
    if (!this.namespace) return;
    move(this.namespace.local);
    move(this.namespace);
  }
}
