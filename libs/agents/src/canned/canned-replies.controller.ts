import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CANNED_VARIABLES, type CannedVariable, type WireCannedReply } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { CannedReplies } from './canned-replies.js';
import { CannedReplyDto, ChangedCannedReplyDto } from './canned-reply.dto.js';

@ApiTags('canned replies')
@ApiBearerAuth()
@AgentsOnly()
@Controller('api/v1/canned-replies')
export class CannedRepliesController {
  constructor(private readonly canned: CannedReplies) {}

  /** All an agent can use, shared and personal, the most used first; and the variables a text may have. */
  @Get()
  async list(
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<{ replies: WireCannedReply[]; variables: readonly CannedVariable[] }> {
    return { replies: await this.canned.visibleTo(agent.id), variables: CANNED_VARIABLES };
  }

  @Post()
  add(@Body() body: CannedReplyDto, @CurrentAgent() agent: SignedInAgent): Promise<WireCannedReply> {
    return this.canned.add(agent, body);
  }

  @Put(':id')
  change(
    @Param('id') id: string,
    @Body() body: ChangedCannedReplyDto,
    @CurrentAgent() agent: SignedInAgent,
  ): Promise<WireCannedReply> {
    return this.canned.change(agent, id, body.version, body);
  }

  @Delete(':id')
  @HttpCode(200)
  async remove(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<{ ok: true }> {
    await this.canned.remove(agent, id);
    return { ok: true };
  }

  /** The composer has taken the reply: counts it. */
  @Post(':id/use')
  @HttpCode(200)
  async used(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<{ uses: number }> {
    return { uses: await this.canned.used(agent.id, id) };
  }
}
