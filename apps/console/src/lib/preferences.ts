import { toLocale, type Locale } from '#kernel';
import { storage } from './storage.js';

export interface Preferences {
  locale: Locale;
  theme: 'system' | 'light' | 'dark';
  density: 'compact' | 'comfortable';
  sound: boolean;
  desktopNotices: boolean;
  /** Whether a notice on the desktop says what was written: others may see the screen. */
  noticePreviews: boolean;
}

const KEY = 'deskhand.preferences';

function defaults(): Preferences {
  return {
    locale: toLocale(navigator.language),
    theme: 'system',
    density: 'compact',
    sound: true,
    desktopNotices: false,
    noticePreviews: true,
  };
}

function load(): Preferences {
  const base = defaults();
  try {
    const stored: unknown = JSON.parse(storage().getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return base;
    const given = stored as Partial<Record<keyof Preferences, unknown>>;
    return {
      locale: given.locale === 'en' || given.locale === 'zh-CN' ? given.locale : base.locale,
      theme: given.theme === 'light' || given.theme === 'dark' ? given.theme : 'system',
      density: given.density === 'comfortable' ? 'comfortable' : 'compact',
      sound: given.sound !== false,
      desktopNotices: given.desktopNotices === true,
      noticePreviews: given.noticePreviews !== false,
    };
  } catch {
    // Not readable: the defaults do.
    return base;
  }
}

let current: Preferences | undefined;
const listeners = new Set<() => void>();

/** How this person likes the console, kept on this machine. */
export const preferences = {
  get(): Preferences {
    current ??= load();
    return current;
  },
  set(change: Partial<Preferences>): void {
    current = { ...preferences.get(), ...change };
    storage().setItem(KEY, JSON.stringify(current));
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
