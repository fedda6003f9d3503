import { Users } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { ConversationList, type ListRow } from './conversation-list.js';
import { NothingFits, useConversationPages } from './history-list.js';
import { fitsView, narrowed } from './list-view.js';
import { useListView } from './use-list-view.js';

const ASSIGNED = { status: 'assigned' } as const;

/** Who leads the team reads along: every assigned conversation, by agent. */
export function TeamList({ selected }: { selected?: string }) {
  const words = useWords();
  const { desk } = useServices();
  const items = useDesk((state) => state.items);
  const [view] = useListView();
  const pages = useConversationPages(ASSIGNED);

  useEffect(() => {
    if (pages.data !== undefined) desk.learn(pages.data.pages.flatMap((page) => page.conversations));
  }, [desk, pages.data]);

  const rows = useMemo<ListRow[]>(() => {
    const assigned = Object.values(items).filter(
      (item) =>
        item.status === 'assigned' &&
        item.agent !== undefined &&
        fitsView(item, { ...view, status: undefined, unread: undefined, whose: undefined }, { me: '', readSeq: 0 }),
    );
    const agents = new Map(assigned.map((item) => [item.agent?.id ?? '', item.agent?.name ?? '']));
    return [...agents]
      .sort(([, a], [, b]) => a.localeCompare(b))
      .flatMap(([id, name]) => {
        const own = assigned
          .filter((item) => item.agent?.id === id)
          .sort((a, b) => (b.lastMessageAt ?? b.updatedAt).localeCompare(a.lastMessageAt ?? a.updatedAt));
        return [
          { kind: 'head' as const, key: `agent-${id}`, title: name, count: own.length },
          ...own.map((item) => ({ kind: 'item' as const, key: item.id, item })),
        ];
      });
  }, [items, view]);

  if (rows.length > 0)
    return (
      <ConversationList
        rows={rows}
        label={words.text('lists.team')}
        selected={selected}
        onEnd={() => {
          if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
        }}
      />
    );
  if (pages.isPending) return <Skeleton rows={10} kind="list" />;
  if (pages.isError)
    return <Failure title={words.text('history.failed')} error={pages.error} retry={() => void pages.refetch()} />;
  if (narrowed(view)) return <NothingFits />;
  return <Empty icon={Users} title={words.text('empty.team')} hint={words.text('empty.teamHint')} />;
}
