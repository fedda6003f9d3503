import { Global, Module } from '@nestjs/common';
import { AttachmentsModule } from '#attachments';
import { ConversationModule } from '#conversation';
import { CustomersModule } from '#customers';
import { ChannelDeliveries, DialogueModule } from '#dialogue';
import { FeedbackModule } from '#feedback';
import { HandoffModule } from '#handoff';
import './store/account.entity.js';
import './store/peer.entity.js';
import './store/traffic.entity.js';
import { AccountCare } from './accounts/account-care.js';
import { WeChatAccountCommands } from './accounts/account.commands.js';
import { WeChatAccountsController } from './accounts/accounts.controller.js';
import { WeChatAccounts } from './accounts/accounts.js';
import { Vault } from './accounts/vault.js';
import { AccessTokens } from './api/access-tokens.js';
import { WeChatHttp } from './api/http.js';
import { WeChatApi } from './api/wechat-api.js';
import { DeliveryController } from './delivery.controller.js';
import { Acquaintance } from './handover/acquaintance.js';
import { HandoverController } from './handover/handover.controller.js';
import { HandoverLinks } from './handover/handover-links.js';
import { HandoverTokens } from './handover/handover-tokens.js';
import { Handover } from './handover/handover.js';
import { OneCustomer } from './handover/one-customer.js';
import { TrafficSweeper } from './store/traffic-sweeper.js';
import { Doorkeeper } from './receive/doorkeeper.js';
import { EventReader } from './receive/event-reader.js';
import { KfSync } from './receive/kf-sync.js';
import { MenuLabels } from './receive/menu-labels.js';
import { MessageTaker } from './receive/message-taker.js';
import { PassiveReplies } from './receive/passive-replies.js';
import { ArrivalReader } from './receive/reader.js';
import { Reception } from './receive/reception.js';
import { Courier } from './send/courier.js';
import { Deliveries } from './send/deliveries.js';
import { EnclosureSender } from './send/enclosure-sender.js';
import { OwedSweeper } from './send/owed-sweeper.js';
import { Postbox } from './send/postbox.js';
import { SessionMirror } from './send/session-mirror.js';
import { TokenDoubt } from './send/token-doubt.js';
import { WeChatAccountRepository } from './store/account.repository.js';
import { DeliveryRepository } from './store/delivery.repository.js';
import { KfRepository } from './store/kf.repository.js';
import { WeChatPeerRepository } from './store/peer.repository.js';
import { WeChatTrafficRepository } from './store/traffic.repository.js';
import { WeChatWebhookController } from './wechat-webhook.controller.js';

/** How conversations fare on WeChat. Global, because case files ask for the port and do not know the channels. */
@Global()
@Module({
  imports: [ConversationModule],
  providers: [DeliveryRepository, Deliveries, { provide: ChannelDeliveries, useExisting: Deliveries }],
  exports: [Deliveries, ChannelDeliveries],
})
class ChannelDeliveriesModule {}

/** Shoppers who write from WeChat. */
@Module({
  imports: [
    AttachmentsModule,
    ChannelDeliveriesModule,
    ConversationModule,
    CustomersModule,
    DialogueModule,
    FeedbackModule,
    HandoffModule,
  ],
  controllers: [WeChatWebhookController, WeChatAccountsController, HandoverController, DeliveryController],
  providers: [
    ...[WeChatAccountRepository, WeChatPeerRepository, WeChatTrafficRepository, KfRepository],
    ...[Vault, WeChatAccounts, WeChatAccountCommands, AccountCare],
    ...[WeChatHttp, AccessTokens, WeChatApi],
    ...[Doorkeeper, Reception, ArrivalReader, TrafficSweeper],
    ...[MenuLabels, MessageTaker, EventReader, KfSync, PassiveReplies],
    ...[Postbox, Courier, TokenDoubt, OwedSweeper, EnclosureSender, SessionMirror],
    ...[Handover, HandoverTokens, HandoverLinks, OneCustomer, Acquaintance],
  ],
  exports: [HandoverLinks],
})
export class WeChatModule {}
