import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { DESK_SETTINGS } from '../desk/desk-settings.js';
import { HANDOFF_SETTINGS } from './handoff-settings.js';
import type { SettingGroup } from './settings.service.js';

/** The groups that can be read and saved over REST. A library with settings of its own adds them when it starts. */
@Injectable()
export class SettingGroups {
  private readonly groups = new Map<string, SettingGroup<object>>();

  constructor() {
    this.add(DESK_SETTINGS);
    this.add(HANDOFF_SETTINGS);
  }

  add<T extends object>(group: SettingGroup<T>): void {
    if (this.groups.has(group.key)) throw new Error(`there are two groups of settings named ${group.key}`);
    this.groups.set(group.key, group);
  }

  /** Throws NOT_FOUND. */
  get(key: string): SettingGroup<object> {
    const group = this.groups.get(key);
    if (!group) throw new AppError('NOT_FOUND');
    return group;
  }
}
