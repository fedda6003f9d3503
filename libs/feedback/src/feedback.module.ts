import { Module } from '@nestjs/common';
import { ConversationModule } from '#conversation';
import './answer-feedback.entity.js';
import { AnswerFeedbackRepository } from './answer-feedback.repository.js';
import './csat.entity.js';
import { CsatRepository } from './csat.repository.js';
import { FeedbackService } from './feedback.service.js';

@Module({
  imports: [ConversationModule],
  providers: [AnswerFeedbackRepository, CsatRepository, FeedbackService],
  exports: [FeedbackService],
})
export class FeedbackModule {}
