import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Request } from 'express';
import { LOCALES, toLocale, type CaseFile, type HandoffVerdict, type Locale, type Understanding } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { MAX_TEXT } from '#conversation';
import { AssignmentService, decideHandoff } from '#handoff';
import { TicketsService } from '#tickets';
import { CaseFileService } from './case-file.service.js';
import { ConversationFinder, ListQuery, type ConversationPage } from './conversation-finder.js';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import { MessageReader } from './reader.js';

class CaseQuery {
  /** Only so many of the last messages; earlier ones come by `sync`. All without it. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) messages?: number;
}

class UnderstandBody {
  @IsString() @IsNotEmpty() @MaxLength(MAX_TEXT) text!: string;
  @IsOptional() @IsIn(LOCALES) locale?: Locale;
}

type UnderstandAnswer = Pick<Understanding, 'language' | 'intent' | 'sentiment' | 'entities' | 'signals' | 'act'> & {
  handoff: HandoffVerdict;
};

/** Conversations for agents over REST, and the box to try the understanding in. */
@ApiTags('conversations')
@ApiBearerAuth()
@Controller('api/v1')
export class DialogueController {
  constructor(
    private readonly finder: ConversationFinder,
    private readonly cases: CaseFileService,
    private readonly assignments: AssignmentService,
    private readonly reader: MessageReader,
    private readonly settings: HandoffSettingsReader,
    private readonly tickets: TicketsService,
  ) {}

  @Get('conversations')
  @AgentsOnly('conversations.read')
  list(@Query() query: ListQuery, @CurrentAgent() agent: SignedInAgent): Promise<ConversationPage> {
    return this.finder.find(query, agent);
  }

  @Get('conversations/:id')
  @AgentsOnly('conversations.read')
  async one(
    @Param('id') id: string,
    @Query() { messages }: CaseQuery,
    @CurrentAgent() agent: SignedInAgent,
    @Req() request: Request,
  ): Promise<CaseFile> {
    await this.assignments.visible(id, agent);
    const file = await this.cases.read(id, toLocale(request.headers['accept-language']));
    return messages === undefined ? file : { ...file, messages: file.messages.slice(-messages) };
  }

  /** Who left the queue unanswered was called back: nothing is owed any more. Closing twice is closing once. */
  @Post('conversations/:id/follow-up/close')
  @HttpCode(200)
  @AgentsOnly('conversations.read')
  async closeFollowUp(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<{ ok: true }> {
    await this.assignments.visible(id, agent);
    await this.tickets.close(id, agent);
    return { ok: true };
  }

  @Post('understand')
  @HttpCode(200)
  @AgentsOnly('understanding.try')
  async understand(@Body() body: UnderstandBody): Promise<UnderstandAnswer> {
    const understanding = await this.reader.readText(body.text, body.locale);
    const handoff = decideHandoff({
      messages: [{ seq: 1, text: body.text, understanding }],
      history: [],
      settings: await this.settings.current(),
    });
    return { ...understanding, handoff };
  }
}
