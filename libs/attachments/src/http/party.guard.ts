import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError, MAX_ATTACHMENT_BYTES } from '#kernel';
import { RateLimiter, bearerToken } from '#platform';
import { MAX_MEGABYTES } from '../media/media-workshop.js';
import type { Party } from '../parties.js';
import { AttachmentParties } from './attachment-parties.js';

interface PartyRequest extends Request {
  party?: Party;
}

/** Boundaries and headers of a form with one file. */
const FORM_BYTES = 16 * 1024;

/** Signs a shopper or an agent in by the bearer token and counts, all before the body is read. */
@Injectable()
export class PartyGuard implements CanActivate {
  constructor(
    private readonly parties: AttachmentParties,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<PartyRequest>();
    const party = await this.parties.of(bearerToken(request.headers.authorization));
    if (request.method === 'POST') {
      await this.limiter.consume('upload', `${party.kind}:${party.id}`);
      if (party.kind === 'shopper') await this.limiter.consume('upload-address', request.ip ?? 'unknown');
      if (Number(request.headers['content-length'] ?? 0) > MAX_ATTACHMENT_BYTES + FORM_BYTES)
        throw new AppError('ATTACHMENT_TOO_LARGE', { maxMegabytes: MAX_MEGABYTES });
    } else {
      await this.limiter.consume('download', `${party.kind}:${party.id}`);
    }
    request.party = party;
    return true;
  }
}

export const CurrentParty = createParamDecorator((_data: unknown, context: ExecutionContext): Party => {
  const { party } = context.switchToHttp().getRequest<PartyRequest>();
  if (!party) throw new AppError('UNAUTHENTICATED');
  return party;
});
