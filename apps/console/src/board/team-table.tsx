import { Users } from 'lucide-react';
import { Link } from 'wouter';
import type { Board, BoardAgent } from '#kernel';
import { useWords } from '../i18n/i18n.js';
import { shopperName } from '../ui/labels.js';
import { Empty } from '../ui/states.js';

/** Who is here, how much each has, and what. */
export function TeamTable({ board, open }: { board: Board; open: string | undefined }) {
  const words = useWords();
  return (
    <section className="board-group" aria-label={words.text('board.team')}>
      <h3>{words.text('board.team')}</h3>
      {board.agents.length === 0 ? (
        <Empty icon={Users} title={words.text('empty.noAgents')} hint={words.text('empty.noAgentsHint')} />
      ) : (
        <ul className="team">
          {board.agents.map((agent) => (
            <AgentRow key={agent.id} agent={agent} open={open === agent.id} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AgentRow({ agent, open }: { agent: BoardAgent; open: boolean }) {
  const words = useWords();
  const load = agent.conversations.length;
  return (
    <li className="team-agent" data-testid="team-agent">
      <Link
        href={open ? '/board' : `/board/${agent.id}`}
        className="team-name"
        aria-current={open || undefined}
        title={words.text(`presence.${agent.status}`)}
      >
        <span className={`dot dot-${agent.status}`} aria-hidden />
        <span className="clip">{agent.name}</span>
        <span className="visually-hidden">{words.text(`presence.${agent.status}`)}</span>
      </Link>
      <span className="team-load">
        <meter
          min={0}
          max={agent.capacity}
          value={Math.min(load, agent.capacity)}
          aria-label={words.text('board.load', { load, capacity: agent.capacity })}
        />
        <span aria-hidden>
          {load}/{agent.capacity}
        </span>
      </span>
      <span className="team-has">
        {agent.conversations.map((one) => (
          <Link key={one.id} href={`/c/${one.id}`} className={`chip team-chip row-${one.severity ?? 'normal'}`}>
            <span className="clip">
              {shopperName({ shopper: { id: one.shopperId, name: one.shopperName } }, words)}
            </span>
            {one.waitingSince !== undefined && (
              <span className="team-waits" role="img" aria-label={words.text('board.waits')} />
            )}
          </Link>
        ))}
      </span>
    </li>
  );
}
