import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Inbox } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useLocation } from 'wouter';
import type { Board } from '#kernel';
import type { ConversationFilter } from '../api/api.js';
import { useServices } from '../context.js';
import { useWords } from '../i18n/i18n.js';
import type { Translator } from '../i18n/messages.js';
import { ConversationList, type ListRow } from '../lists/conversation-list.js';
import { useConversationPages } from '../lists/history-list.js';
import { IconButton } from '../ui/button.js';
import { Empty, Failure, Skeleton } from '../ui/states.js';
import { filterOfFigure, type Figure } from './figures.js';

/** The conversations that a figure counts. */
export function FigureList({ figure, board }: { figure: Figure; board: Board }) {
  const words = useWords();
  const [, navigate] = useLocation();
  const { desk } = useServices();
  const queries = useQueryClient();
  // As text, so that it is the same filter while the board only counts on.
  const said = JSON.stringify(filterOfFigure(figure, board));
  const filter = useMemo(() => JSON.parse(said) as ConversationFilter, [said]);
  const pages = useConversationPages(filter);
  const title = useTitle(figure, board, words);

  // What the figure counts has changed with the board.
  const counted = JSON.stringify([board.waiting, board.bot, board.assigned, board.breaches, board.mood, board.today]);
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['conversations', said] });
  }, [queries, said, counted]);

  const rows = useMemo<ListRow[]>(
    () =>
      (pages.data?.pages ?? [])
        .flatMap((page) => page.conversations)
        .map((item) => ({ kind: 'item' as const, key: item.id, item })),
    [pages.data],
  );
  useEffect(() => {
    desk.learn(rows.flatMap((row) => (row.kind === 'item' ? [row.item] : [])));
  }, [desk, rows]);

  return (
    <section className="pane figure-list" aria-label={title} data-testid="figure-list">
      <header className="figure-list-head">
        <IconButton icon={ArrowLeft} label={words.text('board.back')} onClick={() => navigate('/board')} />
        <h2 className="clip">{title}</h2>
      </header>
      {pages.isPending ? (
        <Skeleton rows={8} kind="list" />
      ) : pages.isError && rows.length === 0 ? (
        <Failure title={words.text('history.failed')} error={pages.error} retry={() => void pages.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={Inbox} title={words.text('empty.figure')} hint={words.text('empty.figureHint')} />
      ) : (
        <ConversationList
          rows={rows}
          label={title}
          onEnd={() => {
            if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
          }}
        />
      )}
    </section>
  );
}

function useTitle(figure: Figure, board: Board, words: Translator): string {
  const { api } = useServices();
  const agentId = figure.kind === 'agent' ? figure.agentId : undefined;
  const onBoard = board.agents.find(({ id }) => id === agentId)?.name;
  const team = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => api.colleagues(signal),
    enabled: agentId !== undefined && onBoard === undefined,
  });
  switch (figure.kind) {
    case 'agent':
      return words.text('figure.agent', { name: onBoard ?? team.data?.find(({ id }) => id === agentId)?.name ?? '…' });
    case 'breach':
      return words.text(`breach.${figure.breach}`);
    case 'severity':
      return words.text('figure.waitingSevere', { severity: words.text(`severity.${figure.severity}`) });
    default:
      return words.text(`figure.${figure.kind}`);
  }
}
