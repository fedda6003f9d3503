import { useQuery } from '@tanstack/react-query';
import { Check, ListFilter as FilterIcon, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useMemo } from 'react';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';
import { floating } from '../shell/floating.js';
import { IconButton } from '../ui/button.js';
import { CHANNELS, FILTERS, MOODS, narrowed, SEVERITIES, STATUSES, type ListView } from './list-view.js';
import { clearFilters, useListView } from './use-list-view.js';

type Filter = (typeof FILTERS)[number];

/** What can be chosen; the others come by links (a figure of the board, a customer). */
function choicesOf(view: ListView, stores: readonly string[]): [Filter, readonly string[]][] {
  const listed: [Filter, readonly string[]][] = [
    ['severity', SEVERITIES],
    ['mood', MOODS],
    ['channel', CHANNELS],
    ['store', stores],
  ];
  return view.list === 'live'
    ? [['whose', ['mine']], ['unread', ['1']], ['status', ['queued', 'assigned']], ...listed]
    : view.list === 'team'
      ? listed
      : [['status', STATUSES], ...listed];
}

/** A filter's value in words. */
export function filterWords(name: Filter, value: string, words: Translator, agentName?: string): string {
  switch (name) {
    case 'whose':
      return words.text('filter.mine');
    case 'unread':
      return words.text('filter.unread');
    case 'agentId':
      return words.text('filter.agent', { name: agentName ?? '…' });
    case 'shopperId':
      return words.text('filter.shopper', { mark: value.slice(-4).toUpperCase() });
    case 'store':
      return words.text('filter.store', { store: value });
    default:
      return words.named(name, value);
  }
}

export function FilterButton() {
  const words = useWords();
  const [view, change] = useListView();
  const stores = useStores();
  const any = narrowed(view);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton
          icon={FilterIcon}
          label={words.text('filter.label')}
          className="tab-action"
          data-testid="filter"
          aria-pressed={any}
          badge={any ? <span className="badge-dot" /> : undefined}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={floating()}>
        <DropdownMenu.Content className="menu filter-menu" align="end" sideOffset={4} collisionPadding={8}>
          {choicesOf(view, stores).map(([name, values]) =>
            values.length === 0 ? null : (
              <DropdownMenu.Group key={name} className="filter-group" aria-label={words.text(`filterName.${name}`)}>
                <DropdownMenu.Label className="menu-label">{words.text(`filterName.${name}`)}</DropdownMenu.Label>
                {values.map((value) => (
                  <DropdownMenu.CheckboxItem
                    key={value}
                    className="menu-item"
                    data-testid={`filter-${name}-${value}`}
                    checked={view[name] === value}
                    onCheckedChange={(on) => change({ [name]: on ? value : undefined })}
                    onSelect={(event) => event.preventDefault()}
                  >
                    {filterWords(name, value, words)}
                    <DropdownMenu.ItemIndicator className="push-right">
                      <Check size={14} aria-hidden />
                    </DropdownMenu.ItemIndicator>
                  </DropdownMenu.CheckboxItem>
                ))}
              </DropdownMenu.Group>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** What narrows the list, each to be taken off; nothing when nothing does. */
export function FilterChips() {
  const words = useWords();
  const { api } = useServices();
  const [view, change] = useListView();
  const colleagues = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => api.colleagues(signal),
    enabled: view.agentId !== undefined,
  });
  const set = FILTERS.filter((name) => view[name] !== undefined);
  if (set.length === 0) return null;
  const agent = colleagues.data?.find(({ id }) => id === view.agentId)?.name;
  return (
    <div className="chips" role="group" aria-label={words.text('filter.active')} data-testid="filter-chips">
      {set.map((name) => {
        const text = filterWords(name, view[name] ?? '', words, agent);
        return (
          <button
            key={name}
            type="button"
            className="chip"
            aria-label={words.text('filter.remove', { filter: text })}
            onClick={() => change({ [name]: undefined })}
          >
            <span className="clip">{text}</span>
            <X size={12} aria-hidden />
          </button>
        );
      })}
      <button type="button" className="link" data-testid="filter-clear" onClick={clearFilters}>
        {words.text('filter.clear')}
      </button>
    </div>
  );
}

/** The stores of the conversations the desk knows. */
function useStores(): string[] {
  const items = useDesk((state) => state.items);
  return useMemo(
    () => [...new Set(Object.values(items).flatMap(({ storeId }) => (storeId === undefined ? [] : [storeId])))].sort(),
    [items],
  );
}
