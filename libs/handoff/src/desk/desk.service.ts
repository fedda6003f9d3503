import { Injectable } from '@nestjs/common';
import { Clock, type Locale } from '#kernel';
import { Database } from '#platform';
import { AvailabilityRepository } from '../routing/availability.repository.js';
import { SettingsService } from '../settings/settings.service.js';
import { isOpen, nextOpening } from './business-hours.js';
import { closedNotice } from './closed-notice.js';
import { DESK_SETTINGS } from './desk-settings.js';

/** Can a person answer now: yes; the desk is closed at this hour; it is open, but nobody is there. */
export type DeskState = 'open' | 'closed' | 'nobody_online';

@Injectable()
export class DeskService {
  constructor(
    private readonly db: Database,
    private readonly settings: SettingsService,
    private readonly availability: AvailabilityRepository,
    private readonly clock: Clock,
  ) {}

  /** Whether people answer at this hour, whoever is there. */
  async openByHours(now: Date = this.clock.now()): Promise<boolean> {
    return isOpen((await this.settings.get(DESK_SETTINGS)).hours, now);
  }

  /** What the shopper must be told before he or she waits. `opensAt`: the next opening of a closed desk, where there is one. */
  async deskState(now: Date = this.clock.now()): Promise<{ state: DeskState; opensAt?: Date }> {
    const { hours } = await this.settings.get(DESK_SETTINGS);
    if (!isOpen(hours, now)) return { state: 'closed', opensAt: nextOpening(hours, now) };
    const online = await this.availability.online(this.db.manager);
    return { state: online.length > 0 ? 'open' : 'nobody_online' };
  }

  /** What a closed desk says to who is put into the queue; undefined: only that nobody is there. */
  async closedNotice(locale: Locale, opensAt: Date | undefined): Promise<string | undefined> {
    const { hours, closedText } = await this.settings.get(DESK_SETTINGS);
    return closedNotice(closedText, locale, opensAt, this.clock.now(), hours.timeZone);
  }
}
