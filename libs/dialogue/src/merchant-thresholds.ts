import { Injectable } from '@nestjs/common';
import { KnowledgeSettingsSource, type KnowledgeSettings, thresholdsBy } from '#knowledge';
import { HandoffSettingsReader } from './handoff-settings-reader.js';

/** How sure the assistant must be, as the merchant has set it beside the handoff. */
@Injectable()
export class MerchantThresholds extends KnowledgeSettingsSource {
  constructor(private readonly settings: HandoffSettingsReader) {
    super();
  }

  override async current(): Promise<Partial<KnowledgeSettings>> {
    return thresholdsBy(await this.settings.current());
  }
}
