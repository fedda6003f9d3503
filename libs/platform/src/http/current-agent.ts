import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { AppError, type AgentRole } from '#kernel';

/** Who is signed in, as the guard of libs/agents found in the database for this request: a role that was taken away is gone at once. */
export interface SignedInAgent {
  id: string;
  email: string;
  name: string;
  role: AgentRole;
  skills: string[];
}

export interface AgentRequest {
  agent?: SignedInAgent;
  /** The sign-in the request's token came from. */
  signInId?: string;
}

/** The signed-in agent of a route marked with `@AgentsOnly`. Throws UNAUTHENTICATED on a public route without one. */
export const CurrentAgent = createParamDecorator((_data: unknown, context: ExecutionContext): SignedInAgent => {
  const { agent } = context.switchToHttp().getRequest<AgentRequest>();
  if (!agent) throw new AppError('UNAUTHENTICATED');
  return agent;
});

/** Which sign-in the caller of such a route came by. Throws UNAUTHENTICATED as `CurrentAgent`. */
export const CurrentSignIn = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { signInId } = context.switchToHttp().getRequest<AgentRequest>();
  if (signInId === undefined) throw new AppError('UNAUTHENTICATED');
  return signInId;
});
