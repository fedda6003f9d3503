import { Search } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useDesk } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { leads } from '../lib/roles.js';
import { HistoryList } from './history-list.js';
import { FilterButton, FilterChips } from './list-filter.js';
import type { ListName } from './list-view.js';
import { LiveList } from './live-list.js';
import { SearchList } from './search-list.js';
import { TeamList } from './team-list.js';
import { useListView } from './use-list-view.js';

/** What waits, what is one's own, what the team has (for who leads it), what was, and what is looked for. */
export function ListPane({ selected }: { selected?: string }) {
  const words = useWords();
  const role = useDesk((state) => state.me.role);
  const [view, change] = useListView();
  const leader = leads(role);
  const tabs: ListName[] = leader ? ['live', 'team', 'history', 'search'] : ['live', 'history', 'search'];
  const tab = tabs.includes(view.list) ? view.list : 'live';
  return (
    <Tabs.Root
      asChild
      className="pane list-pane"
      value={tab}
      onValueChange={(next) => change({ list: next as ListName })}
      activationMode="manual"
    >
      <nav aria-label={words.text('lists.label')}>
        <div className="tabs">
          <Tabs.List className="tab-list" aria-label={words.text('lists.label')}>
            {tabs.map((one) => (
              <Tabs.Trigger
                key={one}
                value={one}
                className="tab"
                data-testid={`tab-${one}`}
                data-focus={one === tab ? 'Digit1' : undefined}
                data-shortcut={one === 'search' && tab !== 'search' ? 'KeyS' : undefined}
                aria-keyshortcuts={one === 'search' ? 'Alt+S' : undefined}
                onClick={() => change({ list: one })}
              >
                {one === 'search' ? (
                  <Search size={15} role="img" aria-label={words.text('lists.search')} />
                ) : (
                  words.text(`lists.${one}`)
                )}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <FilterButton />
        </div>
        <FilterChips />
        <Tabs.Content value="live" className="list-body">
          <LiveList selected={selected} />
        </Tabs.Content>
        {leader && (
          <Tabs.Content value="team" className="list-body">
            <TeamList selected={selected} />
          </Tabs.Content>
        )}
        <Tabs.Content value="history" className="list-body">
          <HistoryList selected={selected} />
        </Tabs.Content>
        <Tabs.Content value="search" className="list-body" tabIndex={-1}>
          <SearchList selected={selected} />
        </Tabs.Content>
      </nav>
    </Tabs.Root>
  );
}
