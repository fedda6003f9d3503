export { UnderstandingModule } from './understanding.module.js';
export { UnderstandingService, type UnderstandOptions } from './understanding.service.js';
export type { MerchantRule } from './signals/merchant.js';
export { INTENTS, KINDS, RISK_TOPICS, type Intent, type Kind, type RiskTopic, type LabelledMessage } from './labels.js';
export { isHeldOut, readMessages } from './train/messages.js';
