import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppError, isId } from '#kernel';
import { AppConfig } from '#platform';

/** What an access token says. Roles are not in it: they are read from the account at every use. */
export interface AccessClaims {
  /** The agent. */
  sub: string;
  /** The sign-in (the family of refresh tokens) it belongs to. */
  sid: string;
  /** End, in seconds since 1970. */
  exp: number;
}

export const ACCESS_TOKEN_SECONDS = 15 * 60;
const ALGORITHM = 'HS256';
const NAMES = { issuer: 'deskhand', audience: 'deskhand-agents' } as const;

/** Short-lived JWTs (HS256). */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly config: AppConfig,
  ) {}

  issue(agentId: string, signInId: string): Promise<string> {
    return this.jwt.signAsync(
      { sid: signInId },
      {
        ...NAMES,
        subject: agentId,
        secret: this.config.jwtSecret,
        algorithm: ALGORITHM,
        expiresIn: ACCESS_TOKEN_SECONDS,
      },
    );
  }

  /** Throws TOKEN_INVALID for whatever is not a living token of ours: forged, expired, another algorithm, another audience. */
  async verify(token: string): Promise<AccessClaims> {
    let claims: Partial<AccessClaims>;
    try {
      claims = await this.jwt.verifyAsync<Partial<AccessClaims>>(token, {
        ...NAMES,
        secret: this.config.jwtSecret,
        algorithms: [ALGORITHM],
      });
    } catch {
      // Which check it failed helps only those who try to forge one.
      throw new AppError('TOKEN_INVALID');
    }
    const { sub, sid, exp } = claims;
    if (!isId(sub) || !isId(sid) || typeof exp !== 'number') throw new AppError('TOKEN_INVALID');
    return { sub, sid, exp };
  }
}
