import { Global, Module } from '@nestjs/common';
import { HandoffModule } from '#handoff';
import { KnowledgeSettingsSource } from '#knowledge';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import { MerchantThresholds } from './merchant-thresholds.js';

/** What the merchant has set of turns. Global, because the knowledge library asks for its port and does not know who stands behind it. */
@Global()
@Module({
  imports: [HandoffModule],
  providers: [HandoffSettingsReader, { provide: KnowledgeSettingsSource, useClass: MerchantThresholds }],
  exports: [HandoffSettingsReader, KnowledgeSettingsSource],
})
export class MerchantSettingsModule {}
