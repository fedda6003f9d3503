import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { useDesk } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { leads } from '../lib/roles.js';
import { HistoryList } from './history-list.js';
import { LiveList } from './live-list.js';
import { TeamList } from './team-list.js';

type Tab = 'live' | 'team' | 'history';

/** What waits, what is one's own, what the team has (for who leads it), and what was. */
export function ListPane({ selected }: { selected?: string }) {
  const words = useWords();
  const role = useDesk((state) => state.me.role);
  const [tab, setTab] = useState<Tab>('live');
  const leader = leads(role);
  const tabs: Tab[] = leader ? ['live', 'team', 'history'] : ['live', 'history'];
  return (
    <Tabs.Root
      asChild
      className="pane list-pane"
      value={tab}
      onValueChange={(next) => setTab(next as Tab)}
      activationMode="manual"
    >
      <nav aria-label={words.text('lists.label')}>
        <Tabs.List className="tabs" aria-label={words.text('lists.label')}>
          {tabs.map((one) => (
            <Tabs.Trigger
              key={one}
              value={one}
              className="tab"
              data-testid={`tab-${one}`}
              data-focus={one === tab ? 'Digit1' : undefined}
            >
              {words.text(`lists.${one}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
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
      </nav>
    </Tabs.Root>
  );
}
