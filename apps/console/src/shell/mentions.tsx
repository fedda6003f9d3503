import { useQuery, useQueryClient } from '@tanstack/react-query';
import { AtSign } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useDesk, useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import { IconButton } from '../ui/button.js';
import { shopperName } from '../ui/labels.js';
import { Ago } from '../ui/text.js';
import { floating } from './floating.js';

const HEAL_MS = 60_000;
const KEY = ['mentions'];

/** Notes that call this agent. Asked for again when one comes, after every connect, and now and then, should a push have been lost. */
function useMentions() {
  const { api, desk } = useServices();
  const queries = useQueryClient();
  const up = useDesk((state) => state.link === 'up');
  useEffect(() => {
    if (up) void queries.invalidateQueries({ queryKey: KEY });
  }, [queries, up]);
  useEffect(
    () =>
      desk.onAlert((alert) => {
        if (alert.kind === 'mention') void queries.invalidateQueries({ queryKey: KEY });
      }),
    [desk, queries],
  );
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.mentions(signal), refetchInterval: HEAL_MS });
}

/** Who opens a conversation has seen the notes in it. */
export function useMentionsSeen(id: string | undefined): void {
  const { api } = useServices();
  const queries = useQueryClient();
  const unseen =
    useMentions().data?.some((mention) => mention.conversation.id === id && mention.seenAt === undefined) ?? false;
  useEffect(() => {
    if (id === undefined || !unseen) return;
    api.mentionsSeen(id).then(
      () => queries.invalidateQueries({ queryKey: KEY }),
      // Without an answer it goes on counting, and is told again by the next look.
      () => undefined,
    );
  }, [api, queries, id, unseen]);
}

export function useUnseenMentions(): number {
  return useMentions().data?.filter(({ seenAt }) => seenAt === undefined).length ?? 0;
}

/** Where one is called, with the number of calls one has not followed. */
export function MentionsMenu() {
  const words = useWords();
  const [, navigate] = useLocation();
  const mentions = useMentions().data ?? [];
  const unseen = mentions.filter(({ seenAt }) => seenAt === undefined).length;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton
          icon={AtSign}
          label={unseen > 0 ? words.count('mentions.unseen', unseen) : words.text('mentions.label')}
          data-testid="mentions"
          data-count={unseen}
          badge={unseen > 0 ? <span className="badge badge-corner">{unseen}</span> : undefined}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={floating()}>
        <DropdownMenu.Content className="menu mentions-menu" align="end" sideOffset={6} collisionPadding={8}>
          {mentions.length === 0 && <p className="menu-empty">{words.text('mentions.none')}</p>}
          {mentions.map(({ conversation, note, seenAt }) => (
            <DropdownMenu.Item
              key={note.id}
              className="menu-item mention-item"
              data-testid="mention-item"
              onSelect={() => navigate(`/c/${conversation.id}`)}
            >
              <span className={seenAt === undefined ? 'row-unread' : ''}>
                {words.text('mentions.by', { name: note.author.name, shopper: shopperName(conversation, words) })}
              </span>
              <span className="mention-words">{note.text}</span>
              <small>
                <Ago at={note.createdAt} />
              </small>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
