import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { AUDIT_ACTIONS } from '#kernel';
import type { AuditFilter } from '../api/api.js';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { AuditEntryRow } from './audit-entry-row.js';

const PAGE = 50;

/** Who did what to others' conversations, to accounts and to settings, newest first. The filter is in the address. */
export function AuditView() {
  const words = useWords();
  const { api } = useServices();
  const [filter, change] = useFilter();
  const team = useQuery({ queryKey: ['colleagues'], queryFn: ({ signal }) => api.colleagues(signal) });
  const log = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => api.audit({ ...filter, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 0,
  });
  const names = useMemo(() => new Map((team.data ?? []).map(({ id, name }) => [id, name])), [team.data]);
  const entries = (log.data?.pages ?? []).flatMap((page) => page.entries);
  const narrowed = Object.values(filter).some((value) => value !== undefined);

  return (
    <section className="pane audit" aria-label={words.text('nav.audit')} data-testid="audit">
      <header className="audit-head">
        <h2>{words.text('nav.audit')}</h2>
        <p className="tone-quiet">{words.text('audit.what')}</p>
        <div className="audit-filter">
          <select
            value={filter.actor ?? ''}
            aria-label={words.text('audit.actor')}
            data-testid="audit-actor"
            onChange={(event) => change({ actor: event.target.value })}
          >
            <option value="">{words.text('audit.anybody')}</option>
            {(team.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <select
            value={filter.action ?? ''}
            aria-label={words.text('audit.action')}
            data-testid="audit-action"
            onChange={(event) => change({ action: event.target.value })}
          >
            <option value="">{words.text('audit.anything')}</option>
            {AUDIT_ACTIONS.map((action) => (
              <option key={action} value={action}>
                {words.named('auditAct', action)}
              </option>
            ))}
          </select>
          {narrowed && (
            <Button variant="quiet" onClick={() => change({ actor: '', action: '', subject: '' })}>
              {words.text('filter.clear')}
            </Button>
          )}
          {filter.subject !== undefined && (
            <span className="chip">
              {words.text('audit.ofSubject', { mark: filter.subject.slice(-4).toUpperCase() })}
            </span>
          )}
        </div>
      </header>
      {log.isPending ? (
        <Skeleton rows={10} kind="list" />
      ) : log.isError && entries.length === 0 ? (
        <Failure title={words.text('audit.failed')} error={log.error} retry={() => void log.refetch()} />
      ) : entries.length === 0 ? (
        <Empty
          icon={ScrollText}
          title={words.text(narrowed ? 'empty.filtered' : 'empty.audit')}
          hint={words.text(narrowed ? 'empty.filteredHint' : 'empty.auditHint')}
        />
      ) : (
        <ol className="audit-list" aria-busy={log.isFetching}>
          {entries.map((entry) => (
            <AuditEntryRow key={entry.id} entry={entry} names={names} narrow={(subject) => change({ subject })} />
          ))}
          {log.hasNextPage && (
            <li className="audit-more">
              <Button
                variant="quiet"
                busy={log.isFetchingNextPage}
                data-testid="audit-more"
                onClick={() => void log.fetchNextPage()}
              >
                {words.text('audit.more')}
              </Button>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}

const NAMES = ['actor', 'action', 'subject'] as const;

function useFilter(): [AuditFilter, (change: AuditFilter) => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const filter = useMemo(() => {
    const said = new URLSearchParams(search);
    return Object.fromEntries(NAMES.map((name) => [name, said.get(name) ?? undefined])) as AuditFilter;
  }, [search]);
  const change = (to: AuditFilter): void => {
    const next = Object.entries({ ...filter, ...to }).filter(([, value]) => value !== undefined && value !== '');
    const query = new URLSearchParams(next as [string, string][]).toString();
    navigate(`/audit${query === '' ? '' : `?${query}`}`, { replace: true });
  };
  return [filter, change];
}
