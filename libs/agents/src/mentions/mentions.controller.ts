import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError, isId, type Mention } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { Mentions } from '#conversation';

/** Notes that call the signed-in agent. */
@ApiTags('mentions')
@ApiBearerAuth()
@AgentsOnly('conversations.read')
@Controller('api/v1/mentions')
export class MentionsController {
  constructor(private readonly mentions: Mentions) {}

  /** The last ones, those not seen first. */
  @Get()
  async list(@CurrentAgent() agent: SignedInAgent): Promise<{ mentions: Mention[] }> {
    return { mentions: await this.mentions.of(agent.id) };
  }

  /** The agent has looked: the notes of this conversation call no more. */
  @Delete(':conversationId')
  @HttpCode(200)
  async seen(
    @Param('conversationId') conversationId: string,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<{ ok: true }> {
    if (!isId(conversationId)) throw new AppError('CONVERSATION_NOT_FOUND');
    await this.mentions.seen(agent.id, conversationId);
    return { ok: true };
  }
}
