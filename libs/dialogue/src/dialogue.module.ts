import { Module } from '@nestjs/common';
import { AttachmentsModule } from '#attachments';
import { AnalyticsModule } from '#analytics';
import { ConversationModule } from '#conversation';
import { CustomersModule } from '#customers';
import { HandoffModule } from '#handoff';
import { KnowledgeModule } from '#knowledge';
import { TicketsModule } from '#tickets';
import { UnderstandingModule } from '#understanding';
import { CaseFileService } from './case-file.service.js';
import { ConversationFinder } from './conversation-finder.js';
import { DialogueController } from './dialogue.controller.js';
import { HandoffDesk } from './handoff-desk.js';
import { MerchantSettingsModule } from './merchant-settings.module.js';
import { MessageReader } from './reader.js';
import { PolicyReplay } from './trial/policy-replay.js';
import { PolicyTrialController } from './trial/policy-trial.controller.js';
import { PolicyTrial } from './trial/policy-trial.js';
import { ShopperDesk } from './shopper-desk.js';
import { TurnService } from './turn.service.js';

/** Where the domains meet: turns, handing over, case files. */
@Module({
  imports: [
    AttachmentsModule,
    ConversationModule,
    AnalyticsModule,
    CustomersModule,
    HandoffModule,
    KnowledgeModule,
    MerchantSettingsModule,
    TicketsModule,
    UnderstandingModule,
  ],
  controllers: [DialogueController, PolicyTrialController],
  providers: [
    MessageReader,
    HandoffDesk,
    ShopperDesk,
    TurnService,
    CaseFileService,
    ConversationFinder,
    PolicyTrial,
    PolicyReplay,
  ],
  exports: [ShopperDesk, CaseFileService],
})
export class DialogueModule {}
