import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppError } from '#kernel';
import { AppConfig, fromOutside } from '#platform';

export interface MemberIdentity {
  memberId: string;
  name: string | null;
  phone: string | null;
  tier: string | null;
}

const LONGEST_SECONDS = 24 * 3600;
const SKEW_SECONDS = 60;

/** Checks the identity token that the shop's back end signs for its signed-in member (HS256, SHOP_IDENTITY_SECRET). */
@Injectable()
export class IdentityTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly config: AppConfig,
  ) {}

  /** What a shop's back end makes for its member; here for the demo shop's. Valid for `seconds`, at most 24 h. */
  issue({ memberId, name, phone, tier }: MemberIdentity, seconds: number): Promise<string> {
    const known = Object.fromEntries(Object.entries({ name, phone, tier }).filter(([, value]) => value !== null));
    return this.jwt.signAsync(known, {
      secret: this.config.identitySecret,
      algorithm: 'HS256',
      subject: memberId,
      expiresIn: Math.min(seconds, LONGEST_SECONDS),
    });
  }

  /** Throws IDENTITY_INVALID: wrong signature or algorithm, expired, longer than 24 h, without `sub`, `iat` or `exp`. */
  async verify(token: string): Promise<MemberIdentity> {
    let claims: Record<string, unknown>;
    try {
      const signed = await this.jwt.verifyAsync<Record<string, unknown>>(token, {
        secret: this.config.identitySecret,
        algorithms: ['HS256'],
        clockTolerance: SKEW_SECONDS,
      });
      claims = fromOutside(signed) as Record<string, unknown>;
    } catch {
      throw new AppError('IDENTITY_INVALID');
    }
    const { sub, iat, exp } = claims;
    const sane =
      typeof sub === 'string' &&
      sub.trim() !== '' &&
      sub.length <= 200 &&
      typeof iat === 'number' &&
      typeof exp === 'number' &&
      exp - iat <= LONGEST_SECONDS &&
      iat <= Date.now() / 1000 + SKEW_SECONDS;
    if (!sane) throw new AppError('IDENTITY_INVALID');
    return { memberId: sub, name: short(claims['name']), phone: short(claims['phone']), tier: short(claims['tier']) };
  }
}

function short(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim.trim().slice(0, 100).toWellFormed() : null;
}
