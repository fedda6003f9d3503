import { Module } from '@nestjs/common';
import { ConversationModule } from '#conversation';
import { CustomersModule } from '#customers';
import { HandoffModule } from '#handoff';
import { KnowledgeModule } from '#knowledge';
import { UnderstandingModule } from '#understanding';
import { CaseFileService } from './case-file.service.js';
import { DialogueController } from './dialogue.controller.js';
import { ConversationFinder } from './conversation-finder.js';
import { HandoffDesk } from './handoff-desk.js';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import { MessageReader } from './reader.js';
import { ShopperDesk } from './shopper-desk.js';
import { TurnService } from './turn.service.js';

/** Where the domains meet: turns, handing over, case files. */
@Module({
  imports: [ConversationModule, CustomersModule, HandoffModule, KnowledgeModule, UnderstandingModule],
  controllers: [DialogueController],
  providers: [
    HandoffSettingsReader,
    MessageReader,
    HandoffDesk,
    ShopperDesk,
    TurnService,
    CaseFileService,
    ConversationFinder,
  ],
  exports: [ShopperDesk, CaseFileService],
})
export class DialogueModule {}
