import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AppError } from '#kernel';
import { AGENTS_ONLY, RateLimiter, bearerToken, type AgentRequest, type Permission } from '#platform';
import { AuthService } from './auth.service.js';
import { hasPermission } from './permissions.js';

/**
 * Guards every HTTP route that is marked with `@AgentsOnly`; a route without the mark is public. Sockets are not its business: the
 * gateways sign in before a socket exists.
 */
@Injectable()
export class AgentsGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Permission | true | undefined>(AGENTS_ONLY, targets);
    if (needed === undefined) return true;
    const request = context.switchToHttp().getRequest<Request & AgentRequest>();
    const { agent, signInId } = await this.auth.authenticate(bearerToken(request.headers.authorization));
    await this.limiter.consume('agent', agent.id);
    if (needed !== true && !hasPermission(agent.role, needed)) throw new AppError('FORBIDDEN');
    request.agent = agent;
    request.signInId = signInId;
    return true;
  }
}
