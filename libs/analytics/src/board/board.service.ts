import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, type Board, type BreachKind } from '#kernel';
import { Database, Log, Realtime, rooms } from '#platform';
import { BoardRepository, type BoardNowRow, type BoardTodayRow } from './board.repository.js';

/** How old what is shown may be, and how often it is pushed at most. */
const NOW_MS = 2_000;
/** The day's figures move slowly and look at the whole day. */
const TODAY_MS = 10_000;
/** No list shows more. */
const LISTED = 1_000;

/**
 * The live board. Every process finds the figures out for itself, once for all who look at it and only while somebody does, and pushes
 * to its own sockets when something has changed.
 */
@Injectable()
export class BoardService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private kept?: { at: number; board: Promise<Board> };
  private keptToday?: { at: number; row: BoardTodayRow };
  private pushed = '';
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly db: Database,
    private readonly rows: BoardRepository,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.push().catch((error: unknown) => this.log.warn({ error }, 'the board could not be read; trying again'));
    }, NOW_MS);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** The board as it is now, or was at most two seconds ago. */
  current(): Promise<Board> {
    if (this.kept && performance.now() - this.kept.at < NOW_MS / 2) return this.kept.board;
    const board = this.read();
    this.kept = { at: performance.now(), board };
    // A failure is told to who asked, and not kept.
    board.catch(() => (this.kept = undefined));
    return board;
  }

  /** Ids of the conversations that are overdue in this way, at most a thousand, the latest. */
  late(kind: BreachKind): Promise<string[]> {
    return this.rows.late(this.db.manager, kind, this.clock.now(), LISTED);
  }

  /** Ids of the conversations begun since then that shoppers have rated, at most a thousand, the latest. */
  rated(since: Date): Promise<string[]> {
    return this.rows.rated(this.db.manager, since, LISTED);
  }

  private async push(): Promise<void> {
    if (!this.realtime.anyAgentsHere(rooms.supervisors)) return;
    const board = await this.current();
    const content = JSON.stringify({ ...board, at: '' });
    if (content === this.pushed) return;
    this.pushed = content;
    this.realtime.toAgentsHere(rooms.supervisors).emit('board.changed', board);
  }

  private async read(): Promise<Board> {
    const at = this.clock.now();
    const now = await this.rows.now(this.db.manager, at);
    return toBoard(at, now, await this.today(at));
  }

  private async today(at: Date): Promise<BoardTodayRow> {
    if (!this.keptToday || performance.now() - this.keptToday.at >= TODAY_MS) {
      this.keptToday = { at: performance.now(), row: await this.rows.today(this.db.manager, at) };
    }
    return this.keptToday.row;
  }
}

function toBoard(at: Date, now: BoardNowRow, today: BoardTodayRow): Board {
  const { normal, urgent, critical } = now;
  return {
    at: at.toISOString(),
    waiting: {
      count: now.queued,
      ...(now.longestSince ? { longestSince: now.longestSince.toISOString() } : {}),
      bySeverity: { normal, urgent, critical },
    },
    bot: now.bot,
    assigned: now.assigned,
    agents: now.agents.map(({ id, name, role, status, capacity, conversations }) => ({
      ...{ id, name, role, status, capacity },
      conversations: conversations.map(({ waitingSince, ...conversation }) => ({
        ...conversation,
        ...(waitingSince === undefined ? {} : { waitingSince: new Date(waitingSince).toISOString() }),
      })),
    })),
    breaches: now.breaches,
    mood: { known: now.moodKnown, negative: now.moodNegative },
    today: {
      since: today.since.toISOString(),
      conversations: today.conversations,
      handoffs: today.handoffs,
      ...(today.median === null || today.p90 === null
        ? {}
        : { firstReplySeconds: { median: round(today.median), p90: round(today.p90) } }),
      ...(today.average === null ? {} : { csat: { count: today.rated, average: round(today.average, 2) } }),
    },
  };
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
