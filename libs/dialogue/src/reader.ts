import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { HandoffRule, HandoffSettings, Locale, Understanding, WireMessage } from '#kernel';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import { activeRules } from '#handoff';
import { UnderstandingService } from '#understanding';

const KEPT = 5_000;
/** From a message's arrival to its turn. No longer: what 昨天 means depends on when it is said. */
const FRESH_MS = 5_000;

/**
 * Understands shoppers' messages, each once: when it comes in; its turn, and later turns that look back, find it read.
 */
@Injectable()
export class MessageReader {
  private readonly byId = new LRUCache<string, Understanding>({ max: KEPT });
  private readonly byText = new LRUCache<string, Understanding>({ max: KEPT, ttl: FRESH_MS });
  private rules: { of?: HandoffSettings; list: HandoffRule[] } = { list: [] };

  constructor(
    private readonly understanding: UnderstandingService,
    private readonly settings: HandoffSettingsReader,
  ) {}

  async read(message: WireMessage): Promise<Understanding> {
    let read = this.byId.get(message.id);
    if (!read) {
      read = await this.readText(message.text);
      this.byId.set(message.id, read);
    }
    return read;
  }

  async readText(text: string, locale?: Locale): Promise<Understanding> {
    const settings = await this.settings.current();
    if (settings !== this.rules.of) {
      this.byText.clear();
      this.rules = { of: settings, list: activeRules(settings) };
    }
    const key = `${locale ?? ''}:${text}`;
    let read = this.byText.get(key);
    if (!read) {
      read = this.understanding.understand(text, { locale, rules: this.rules.list });
      this.byText.set(key, read);
    }
    return read;
  }
}
