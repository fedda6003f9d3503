import { Module } from '@nestjs/common';
import { UnderstandingService } from './understanding.service.js';

/** Needs the application's `Clock`. */
@Module({ providers: [UnderstandingService], exports: [UnderstandingService] })
export class UnderstandingModule {}
