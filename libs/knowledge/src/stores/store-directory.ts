import { Injectable } from '@nestjs/common';
import type { Locale } from '#kernel';
import { normalise } from '#llm';
import { Database } from '#platform';
import { StoreRepository, type StoreRow } from './store.repository.js';

/** A store named in a text, and where. Positions count in the normalised text. */
export interface StoreMention {
  store: StoreRow;
  start: number;
  end: number;
}

interface Alias {
  store: StoreRow;
  text: string;
}

/** The merchant's stores, kept in memory: by id, and by what shoppers call them. */
@Injectable()
export class StoreDirectory {
  private stores = new Map<string, StoreRow>();
  private aliases: Alias[] = [];

  constructor(
    private readonly db: Database,
    private readonly repository: StoreRepository,
  ) {}

  /** Reads the stores again; called at the first question and whenever the knowledge base has changed. */
  async load(): Promise<void> {
    const rows = await this.repository.all(this.db.manager);
    this.stores = new Map(rows.map((row) => [row.id, row]));
    this.aliases = rows
      .flatMap((store) =>
        [...store.aliases, ...Object.values(store.name)].map((name) => ({ store, text: normalise(name) })),
      )
      .filter((alias) => alias.text !== '')
      .sort((a, b) => b.text.length - a.text.length);
  }

  all(): StoreRow[] {
    return [...this.stores.values()];
  }

  byId(id: string): StoreRow | undefined {
    return this.stores.get(id);
  }

  nameOf(id: string, locale: Locale): string {
    const name = this.stores.get(id)?.name;
    return name?.[locale] ?? name?.['zh-CN'] ?? id;
  }

  /** The stores a text names, longest name first, each place counted once. */
  find(text: string): StoreMention[] {
    const plain = normalise(text);
    const mentions: StoreMention[] = [];
    for (const alias of this.aliases) {
      const start = plain.indexOf(alias.text);
      const end = start + alias.text.length;
      if (start < 0 || mentions.some((other) => start < other.end && other.start < end)) continue;
      if (/[a-z]/u.test(alias.text) && !isWholeWord(plain, start, end)) continue;
      mentions.push({ store: alias.store, start, end });
    }
    return mentions;
  }

  /** The text without the names of stores, normalised: what is asked, whichever store is meant. */
  withoutStores(text: string): string {
    let plain = normalise(text);
    for (const { start, end } of this.find(text).sort((a, b) => b.start - a.start))
      plain = `${plain.slice(0, start)} ${plain.slice(end)}`;
    return plain.trim();
  }
}

function isWholeWord(text: string, start: number, end: number): boolean {
  return !/[a-z]/u.test(text.charAt(start - 1)) && !/[a-z]/u.test(text.charAt(end));
}
