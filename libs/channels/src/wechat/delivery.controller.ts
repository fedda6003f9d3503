import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError, isId, type ChannelDelivery } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { AssignmentService } from '#handoff';
import { Postbox } from './send/postbox.js';

@ApiTags('conversations')
@ApiBearerAuth()
@Controller('api/v1/conversations')
export class DeliveryController {
  constructor(
    private readonly postbox: Postbox,
    private readonly assignments: AssignmentService,
  ) {}

  /** What may still be said on a channel that limits replies, and what has not arrived. 404 for a conversation that is on the web. */
  @Get(':id/delivery')
  @AgentsOnly('conversations.read')
  async read(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<ChannelDelivery> {
    if (!isId(id)) throw new AppError('CONVERSATION_NOT_FOUND');
    await this.assignments.visible(id, agent);
    const delivery = await this.postbox.deliveryOf(id);
    if (!delivery) throw new AppError('NOT_FOUND');
    return delivery;
  }
}
