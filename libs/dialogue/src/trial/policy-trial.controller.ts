import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Replayed } from '#kernel';
import { AgentsOnly } from '#platform';
import { HANDOFF_SETTINGS, validSettings } from '#handoff';
import { PolicyReplay } from './policy-replay.js';
import { ReplayPolicyDto, TryPolicyDto } from './policy-trial.dto.js';
import { PolicyTrial, type TriedTurn } from './policy-trial.js';

/** Handoff settings, tried before they are saved. */
@ApiTags('settings')
@ApiBearerAuth()
@AgentsOnly('settings.read')
@Controller('api/v1/settings/handoff')
export class PolicyTrialController {
  constructor(
    private readonly trial: PolicyTrial,
    private readonly past: PolicyReplay,
  ) {}

  /** What a text, after earlier ones, would come to: each turn as it is understood, answered and decided. Nothing is stored. */
  @Post('try')
  @HttpCode(200)
  async play(@Body() body: TryPolicyDto): Promise<{ turns: TriedTurn[] }> {
    const settings = body.settings && validSettings(HANDOFF_SETTINGS, body.settings);
    const { locale, tier, text, earlier = [] } = body;
    return { turns: await this.trial.play({ texts: [...earlier, text], settings, locale, tier }) };
  }

  /** How the last decisions would come out under other settings. */
  @Post('replay')
  @HttpCode(200)
  replay(@Body() body: ReplayPolicyDto): Promise<Replayed> {
    return this.past.replay(validSettings(HANDOFF_SETTINGS, body.settings), body.limit);
  }
}
