import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError, isId, type WireAgent } from '#kernel';
import { AgentsOnly, CurrentAgent, CurrentSignIn, type SignedInAgent } from '#platform';
import { AuthService, type SignInShown } from '../auth/auth.service.js';
import { AgentAccounts } from './agent-accounts.js';
import { ChangePasswordDto, ProfileDto } from './profile.dto.js';

/** What everybody sets of his or her own account. */
@ApiTags('profile')
@ApiBearerAuth()
@AgentsOnly()
@Controller('api/v1/me')
export class ProfileController {
  constructor(
    private readonly accounts: AgentAccounts,
    private readonly auth: AuthService,
  ) {}

  @Get()
  me(@CurrentAgent() agent: SignedInAgent): WireAgent {
    return agent;
  }

  @Patch()
  change(@Body() body: ProfileDto, @CurrentAgent() agent: SignedInAgent): Promise<WireAgent> {
    return this.accounts.changeProfile(agent.id, body);
  }

  /** Ends all other sign-ins. */
  @Post('password')
  @HttpCode(200)
  async password(
    @Body() body: ChangePasswordDto,
    @CurrentAgent() agent: SignedInAgent,
    @CurrentSignIn() signInId: string,
  ): Promise<{ ok: true }> {
    await this.auth.changePassword(agent, signInId, body.current, body.password);
    return { ok: true };
  }

  /** Where one is signed in, the latest used first. */
  @Get('sign-ins')
  async signIns(
    @CurrentAgent() agent: SignedInAgent,
    @CurrentSignIn() signInId: string,
  ): Promise<{ signIns: SignInShown[] }> {
    return { signIns: await this.auth.signInsOf(agent.id, signInId) };
  }

  /** Signs out everywhere else. */
  @Delete('sign-ins')
  @HttpCode(200)
  async endOthers(@CurrentAgent() agent: SignedInAgent, @CurrentSignIn() signInId: string): Promise<{ ended: number }> {
    return { ended: await this.auth.endOthers(agent.id, signInId) };
  }

  @Delete('sign-ins/:id')
  @HttpCode(200)
  async end(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<{ ok: true }> {
    if (!isId(id)) throw new AppError('NOT_FOUND');
    await this.auth.endOwn(agent.id, id);
    return { ok: true };
  }
}
