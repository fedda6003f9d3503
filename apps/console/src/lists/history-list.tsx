import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationStatus } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { leads } from '../lib/roles.js';
import { useWords } from '../i18n/i18n.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { ConversationList, type ListRow } from './conversation-list.js';

const PAGE = 50;
/** What the bot or a colleague is talking about right now is for who leads; everybody sees the past. */
const STATUSES: ConversationStatus[] = ['resolved', 'bot', 'assigned', 'queued'];
/** News come in bursts; the list is read again at most this often. */
const RENEW_MS = 3_000;

/** All conversations by status, newest first, page by page. */
export function HistoryList({ selected }: { selected?: string }) {
  const words = useWords();
  const [status, setStatus] = useState<ConversationStatus>('resolved');
  const role = useDesk((state) => state.me.role);
  const pages = useConversationPages(status);

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
            value={status}
            onChange={(event) => setStatus(event.target.value as ConversationStatus)}
          >
            {STATUSES.map((one) => (
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
        <Empty icon={History} title={words.text('empty.history')} hint={words.text('empty.historyHint')} />
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

/** Conversations of one status over REST; read again when a conversation of that kind has changed. */
export function useConversationPages(status: ConversationStatus) {
  const { api } = useServices();
  const queries = useQueryClient();
  const items = useDesk((state) => state.items);
  const key = useMemo(() => ['conversations', status], [status]);
  const mark = useMemo(() => {
    const of = Object.values(items).filter((item) => item.status === status);
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
    queryFn: ({ pageParam, signal }) => api.conversations({ status, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
  });
}
