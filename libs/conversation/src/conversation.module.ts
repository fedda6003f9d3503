import { Module } from '@nestjs/common';
import './conversation.entity.js';
import './message.entity.js';
import './note.entity.js';
import { MessageAppender } from './append.js';
import { ConversationRepository } from './conversation.repository.js';
import { ConversationService } from './conversation.service.js';
import { Inbox } from './inbox.js';
import { ConversationLifetime } from './lifetime.js';
import { Ownership } from './ownership.js';
import { TurnLedger } from './turn-ledger.js';

/** Conversations, messages, ownership and their order: the source of truth. */
@Module({
  providers: [
    ConversationRepository,
    MessageAppender,
    Ownership,
    Inbox,
    TurnLedger,
    ConversationService,
    ConversationLifetime,
  ],
  exports: [ConversationService, Inbox, TurnLedger, ConversationLifetime],
})
export class ConversationModule {}
