import { Global, Module } from '@nestjs/common';
import { ConversationModule } from '#conversation';
import { CustomersModule } from '#customers';
import { AnswerStream, DialogueModule } from '#dialogue';
import { FeedbackModule } from '#feedback';
import { WebDelivery } from './delivery/web-delivery.js';
import { ShopperGateway } from './web/shopper.gateway.js';
import { ShopperScreens } from './web/shopper-screens.js';

/** Where growing answers are shown. Global, because the conductor of turns asks for the port and does not know the channels. */
@Global()
@Module({
  providers: [ShopperScreens, { provide: AnswerStream, useExisting: ShopperScreens }],
  exports: [ShopperScreens, AnswerStream],
})
export class AnswerStreamModule {}

/** Shoppers' ways in and out. */
@Module({
  imports: [AnswerStreamModule, ConversationModule, CustomersModule, DialogueModule, FeedbackModule],
  providers: [ShopperGateway, WebDelivery],
})
export class ChannelsModule {}
