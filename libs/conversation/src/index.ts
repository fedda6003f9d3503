export { ConversationModule } from './conversation.module.js';
export { ConversationService } from './conversation.service.js';
export { Inbox, MAX_TEXT, cleanText, type InboundMessage, type Received } from './inbox.js';
export { ConversationLifetime } from './lifetime.js';
export { LIFECYCLE } from './lifecycle.js';
export { SupervisedOwnership } from './supervised-ownership.js';
export { TURN_LEASE_MS, TurnLedger, type BotDraft, type TurnClaim } from './turn-ledger.js';
export type { HandOff, TransitionOptions } from './ownership.js';
export {
  toShopperConversation,
  toShopperMessage,
  toWireConversation,
  toWireItem,
  type ActingAgent,
  type ConversationRecord,
  type Enclosed,
} from './records.js';
export type { ConversationFilter } from './conversation-list.repository.js';
export { ConversationSearch, type WantedTerm } from './search/conversation-search.js';
export { Mentions } from './mentions.js';
export { SearchIndex } from './search/search-index.js';
export { parseSearch, type SearchTerm } from './search/terms.js';
