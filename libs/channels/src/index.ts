export { AnswerStreamModule, ChannelsModule } from './channels.module.js';
export { ShopperScreens } from './web/shopper-screens.js';
