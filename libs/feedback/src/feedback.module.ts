import { Module } from '@nestjs/common';
import { ConversationModule } from '#conversation';
import './csat.entity.js';
import { CsatRepository } from './csat.repository.js';
import { FeedbackService } from './feedback.service.js';

@Module({ imports: [ConversationModule], providers: [CsatRepository, FeedbackService], exports: [FeedbackService] })
export class FeedbackModule {}
