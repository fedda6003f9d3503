import { Injectable } from '@nestjs/common';
import { HANDOFF_SETTINGS, SettingsService } from '#handoff';
import type { HandoffSettings } from '#kernel';

/** The merchant's handoff settings as they hold now. */
@Injectable()
export class HandoffSettingsReader {
  constructor(private readonly settings: SettingsService) {}

  current(): Promise<HandoffSettings> {
    return this.settings.get(HANDOFF_SETTINGS);
  }
}
