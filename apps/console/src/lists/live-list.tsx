import { Coffee } from 'lucide-react';
import { useMemo, useSyncExternalStore } from 'react';
import type { WireConversationItem } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { ownOrder, queueOrder } from '../desk/queue.js';
import { useWords } from '../i18n/i18n.js';
import { Button } from '../ui/button.js';
import { Empty, Skeleton } from '../ui/states.js';
import { useToasts } from '../ui/toast.js';
import { ConversationList, type ListRow } from './conversation-list.js';
import { NothingFits } from './history-list.js';
import { fitsView, narrowed } from './list-view.js';
import { useListView } from './use-list-view.js';

/** One's own conversations, and below them who waits, in the order they will be served. */
export function LiveList({ selected }: { selected?: string }) {
  const words = useWords();
  const toasts = useToasts();
  const { desk, drafts } = useServices();
  const known = useDesk((state) => state.known);
  const items = useDesk((state) => state.items);
  const served = useDesk((state) => state.served);
  const me = useDesk((state) => state.me.id);
  const status = useDesk((state) => state.status);
  const read = useDesk((state) => state.read);
  const [view] = useListView();

  const rows = useMemo<ListRow[]>(() => {
    const all = Object.values(items);
    const fits = (item: WireConversationItem): boolean => fitsView(item, view, { me, readSeq: read[item.id] ?? 0 });
    const own = ownOrder(all, me).filter(fits);
    const queue = queueOrder(all, served).filter(fits);
    if (own.length === 0 && queue.length === 0) return [];
    return [
      { kind: 'head', key: 'own', title: words.text('lists.own'), count: own.length },
      ...own.map((item) => ({ kind: 'item' as const, key: item.id, item })),
      { kind: 'head', key: 'queue', title: words.text('lists.queue'), count: queue.length },
      ...queue.map((item) => ({ kind: 'item' as const, key: item.id, item })),
    ];
  }, [items, served, me, read, view, words]);

  // As text, so that it is the same value while no conversation gains or loses its draft.
  const draftIds = useSyncExternalStore(drafts.subscribe, () => [...drafts.withReply()].sort().join());
  const withDraft = useMemo(() => new Set(draftIds.split(',')), [draftIds]);

  if (!known) return <Skeleton rows={10} kind="list" />;
  if (rows.length > 0)
    return <ConversationList rows={rows} label={words.text('lists.live')} selected={selected} drafts={withDraft} />;
  if (narrowed(view)) return <NothingFits />;
  return status === 'online' ? (
    <Empty icon={Coffee} title={words.text('empty.queue')} hint={words.text('empty.queueOnline')} />
  ) : (
    <Empty icon={Coffee} title={words.text('empty.queue')} hint={words.text('empty.queueAway')}>
      <Button
        variant="primary"
        onClick={() => desk.setPresence('online').catch((error: unknown) => toasts.fail(error))}
      >
        {words.text('presence.goOnline')}
      </Button>
    </Empty>
  );
}
