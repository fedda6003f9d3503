import type { Locale, WireAttachment } from '#kernel';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { WidgetOptions } from '../embed.js';
import type { BackStack } from '../lib/back-stack.js';
import type { Chime } from '../lib/chime.js';
import type { Memory } from '../lib/memory.js';
import type { Times } from '../lib/time.js';
import type { Translate } from '../lib/words.js';
import type { Desk } from '../net/desk.js';
import type { Store } from '../state/state.js';

/** The pictures that stand over everything, and which of them first. */
export interface Shown {
  readonly pictures: readonly WireAttachment[];
  readonly first: number;
}

/** What every part of the panel may need; the same for as long as the widget lives. */
export interface Surroundings {
  readonly desk: Desk;
  readonly options: WidgetOptions;
  readonly memory: Memory;
  readonly locale: Locale;
  readonly t: Translate;
  readonly times: Times;
  /** The back gesture closes what covers the page. */
  readonly back: BackStack;
  readonly chime: Chime;
  readonly lightbox: Store<Shown | null>;
  /** Puts the cursor where the shopper writes. */
  readonly focusInput: () => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const value = useContext(SurroundingsContext);
  if (value === null) throw new Error('a part of the panel was drawn outside of it');
  return value;
}

/** Draws again whenever the store changes. */
export function useStore<S>(store: Store<S>): S {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(store.state);
    return store.subscribe(() => setState(store.state));
  }, [store]);
  return state;
}

/** The time, anew every half minute: often enough for "5 minutes ago". */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** True while the media query holds. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const change = (): void => setMatches(media.matches);
    media.addEventListener?.('change', change);
    return () => media.removeEventListener?.('change', change);
  }, [query]);
  return matches;
}
