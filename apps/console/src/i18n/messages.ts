import { fill, type Locale } from '#kernel';
import en from '../messages/en.json';
import zhCN from '../messages/zh-CN.json';

export type MessageKey = keyof typeof en;
type PluralOf<K> = K extends `${infer Base}.other` ? Base : never;
/** Messages that depend on a count: each has `.one` and `.other` in every language. */
export type PluralKey = PluralOf<MessageKey>;

const CATALOGUES: Record<Locale, Readonly<Record<MessageKey, string>>> = { en, 'zh-CN': zhCN };

export type Values = Readonly<Record<string, string | number>>;

/** The words of one language. */
export class Translator {
  private readonly plurals: Intl.PluralRules;

  constructor(readonly locale: Locale) {
    this.plurals = new Intl.PluralRules(locale);
  }

  readonly text = (key: MessageKey, values?: Values): string => fill(CATALOGUES[this.locale][key], values);

  /** The form of a message that fits `count`, which fills `{count}`. */
  readonly count = (key: PluralKey, count: number, values?: Values): string => {
    const form = this.plurals.select(count) === 'one' ? 'one' : 'other';
    return this.text(`${key}.${form}` as MessageKey, { ...values, count });
  };

  /** Words for a name the server chose (a rule, a skill); the name itself when we have none for it. */
  readonly named = (area: string, name: string): string => {
    const key = `${area}.${name}`;
    return key in en ? this.text(key as MessageKey) : name;
  };
}
