import { Module } from '@nestjs/common';
import { BoardController } from './board/board.controller.js';
import { BoardRepository } from './board/board.repository.js';
import { BoardService } from './board/board.service.js';

@Module({ controllers: [BoardController], providers: [BoardRepository, BoardService], exports: [BoardService] })
export class AnalyticsModule {}
