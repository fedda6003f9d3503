import { Module } from '@nestjs/common';
import './conversation.entity.js';
import './message.entity.js';
import './note.entity.js';
import './note-mention.entity.js';
import './search/message-search.entity.js';
import { MessageAppender } from './append.js';
import { ConversationListRepository } from './conversation-list.repository.js';
import { ConversationRepository } from './conversation.repository.js';
import { ConversationService } from './conversation.service.js';
import { Inbox } from './inbox.js';
import { ConversationLifetime } from './lifetime.js';
import { MentionRepository } from './mention.repository.js';
import { Mentions } from './mentions.js';
import { Ownership } from './ownership.js';
import { ConversationSearch } from './search/conversation-search.js';
import { SearchIndex } from './search/search-index.js';
import { SearchRepository } from './search/search.repository.js';
import { SupervisedOwnership } from './supervised-ownership.js';
import { TurnLedger } from './turn-ledger.js';

/** Conversations, messages, ownership and their order: the source of truth. */
@Module({
  providers: [
    ConversationRepository,
    ConversationListRepository,
    SearchRepository,
    SearchIndex,
    MentionRepository,
    Mentions,
    MessageAppender,
    Ownership,
    SupervisedOwnership,
    Inbox,
    TurnLedger,
    ConversationService,
    ConversationSearch,
    ConversationLifetime,
  ],
  exports: [
    ConversationService,
    ConversationSearch,
    SearchIndex,
    Mentions,
    SupervisedOwnership,
    Inbox,
    TurnLedger,
    ConversationLifetime,
  ],
})
export class ConversationModule {}
