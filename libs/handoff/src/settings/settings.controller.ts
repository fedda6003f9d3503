import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { SettingGroups } from './setting-groups.js';
import { ResetSettingsQuery, SaveSettingsDto } from './settings.dto.js';
import { SettingsService, type StoredSettings } from './settings.service.js';

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/settings')
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly groups: SettingGroups,
  ) {}

  /** `desk`, `handoff` or `widget`. `version` 0: the shipped values hold. */
  @Get(':group')
  @AgentsOnly('settings.read')
  read(@Param('group') group: string): Promise<StoredSettings<object>> {
    return this.settings.read(this.groups.get(group));
  }

  @Put(':group')
  @AgentsOnly('settings.write')
  save(
    @Param('group') group: string,
    @Body() body: SaveSettingsDto,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<StoredSettings<object>> {
    return this.settings.save(this.groups.get(group), body.settings, agent, body.version);
  }

  /** Back to the shipped values, also to those that a later release ships. */
  @Delete(':group')
  @HttpCode(200)
  @AgentsOnly('settings.write')
  reset(
    @Param('group') group: string,
    @Query() query: ResetSettingsQuery,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<StoredSettings<object>> {
    return this.settings.reset(this.groups.get(group), agent, query.version);
  }
}
