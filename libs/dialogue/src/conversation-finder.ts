import { Injectable } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxDate,
  MaxLength,
  Min,
  MinDate,
} from 'class-validator';
import {
  BREACHES,
  type BreachKind,
  type Channel,
  type ConversationStatus,
  type MoodLabel,
  type Severity,
  type WireConversationItem,
} from '#kernel';
import type { SignedInAgent } from '#platform';
import { BoardService } from '#analytics';
import { ConversationSearch, ConversationService, parseSearch } from '#conversation';
import { CustomersService } from '#customers';
import { mayTakeOver } from '#handoff';

const STATUSES = ['bot', 'queued', 'assigned', 'resolved', 'open'] as const satisfies (ConversationStatus | 'open')[];
const MOODS = ['positive', 'neutral', 'negative'] as const satisfies MoodLabel[];
const YES_NO = ['true', 'false'] as const;
const SEVERITIES = ['normal', 'urgent', 'critical'] as const satisfies Severity[];
const CHANNELS = ['web', 'wechat'] as const satisfies Channel[];
/** What a Date knows and the database does not is out of these. */
const EARLIEST = new Date('2000-01-01T00:00:00Z');
const LATEST = new Date('2200-01-01T00:00:00Z');

/** What a list of conversations may be asked for; everything given must hold. */
export class ListQuery {
  /** Words, "exact phrases", order numbers, the end of a phone number, a name; all must be found in the conversation. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  /** `open`: all that have not ended. */
  @IsOptional() @IsIn(STATUSES) status?: ConversationStatus | 'open';
  @IsOptional() @IsUUID() agentId?: string;
  @IsOptional() @IsIn(SEVERITIES) severity?: Severity;
  @IsOptional() @IsIn(CHANNELS) channel?: Channel;
  @IsOptional() @IsString() @MaxLength(100) store?: string;
  @IsOptional() @IsUUID() shopperId?: string;
  @IsOptional() @IsIn(MOODS) mood?: MoodLabel;
  /** What is overdue, as the board counts it; at most the latest thousand. */
  @IsOptional() @IsIn(BREACHES) breach?: BreachKind;
  /** Begun then or later. */
  @IsOptional() @Type(() => Date) @IsDate() begunSince?: Date;
  /** Whether it was handed to people. */
  @IsOptional() @IsIn(YES_NO) handedOff?: (typeof YES_NO)[number];
  /** Only those begun since `begunSince` that shoppers have rated; at most the latest thousand. */
  @IsOptional() @IsIn(YES_NO) rated?: (typeof YES_NO)[number];
  /** With something in this time: changed since `from`, begun before `to`. */
  @IsOptional() @Type(() => Date) @IsDate() @MinDate(EARLIEST) @MaxDate(LATEST) from?: Date;
  @IsOptional() @Type(() => Date) @IsDate() @MinDate(EARLIEST) @MaxDate(LATEST) to?: Date;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
}

export interface ConversationPage {
  conversations: WireConversationItem[];
  nextCursor?: string;
}

/** Finds conversations for an agent: by what they are, by what was said in them, by who the shopper is. */
@Injectable()
export class ConversationFinder {
  constructor(
    private readonly conversations: ConversationService,
    private readonly search: ConversationSearch,
    private readonly customers: CustomersService,
    private readonly board: BoardService,
  ) {}

  /** Latest change first. Throws CURSOR_INVALID. */
  async find(query: ListQuery, agent: SignedInAgent): Promise<ConversationPage> {
    const { q, store, breach, handedOff, rated, ...rest } = query;
    const ids = await this.listed(breach, rated === 'true' ? (query.begunSince ?? new Date(0)) : undefined);
    const filter = {
      ...rest,
      ids,
      handedOff: handedOff === undefined ? undefined : handedOff === 'true',
      storeId: store,
      ...(mayTakeOver(agent) ? {} : { visibleTo: agent.id }),
    };
    if (q === undefined || q.trim() === '') return this.conversations.list(filter);
    const terms = parseSearch(q);
    if (terms.length === 0) return { conversations: [] };
    const wanted = await Promise.all(
      terms.map(async (term) => ({ term, shopperIds: await this.customers.meantBy(term.text) })),
    );
    return this.search.search(wanted, filter);
  }

  /** The ids of what only other libraries' tables know; undefined when nothing of that is asked for. */
  private async listed(breach: BreachKind | undefined, ratedSince: Date | undefined): Promise<string[] | undefined> {
    const late = breach === undefined ? undefined : await this.board.late(breach);
    const rated = ratedSince === undefined ? undefined : await this.board.rated(ratedSince);
    return late && rated ? late.filter((id) => rated.includes(id)) : (late ?? rated);
  }
}
