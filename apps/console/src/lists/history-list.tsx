import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { ConversationFilter } from '../api/api.js';
import { useDesk, useServices } from '../context.js';
import { leads } from '../lib/roles.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { ConversationList, type ListRow } from './conversation-list.js';
import { narrowed, STATUSES, type ListView } from './list-view.js';
import { clearFilters, useListView } from './use-list-view.js';

const PAGE = 50;
/** News come in bursts; the list is read again at most this often. */
const RENEW_MS = 3_000;

/** What the server is asked for a view. */
export function filterOf({
  list: _list,
  whose: _whose,
  unread: _unread,
  q: _q,
  ...filter
}: ListView): ConversationFilter {
  return filter;
}

/** All conversations, newest first, page by page: what has ended, unless another status is asked for. */
export function HistoryList({ selected }: { selected?: string }) {
  const words = useWords();
  const [view, change] = useListView();
  const role = useDesk((state) => state.me.role);
  const filter = useMemo(() => ({ ...filterOf(view), status: view.status ?? 'resolved' }) as const, [view]);
  const pages = useConversationPages(filter);

  const rows = useMemo<ListRow[]>(
    () =>
      (pages.data?.pages ?? [])
        .flatMap((page) => page.conversations)
        .map((item) => ({ kind: 'item' as const, key: item.id, item })),
    [pages.data],
  );

  return (
    <>
      {leads(role) && (
        <div className="filter">
          <label className="visually-hidden" htmlFor="history-status">
            {words.text('history.status')}
          </label>
          <select
            id="history-status"
            value={filter.status}
            onChange={(event) => {
              const status = STATUSES.find((one) => one === event.target.value);
              change({ status: status === 'resolved' ? undefined : status });
            }}
          >
            {STATUSES.toReversed().map((one) => (
              <option key={one} value={one}>
                {words.text(`status.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      {pages.isPending ? (
        <Skeleton rows={10} kind="list" />
      ) : pages.isError && rows.length === 0 ? (
        <Failure title={words.text('history.failed')} error={pages.error} retry={() => void pages.refetch()} />
      ) : rows.length === 0 ? (
        <NothingListed narrowed={narrowed(view)} />
      ) : (
        <ConversationList
          rows={rows}
          label={words.text('lists.history')}
          selected={selected}
          onEnd={() => {
            if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
          }}
        />
      )}
    </>
  );
}

function NothingListed({ narrowed: hidden }: { narrowed: boolean }) {
  const words = useWords();
  if (!hidden)
    return <Empty icon={History} title={words.text('empty.history')} hint={words.text('empty.historyHint')} />;
  return <NothingFits />;
}

/** The filters leave nothing over. */
export function NothingFits() {
  const words = useWords();
  return (
    <Empty icon={History} title={words.text('empty.filtered')} hint={words.text('empty.filteredHint')}>
      <Button onClick={clearFilters}>{words.text('filter.clear')}</Button>
    </Empty>
  );
}

/** Conversations over REST; read again when a conversation of that status has changed. */
export function useConversationPages(filter: ConversationFilter) {
  const { api } = useServices();
  const queries = useQueryClient();
  const items = useDesk((state) => state.items);
  const said = JSON.stringify(filter);
  const key = useMemo(() => ['conversations', said], [said]);
  const { status } = filter;
  const mark = useMemo(() => {
    const of = Object.values(items).filter((item) => status === undefined || item.status === status);
    return of.map((item) => `${item.id}.${item.ownershipVersion}`).join();
  }, [items, status]);
  const fetched = useRef(mark);
  useEffect(() => {
    if (fetched.current === mark) return;
    fetched.current = mark;
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: key }), RENEW_MS);
    return () => clearTimeout(timer);
  }, [mark, key, queries]);
  return useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => api.conversations({ ...filter, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}
