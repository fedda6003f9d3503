import { Global, Module } from '@nestjs/common';
import { ConversationModule } from '#conversation';
import { CustomersModule } from '#customers';
import { AnswerStream, DialogueModule } from '#dialogue';
import { FeedbackModule } from '#feedback';
import { HandoffModule } from '#handoff';
import { KnowledgeModule } from '#knowledge';
import { WebDelivery } from './delivery/web-delivery.js';
import { ShopperGateway } from './web/shopper.gateway.js';
import { ShopperScreens } from './web/shopper-screens.js';
import { WidgetController } from './web/widget.controller.js';
import { WidgetFrontService } from './web/widget-front.service.js';
import { WidgetLogoController } from './web/look/widget-logo.controller.js';
import { WidgetLogoRepository } from './web/look/widget-logo.repository.js';
import { WidgetLogos } from './web/look/widget-logos.js';
import { WeChatModule } from './wechat/wechat.module.js';
import { WidgetLookReader } from './web/widget-look.js';

/** Where growing answers are shown. Global, because the conductor of turns asks for the port and does not know the channels. */
@Global()
@Module({
  providers: [ShopperScreens, { provide: AnswerStream, useExisting: ShopperScreens }],
  exports: [ShopperScreens, AnswerStream],
})
export class AnswerStreamModule {}

/** Shoppers' ways in and out. */
@Module({
  imports: [
    AnswerStreamModule,
    ConversationModule,
    CustomersModule,
    DialogueModule,
    FeedbackModule,
    HandoffModule,
    KnowledgeModule,
    WeChatModule,
  ],
  controllers: [WidgetController, WidgetLogoController],
  providers: [ShopperGateway, WebDelivery, WidgetFrontService, WidgetLookReader, WidgetLogoRepository, WidgetLogos],
})
export class ChannelsModule {}
