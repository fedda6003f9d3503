import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError, type ChannelDelivery } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { AssignmentService } from '#handoff';
import { Deliveries } from './send/deliveries.js';

@ApiTags('conversations')
@ApiBearerAuth()
@Controller('api/v1/conversations')
export class DeliveryController {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly assignments: AssignmentService,
  ) {}

  /** What may still be said on a channel that limits replies, and what has not arrived. 404 for a conversation that is on the web. */
  @Get(':id/delivery')
  @AgentsOnly('conversations.read')
  async read(@Param('id') id: string, @CurrentAgent() agent: SignedInAgent): Promise<ChannelDelivery> {
    const delivery = await this.deliveries.of(await this.assignments.visible(id, agent));
    if (!delivery) throw new AppError('NOT_FOUND');
    return delivery;
  }
}
