import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { CallError } from '../api/client.js';
import { useServices } from '../context.js';
import { SettingsApi } from './settings-api.js';
import type { Groups, Stored } from './types.js';

export function useSettingsApi(): SettingsApi {
  const { api } = useServices();
  return useMemo(() => new SettingsApi(api), [api]);
}

export interface GroupForm<T> {
  /** What the fields show: the stored values with what was changed here. */
  draft: T;
  change: (part: Partial<T>) => void;
  changed: boolean;
  /** Saved at least once, and nothing changed since. */
  saved: boolean;
  busy: boolean;
  version: number;
  error?: CallError;
  /** Somebody else has saved meanwhile; undefined while theirs is still being fetched. */
  conflict: boolean;
  theirs?: Stored<T>;
  save: () => void;
  revert: () => void;
  reset: () => void;
  takeTheirs: () => void;
  keepMine: () => void;
}

export interface GroupState<K extends keyof Groups> {
  loaded?: Stored<Groups[K]>;
  failure: unknown;
  reload: () => void;
}

/** One group of settings as the server has it. */
export function useGroup<K extends keyof Groups>(key: K): GroupState<K> {
  const api = useSettingsApi();
  const found = useQuery({ queryKey: ['settings', key], queryFn: ({ signal }) => api.group(key, signal) });
  return { loaded: found.data, failure: found.error, reload: () => void found.refetch() };
}

/**
 * A form over a group of settings. What it started from changes only by saving or by taking what another has saved, never under the
 * hands of who is writing.
 */
export function useGroupForm<K extends keyof Groups>(key: K, loaded: Stored<Groups[K]>): GroupForm<Groups[K]> {
  type T = Groups[K];
  const api = useSettingsApi();
  const queries = useQueryClient();
  const [base, setBase] = useState(loaded);
  const [draft, setDraft] = useState<T>(loaded.settings);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [error, setError] = useState<CallError>();
  const changed = useMemo(() => JSON.stringify(draft) !== JSON.stringify(base.settings), [draft, base]);

  const take = useCallback((stored: Stored<T>): void => {
    setBase(stored);
    setDraft(stored.settings);
    setError(undefined);
  }, []);
  // Nothing was changed here: what another has saved is simply shown.
  useEffect(() => {
    if (!changed && loaded.version > base.version) take(loaded);
  }, [loaded, changed, base.version, take]);

  const run = (work: Promise<Stored<T>>): void => {
    setBusy(true);
    setSaved(false);
    setError(undefined);
    work
      .then(
        (stored) => {
          take(stored);
          setSaved(true);
          queries.setQueryData(['settings', key], stored);
        },
        (failure: unknown) => {
          if (!(failure instanceof CallError)) throw failure;
          setError(failure);
          if (failure.code === 'VERSION_CONFLICT') void queries.invalidateQueries({ queryKey: ['settings', key] });
        },
      )
      .finally(() => setBusy(false));
  };

  const conflict = error?.code === 'VERSION_CONFLICT';
  const theirs = conflict && loaded.version > base.version ? loaded : undefined;
  return {
    draft,
    change: (part) => {
      setSaved(false);
      setDraft((now) => ({ ...now, ...part }));
    },
    changed,
    saved: saved && !changed,
    busy,
    version: base.version,
    error,
    conflict,
    theirs,
    save: () => run(api.save(key, draft, base.version)),
    revert: () => take(base),
    reset: () => run(api.reset(key, base.version)),
    takeTheirs: () => theirs && take(theirs),
    keepMine: () => {
      if (theirs === undefined) return;
      setBase(theirs);
      setError(undefined);
    },
  };
}
