import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { preferences, type Preferences } from './preferences.js';
import { serverNow } from './server-time.js';

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.get);
}

/** The server's time in ms, new every `everyMs`. */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

export type Layout = 'phone' | 'medium' | 'wide';

/** Three panes, two with the case on demand, or one page at a time. */
export function useLayout(): Layout {
  const phone = useMedia('(max-width: 719px)');
  const wide = useMedia('(min-width: 1100px)');
  return phone ? 'phone' : wide ? 'wide' : 'medium';
}

/** The value as it was `ms` after it last changed: for searching while somebody types. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
