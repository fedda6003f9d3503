import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import type { Locale } from '#kernel';
import { CallError } from '../api/client.js';
import { usePreferences } from '../lib/hooks.js';
import { Translator, type MessageKey } from './messages.js';

const Words = createContext<Translator | undefined>(undefined);
const translators = new Map<Locale, Translator>();

function translatorOf(locale: Locale): Translator {
  let translator = translators.get(locale);
  if (translator === undefined) translators.set(locale, (translator = new Translator(locale)));
  return translator;
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const { locale } = usePreferences();
  const translator = useMemo(() => translatorOf(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return <Words value={translator}>{children}</Words>;
}

export function useWords(): Translator {
  const translator = useContext(Words);
  if (translator === undefined) throw new Error('useWords outside WordsProvider');
  return translator;
}

const CLIENT_SENTENCES: Partial<Record<string, MessageKey>> = {
  NETWORK: 'error.network',
  TIMEOUT: 'error.timeout',
  UNAVAILABLE: 'error.unavailable',
  BAD_ANSWER: 'error.badAnswer',
};

/** What to tell the agent about a failed call: the server's sentence, or ours where it had none. */
export function sentenceOf(error: unknown, words: Translator): string {
  if (!(error instanceof CallError)) return words.text('error.unexpected');
  const known = CLIENT_SENTENCES[error.code];
  if (error.sentence !== '' && (known === undefined || error.code === 'UNAVAILABLE')) return error.sentence;
  return words.text(known ?? 'error.unexpected');
}
