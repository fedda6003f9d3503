import type { KnowledgeSettings } from './settings.js';

/** A port: what the shop has set of its answers. Where nothing stands behind it, the shipped settings hold. */
export abstract class KnowledgeSettingsSource {
  /** The settings that differ from the shipped ones, as they hold now. Asked for every question: it must be quick. */
  abstract current(): Promise<Partial<KnowledgeSettings>>;
}
