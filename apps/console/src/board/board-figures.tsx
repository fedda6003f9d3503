import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { BREACHES, type Board } from '#kernel';
import { clock } from '../i18n/format.js';
import { useWords } from '../i18n/i18n.js';
import { useNow } from '../lib/hooks.js';
import { containedShare, negativeShare } from './figures.js';

interface Props {
  board: Board;
  /** The figure whose list is open. */
  open: string | undefined;
}

/** From this wait on the figure says that somebody should look; the trade's bar is half a minute. */
const LONG_MS = 30_000;
const MANY_NEGATIVE = 0.3;

export function BoardFigures({ board, open }: Props) {
  const words = useWords();
  const online = board.agents.filter((agent) => agent.status === 'online');
  const load = board.agents.reduce((sum, agent) => sum + agent.conversations.length, 0);
  const capacity = online.reduce((sum, agent) => sum + agent.capacity, 0);
  const negative = negativeShare(board);
  return (
    <>
      <Group title={words.text('board.now')} className="figures-now">
        <Figure name="waiting" open={open} label={words.text('figure.waiting')} value={board.waiting.count}>
          <Severities board={board} open={open} />
        </Figure>
        <LongestWait board={board} open={open} />
        <Figure name="assigned" open={open} label={words.text('figure.assigned')} value={board.assigned}>
          {words.text('figure.assignedOf', { online: online.length, load, capacity })}
        </Figure>
        <Figure name="bot" open={open} label={words.text('figure.bot')} value={board.bot} />
        <Figure
          name="mood"
          open={open}
          label={words.text('figure.mood')}
          value={negative === undefined ? words.text('figure.none') : percent(negative, words.locale)}
          tone={negative !== undefined && negative >= MANY_NEGATIVE ? 'warning' : undefined}
        >
          {words.text('figure.moodOf', { negative: board.mood.negative, known: board.mood.known })}
        </Figure>
      </Group>
      <Group title={words.text('board.breaches')} className="figures-breaches">
        {BREACHES.map((kind) => (
          <Figure
            key={kind}
            name={kind}
            open={open}
            label={words.text(`breach.${kind}`)}
            value={board.breaches[kind]}
            tone={board.breaches[kind] > 0 ? 'danger' : undefined}
            small
          />
        ))}
      </Group>
      <Today board={board} open={open} />
    </>
  );
}

function Today({ board, open }: Props) {
  const words = useWords();
  const { conversations, handoffs, firstReplySeconds: reply, csat } = board.today;
  const contained = containedShare(board);
  const none = words.text('figure.none');
  return (
    <Group title={words.text('board.today')} className="figures-today">
      <Figure name="begun" open={open} label={words.text('figure.begun')} value={conversations} small />
      <Figure name="handoffs" open={open} label={words.text('figure.handoffs')} value={handoffs} small />
      <Figure
        name="contained"
        open={open}
        label={words.text('figure.contained')}
        value={contained === undefined ? none : percent(contained, words.locale)}
        small
      />
      <Figure
        name="reply"
        open={open}
        label={words.text('figure.reply')}
        value={reply === undefined ? none : clock(reply.median * 1_000)}
        small
      >
        {reply !== undefined && words.text('figure.replySlow', { time: clock(reply.p90 * 1_000) })}
      </Figure>
      <Figure
        name="csat"
        open={open}
        label={words.text('figure.csat')}
        value={csat === undefined ? none : csat.average.toFixed(1)}
        small
      >
        {csat !== undefined && words.count('figure.csatOf', csat.count)}
      </Figure>
    </Group>
  );
}

/** By itself, because it runs every second and the rest need not. */
function LongestWait({ board, open }: Props) {
  const words = useWords();
  const now = useNow();
  const since = board.waiting.longestSince;
  const waited = since === undefined ? undefined : Math.max(0, now - Date.parse(since));
  return (
    <Figure
      name="longest"
      open={open}
      label={words.text('figure.longest')}
      value={waited === undefined ? words.text('figure.none') : clock(waited)}
      tone={
        waited === undefined ? undefined : waited >= 2 * LONG_MS ? 'danger' : waited >= LONG_MS ? 'warning' : undefined
      }
    >
      {waited === undefined && words.text('figure.nobody')}
    </Figure>
  );
}

function Severities({ board, open }: Props) {
  const words = useWords();
  const severe = (['critical', 'urgent'] as const).filter((severity) => board.waiting.bySeverity[severity] > 0);
  if (severe.length === 0) return null;
  return severe.map((severity) => (
    <Link
      key={severity}
      href={`/board/${severity}`}
      className={`tag tag-${severity} figure-tag`}
      aria-current={open === severity || undefined}
    >
      {words.text('figure.severe', {
        severity: words.text(`severity.${severity}`),
        count: board.waiting.bySeverity[severity],
      })}
    </Link>
  ));
}

function Group({ title, className, children }: { title: string; className: string; children: ReactNode }) {
  return (
    <section className="board-group" aria-label={title}>
      <h3>{title}</h3>
      <div className={`figures ${className}`}>{children}</div>
    </section>
  );
}

interface FigureProps {
  name: string;
  open: string | undefined;
  label: string;
  value: ReactNode;
  tone?: 'warning' | 'danger';
  small?: boolean;
  children?: ReactNode;
}

function Figure({ name, open, label, value, tone, small = false, children }: FigureProps) {
  return (
    <div className={`figure ${small ? 'figure-small' : ''} ${tone === undefined ? '' : `figure-${tone}`}`}>
      <Link
        href={open === name ? '/board' : `/board/${name}`}
        className="figure-link"
        aria-current={open === name || undefined}
        data-testid={`figure-${name}`}
      >
        <span className="figure-label">{label}</span>
        <strong className="figure-value">{value}</strong>
      </Link>
      <div className="figure-more">{children}</div>
    </div>
  );
}

function percent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}
