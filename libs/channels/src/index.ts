export { AnswerStreamModule, ChannelsModule } from './channels.module.js';
export { WidgetLogo } from './web/look/widget-logo.entity.js';
export { OwedSweeper } from './wechat/send/owed-sweeper.js';
export { MAX_BODY_BYTES as MAX_CALLBACK_BYTES } from './wechat/callback/body.js';
export { MAX_LOGO_BYTES } from './web/look/widget-logos.js';
export { ShopperScreens } from './web/shopper-screens.js';
