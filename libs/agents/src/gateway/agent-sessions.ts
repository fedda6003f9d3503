import { Injectable } from '@nestjs/common';
import type { Namespace } from 'socket.io';

/** Ends sockets of agents whose sign-in or account has ended, on whichever process they are. */
@Injectable()
export class AgentSessions {
  private namespace?: Namespace;

  attach(namespace: Namespace): void {
    this.namespace = namespace;
  }

  end(whose: { signInId: string } | { agentId: string }): void {
    const room = 'signInId' in whose ? signInRoom(whose.signInId) : `agent:${whose.agentId}`;
    this.namespace?.in(room).disconnectSockets(true);
  }
}

export function signInRoom(signInId: string): string {
  return `sign-in:${signInId}`;
}
