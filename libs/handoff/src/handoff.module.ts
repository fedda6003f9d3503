import { Module } from '@nestjs/common';
import { ConversationModule } from '#conversation';
import { BriefingRepository, BriefingWriter } from './briefing/index.js';
import { DecisionRepository } from './decisions/decision.repository.js';
import { DeskService } from './desk/desk.service.js';
import { HandoffSweeper } from './presence/handoff-sweeper.js';
import { LeaseSweepService } from './presence/lease-sweep.service.js';
import { HandlingTimeRepository } from './queue/handling-time.repository.js';
import { QueueService } from './queue/queue.service.js';
import { AssignmentService } from './routing/assignment.service.js';
import { AvailabilityRepository } from './routing/availability.repository.js';
import { AvailabilityService } from './routing/availability.service.js';
import { OfferRepository } from './routing/offer.repository.js';
import { DefaultRoutingStrategy, RoutingStrategy } from './routing/routing-strategy.js';
import { RoutingService } from './routing/routing.service.js';
import { SettingRepository } from './settings/setting.repository.js';
import { SettingGroups } from './settings/setting-groups.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsService } from './settings/settings.service.js';
import { SupervisionService } from './supervision/supervision.service.js';

@Module({
  imports: [ConversationModule],
  controllers: [SettingsController],
  providers: [
    { provide: RoutingStrategy, useClass: DefaultRoutingStrategy },
    AvailabilityRepository,
    OfferRepository,
    HandlingTimeRepository,
    SettingRepository,
    DecisionRepository,
    BriefingRepository,
    BriefingWriter,
    SettingGroups,
    SettingsService,
    DeskService,
    RoutingService,
    AvailabilityService,
    AssignmentService,
    SupervisionService,
    QueueService,
    LeaseSweepService,
    HandoffSweeper,
  ],
  exports: [
    BriefingWriter,
    DecisionRepository,
    SettingGroups,
    SettingsService,
    DeskService,
    RoutingService,
    AvailabilityService,
    AssignmentService,
    SupervisionService,
    QueueService,
    LeaseSweepService,
  ],
})
export class HandoffModule {}
