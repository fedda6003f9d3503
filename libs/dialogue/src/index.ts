export { AnswerStream } from './answer-stream.js';
export { ChannelDeliveries } from './channel-deliveries.js';
export { CaseFileService } from './case-file.service.js';
export { DialogueModule } from './dialogue.module.js';
export { ShopperDesk } from './shopper-desk.js';
