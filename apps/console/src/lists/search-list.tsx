import { useInfiniteQuery } from '@tanstack/react-query';
import { Search, SearchX, X } from 'lucide-react';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { Link } from 'wouter';
import type { WireConversationItem, WireSearchHit } from '#kernel';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { useSettled } from '../lib/hooks.js';
import { IconButton } from '../ui/button.js';
import { ChannelIcon, SeverityTag, shopperName } from '../ui/labels.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { Ago } from '../ui/text.js';
import { filterOf } from './history-list.js';
import { narrowed } from './list-view.js';
import { useListView } from './use-list-view.js';

const PAGE = 20;
const PAUSE_MS = 250;
const LEAST = 2;

/** Conversations by what was said in them; each hit leads to its message. Up and Down go through the hits, also from the field. */
export function SearchList({ selected }: { selected?: string }) {
  const words = useWords();
  const { api } = useServices();
  const [view, change] = useListView();
  const typed = view.q ?? '';
  const q = useSettled(typed.trim(), PAUSE_MS);
  const filter = useMemo(() => filterOf(view), [view]);
  const asked = [...q].length >= LEAST;
  const found = useInfiniteQuery({
    queryKey: ['search', q, JSON.stringify(filter)],
    queryFn: ({ pageParam, signal }) => api.conversations({ ...filter, q, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    enabled: asked,
  });
  const conversations = useMemo(() => (found.data?.pages ?? []).flatMap((page) => page.conversations), [found.data]);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!window.matchMedia('(pointer: coarse)').matches) field.current?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const stops = [...(box.current?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    const to =
      event.key === 'ArrowDown'
        ? at + 1
        : event.key === 'ArrowUp'
          ? at - 1
          : event.key === 'Enter' && event.target === field.current
            ? 1
            : undefined;
    const stop = to === undefined ? undefined : stops[to];
    if (stop === undefined) return;
    event.preventDefault();
    stop.focus();
    if (event.key === 'Enter') stop.click();
  };

  return (
    <div ref={box} className="search-pane" onKeyDown={onKeyDown}>
      <div className="search-field">
        <Search size={15} aria-hidden />
        <input
          ref={field}
          type="search"
          data-stop
          data-testid="search-input"
          value={typed}
          maxLength={200}
          aria-label={words.text('search.label')}
          placeholder={words.text('search.placeholder')}
          onChange={(event) => change({ q: event.target.value })}
        />
        {typed !== '' && (
          <IconButton
            icon={X}
            label={words.text('search.clear')}
            onClick={() => {
              change({ q: undefined });
              field.current?.focus();
            }}
          />
        )}
      </div>
      <p className="visually-hidden" role="status">
        {found.isSuccess && asked ? words.count('search.found', conversations.length) : ''}
      </p>
      {!asked ? (
        <Empty icon={Search} title={words.text('search.start')} hint={words.text('search.startHint')} />
      ) : found.isPending ? (
        <Skeleton rows={8} kind="list" />
      ) : found.isError && conversations.length === 0 ? (
        <Failure title={words.text('search.failed')} error={found.error} retry={() => void found.refetch()} />
      ) : conversations.length === 0 ? (
        <Empty
          icon={SearchX}
          title={words.text('search.nothing')}
          hint={words.text(narrowed(view) ? 'search.nothingNarrowed' : 'search.nothingHint')}
        />
      ) : (
        <ul className="found" aria-label={words.text('search.results')}>
          {conversations.map((item) => (
            <Found key={item.id} item={item} selected={item.id === selected} />
          ))}
          {found.hasNextPage && (
            <li>
              <button
                type="button"
                className="button button-quiet found-more"
                data-stop
                disabled={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {words.text('search.more')}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

function Found({ item, selected }: { item: WireConversationItem; selected: boolean }) {
  const words = useWords();
  return (
    <li className="found-item" data-testid="found" data-id={item.id} aria-current={selected || undefined}>
      <Link href={`/c/${item.id}`} className="found-head" data-stop>
        <ChannelIcon channel={item.channel} />
        <span className="clip found-name">{shopperName(item, words)}</span>
        <SeverityTag severity={item.severity} />
        <span className={`status status-${item.status}`}>{words.text(`status.${item.status}`)}</span>
        <span className="row-time push-right">
          <Ago at={item.lastMessageAt ?? item.updatedAt} />
        </span>
      </Link>
      {item.hits?.map((hit) => (
        <Link key={hit.seq} href={`/c/${item.id}#m${hit.seq}`} className="found-hit" data-stop data-testid="hit">
          <span className="found-author">
            {hit.author.kind === 'shopper'
              ? words.text('search.customer')
              : (hit.author.name ?? words.text('author.bot'))}
          </span>
          <Marked hit={hit} />
        </Link>
      ))}
    </li>
  );
}

/** The words of a hit, what was looked for marked. */
function Marked({ hit: { text, marks } }: { hit: WireSearchHit }) {
  let from = 0;
  const parts = marks.flatMap(([start, end]) => {
    const before = text.slice(from, start);
    from = end;
    return [before, <mark key={start}>{text.slice(start, end)}</mark>];
  });
  return (
    <span className="found-words">
      {parts}
      {text.slice(from)}
    </span>
  );
}
