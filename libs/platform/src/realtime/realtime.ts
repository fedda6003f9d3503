import { Injectable } from '@nestjs/common';
import type { Server } from 'socket.io';
import type { AgentServerEvents, ShopperServerEvents } from '#kernel';

type Emitter<Events> = <E extends keyof Events & string>(
  event: E,
  ...args: Events[E] extends (...a: infer A) => void ? A : never
) => void;

export const rooms = {
  shopper: (shopperId: string): string => `shopper:${shopperId}`,
  agent: (agentId: string): string => `agent:${agentId}`,
  conversation: (conversationId: string): string => `conversation:${conversationId}`,
  agents: 'agents',
  /** Those who may see the board and read along. */
  supervisors: 'supervisors',
  /** Who reads along in a conversation without having it. */
  readers: (conversationId: string): string => `readers:${conversationId}`,
} as const;

/**
 * Pushes to connected people, on whichever process their sockets are (through the Redis adapter, when there is one). A push is a
 * courtesy: whoever misses it fetches by cursor.
 */
@Injectable()
export class Realtime {
  private server?: Server;

  attach(server: Server): void {
    this.server = server;
  }

  toShopper(shopperId: string): { emit: Emitter<ShopperServerEvents> } {
    return {
      emit: (event, ...args) =>
        void this.server
          ?.of('/shopper')
          .to(rooms.shopper(shopperId))
          .emit(event, ...args),
    };
  }

  /** To the sockets of a room of agents on this process alone: for what every process finds out by itself. */
  toAgentsHere(room: string): { emit: Emitter<AgentServerEvents> } {
    return {
      emit: (event, ...args) =>
        void this.server
          ?.of('/agent')
          .local.to(room)
          .emit(event, ...args),
    };
  }

  /** Whether any socket of this process is in a room of agents. */
  anyAgentsHere(room: string): boolean {
    return (this.server?.of('/agent').adapter.rooms.get(room)?.size ?? 0) > 0;
  }

  /** To agents in one or several rooms, each socket once. */
  toAgents(room: string | string[]): { emit: Emitter<AgentServerEvents> } {
    return {
      emit: (event, ...args) =>
        void this.server
          ?.of('/agent')
          .to(room)
          .emit(event, ...args),
    };
  }
}
