import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { DESK_SETTINGS } from '../desk/desk-settings.js';
import { HANDOFF_SETTINGS } from './handoff-settings.js';
import { SaveSettingsDto } from './settings.dto.js';
import { SettingsService, type SettingGroup, type StoredSettings } from './settings.service.js';

const GROUPS: ReadonlyMap<string, SettingGroup<object>> = new Map<string, SettingGroup<object>>([
  [DESK_SETTINGS.key, DESK_SETTINGS],
  [HANDOFF_SETTINGS.key, HANDOFF_SETTINGS],
]);

@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get(':group')
  @AgentsOnly('settings.read')
  read(@Param('group') group: string): Promise<StoredSettings<object>> {
    return this.settings.read(groupOf(group));
  }

  @Put(':group')
  @AgentsOnly('settings.write')
  save(
    @Param('group') group: string,
    @Body() body: SaveSettingsDto,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<StoredSettings<object>> {
    return this.settings.save(groupOf(group), body.settings, agent.id, body.version);
  }
}

function groupOf(name: string): SettingGroup<object> {
  const group = GROUPS.get(name);
  if (!group) throw new AppError('NOT_FOUND');
  return group;
}
