import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AppError } from '#kernel';
import { AppConfig, RateLimiter } from '#platform';
import { IdentityTokens, type MemberIdentity } from '#customers';

/** The demo shop's members: invented people, who have nothing to lose when anybody signs in as one of them. */
const MEMBERS = {
  shen: { memberId: 'demo:1001', name: '沈青', phone: null, tier: 'gold' },
  zhou: { memberId: 'demo:1002', name: '周禾', phone: null, tier: null },
} satisfies Record<string, MemberIdentity>;

type Member = keyof typeof MEMBERS;

const VALID_S = 12 * 3600;

class DemoSignInBody {
  @IsIn(Object.keys(MEMBERS)) member!: Member;
}

/** What the back end of a real shop does for its signed-in members, done for the demo shop's. There only where the demo data is. */
@ApiTags('demo')
@Controller('api/v1/demo')
export class DemoController {
  constructor(
    private readonly tokens: IdentityTokens,
    private readonly limiter: RateLimiter,
    private readonly config: AppConfig,
  ) {}

  /** @throws NOT_FOUND where there is no demo shop */
  @Post('sign-in')
  @HttpCode(200)
  async signIn(@Body() { member }: DemoSignInBody, @Ip() address: string): Promise<{ identity: string; name: string }> {
    if (!this.config.seedsDemo) throw new AppError('NOT_FOUND');
    await this.limiter.consume('login-address', address);
    const { name } = MEMBERS[member];
    return { identity: await this.tokens.issue(MEMBERS[member], VALID_S), name };
  }
}
