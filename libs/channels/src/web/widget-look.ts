import { Injectable } from '@nestjs/common';
import type { Locale, WidgetLook } from '#kernel';
import { SettingGroups, SettingsService } from '#handoff';
import { WIDGET_SETTINGS } from './look/widget-look-settings.js';

/** What the shop has chosen for its widget. */
@Injectable()
export class WidgetLookReader {
  constructor(
    private readonly settings: SettingsService,
    groups: SettingGroups,
  ) {
    groups.add(WIDGET_SETTINGS);
  }

  async read(locale: Locale): Promise<WidgetLook> {
    const { name, accent, logoUrl, position, theme, greeting } = await this.settings.get(WIDGET_SETTINGS);
    return {
      ...{ name, accent, logoUrl, position },
      theme: theme === 'system' ? null : theme,
      greeting: greeting[locale] ?? null,
    };
  }

  /** The questions the merchant offers instead of those most asked; undefined: there are none, or none in this language. */
  async fixedQuestions(locale: Locale): Promise<string[] | undefined> {
    const { questions } = await this.settings.get(WIDGET_SETTINGS);
    const fixed = questions.mode === 'fixed' ? (questions.fixed[locale] ?? []) : [];
    return fixed.length > 0 ? fixed : undefined;
  }
}
