import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import type { Request } from 'express';
import {
  LOCALES,
  toLocale,
  type CaseFile,
  type ConversationStatus,
  type HandoffVerdict,
  type Locale,
  type Understanding,
  type WireConversationItem,
} from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { ConversationService, MAX_TEXT } from '#conversation';
import { AssignmentService, decideHandoff, mayTakeOver } from '#handoff';
import { CaseFileService } from './case-file.service.js';
import { HandoffSettingsReader } from './handoff-settings-reader.js';
import { MessageReader } from './reader.js';

const STATUSES = ['bot', 'queued', 'assigned', 'resolved'] as const;

class ListQuery {
  @IsOptional() @IsIn(STATUSES) status?: ConversationStatus;
  @IsOptional() @IsUUID() agentId?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
  @IsOptional() @IsString() @MaxLength(500) cursor?: string;
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
    private readonly conversations: ConversationService,
    private readonly cases: CaseFileService,
    private readonly assignments: AssignmentService,
    private readonly reader: MessageReader,
    private readonly settings: HandoffSettingsReader,
  ) {}

  @Get('conversations')
  @AgentsOnly('conversations.read')
  async list(
    @Query() query: ListQuery,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<{ conversations: WireConversationItem[]; nextCursor?: string }> {
    // What the bot or a colleague is just talking about is for supervisors' eyes; everybody sees the queue, their own, and the past.
    const own = query.status === 'assigned' || query.status === 'bot' || query.status === undefined;
    const agentId = !mayTakeOver(agent) && own ? agent.id : query.agentId;
    return this.conversations.list({ ...query, agentId });
  }

  @Get('conversations/:id')
  @AgentsOnly('conversations.read')
  async one(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent, @Req() request: Request): Promise<CaseFile> {
    await this.assignments.visible(id, agent);
    return this.cases.read(id, toLocale(request.headers['accept-language']));
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
