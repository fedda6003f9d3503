import { fill, type Locale } from '#kernel';
import en from '../messages/en.json' with { type: 'json' };
import zh from '../messages/zh-CN.json' with { type: 'json' };

/** Every message has a key in Chinese; English has the same key, or one for each plural (`_one`, `_other`). */
export type MessageKey = keyof typeof zh;

/** A message in the shopper's language with its `{places}` filled. `count` also picks the plural. */
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

const FILES: Record<Locale, Readonly<Record<string, string>>> = { 'zh-CN': zh, en };

export function translator(locale: Locale): Translate {
  const file = FILES[locale];
  const plural = new Intl.PluralRules(locale);
  return (key, values = {}) => {
    const count = values['count'];
    const form = typeof count === 'number' ? file[`${key}_${plural.select(count)}`] : undefined;
    return fill(form ?? file[key] ?? key, values);
  };
}
