import { Injectable } from '@nestjs/common';
import type { Locale, Understanding, WireMessage } from '#kernel';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import type { HandoffRule } from '#handoff';
import { UnderstandingService } from '#understanding';

const KEPT = 5_000;

/** Understands shoppers' messages, each once: a turn looks back over its history again and again. */
@Injectable()
export class MessageReader {
  private readonly kept = new Map<string, Understanding>();

  constructor(
    private readonly understanding: UnderstandingService,
    private readonly settings: HandoffSettingsReader,
  ) {}

  async read(message: WireMessage): Promise<Understanding> {
    const known = this.kept.get(message.id);
    if (known) return known;
    const { rules } = await this.settings.current();
    const read = this.understanding.understand(message.text, { rules: active(rules) });
    this.kept.set(message.id, read);
    if (this.kept.size > KEPT) {
      const [oldest] = this.kept.keys();
      if (oldest !== undefined) this.kept.delete(oldest);
    }
    return read;
  }

  async readText(text: string, locale?: Locale): Promise<Understanding> {
    const { rules } = await this.settings.current();
    return this.understanding.understand(text, { locale, rules: active(rules) });
  }
}

function active(rules: readonly HandoffRule[]): HandoffRule[] {
  return rules.filter((rule) => !rule.disabled);
}
