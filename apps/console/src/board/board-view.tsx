import { useQuery } from '@tanstack/react-query';
import { ScrollText, Unplug } from 'lucide-react';
import { Link } from 'wouter';
import type { Board } from '#kernel';
import { useDesk, useServices } from '../context.js';
import { timeOfDay } from '../i18n/format.js';
import { sentenceOf, useWords } from '../i18n/i18n.js';
import type { Layout } from '../lib/hooks.js';
import { Failure, Skeleton } from '../ui/states.js';
import { usePushedBoard } from '../supervise/hooks.js';
import { BoardFigures } from './board-figures.js';
import { FigureList } from './figure-list.js';
import { laterBoard, readFigure } from './figures.js';
import { TeamTable } from './team-table.js';

/** How the desk stands, readable from three metres; every figure opens its list beside it, on a phone in its place. */
export function BoardView({ layout, figure: name }: { layout: Layout; figure?: string }) {
  const words = useWords();
  const { api } = useServices();
  const pushed = usePushedBoard();
  // Again after an outage, when what was pushed meanwhile is lost.
  const up = useDesk((state) => state.link === 'up');
  const first = useQuery({ queryKey: ['board', up], queryFn: ({ signal }) => api.board(signal), staleTime: 0 });
  const board = laterBoard(pushed, first.data);
  const figure = name === undefined ? undefined : readFigure(name);

  if (board === undefined)
    return first.isError ? (
      <div className="pane pane-centre">
        <Failure title={words.text('board.failed')} error={first.error} retry={() => void first.refetch()} />
      </div>
    ) : (
      <div className="pane board-page">
        <Skeleton rows={9} kind="list" />
      </div>
    );
  const list = figure !== undefined && <FigureList key={name} figure={figure} board={board} />;
  if (layout === 'phone' && list) return list;
  return (
    <div className={`board-split ${list ? 'board-split-open' : ''}`}>
      <section className="pane board-page" aria-label={words.text('board.title')} data-testid="board">
        <BoardHead board={board} up={up} error={first.isError ? first.error : undefined} />
        <BoardFigures board={board} open={name} />
        <TeamTable board={board} open={name} />
      </section>
      {list}
    </div>
  );
}

function BoardHead({ board, up, error }: { board: Board; up: boolean; error: unknown }) {
  const words = useWords();
  const time = timeOfDay(board.at, words.locale);
  return (
    <header className="board-head">
      <h2>{words.text('board.title')}</h2>
      <p className={up ? 'tone-quiet' : 'tone-warning'} role="status">
        {up ? (
          words.text('board.live')
        ) : (
          <>
            <Unplug size={14} aria-hidden /> {words.text('board.stale', { time })}
          </>
        )}
        {error !== undefined && up && <> {sentenceOf(error, words)}</>}
      </p>
      <Link href="/audit" className="nav-link push-right" data-testid="to-audit">
        <ScrollText size={16} aria-hidden />
        {words.text('nav.audit')}
      </Link>
    </header>
  );
}
