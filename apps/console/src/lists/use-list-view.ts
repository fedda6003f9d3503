import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLocation, useSearch } from 'wouter';
import { storage } from '../lib/storage.js';
import { DEFAULT_VIEW, readView, writeView, type ListView } from './list-view.js';

const KEY = 'deskhand.list';

let current: ListView | undefined;
const listeners = new Set<() => void>();

/** The words of a search are of the moment; which list and what of it is how somebody works. */
function remember(view: ListView): void {
  const { q: _q, ...lasting } = view;
  storage().setItem(KEY, writeView(lasting));
}

function get(): ListView {
  current ??= readView(new URLSearchParams(storage().getItem(KEY) ?? '')) ?? DEFAULT_VIEW;
  return current;
}

function set(view: ListView): void {
  if (writeView(view) === writeView(get())) return;
  current = view;
  remember(view);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useListView(): [ListView, (change: Partial<ListView>) => void] {
  const view = useSyncExternalStore(subscribe, get);
  const change = useCallback((to: Partial<ListView>) => set({ ...get(), ...to }), []);
  return [view, change];
}

/** Narrows nothing any more. */
export function clearFilters(): void {
  const { list, q } = get();
  set({ list, ...(q === undefined ? {} : { q }) });
}

/** Shows a list from elsewhere: the palette, a figure of the board. */
export function showList(view: ListView): void {
  set(view);
}

/**
 * Keeps address and view alike: an address that says which list (a link, the board, the back button) rules, one that says nothing is
 * given the view, so that it can be passed on.
 */
export function useViewInAddress(): void {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const view = useSyncExternalStore(subscribe, get);
  useEffect(() => {
    const said = readView(new URLSearchParams(search));
    if (said !== undefined) set(said);
  }, [search]);
  useEffect(() => {
    // Not `view`, which may be older than what the address has just said.
    const wanted = writeView(get());
    if (wanted === writeView(readView(new URLSearchParams(window.location.search)) ?? DEFAULT_VIEW)) return;
    navigate(`${path}${wanted === '' ? '' : `?${wanted}`}${window.location.hash}`, {
      replace: true,
      state: window.history.state as unknown,
    });
  }, [view, path, search, navigate]);
}
