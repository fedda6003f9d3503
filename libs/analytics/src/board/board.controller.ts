import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Board } from '#kernel';
import { AgentsOnly } from '#platform';
import { BoardService } from './board.service.js';

@ApiTags('board')
@ApiBearerAuth()
@Controller('api/v1/board')
export class BoardController {
  constructor(private readonly board: BoardService) {}

  /** What is going on at the desk; changes come as `board.changed` on the agents' sockets. */
  @Get()
  @AgentsOnly('desk.supervise')
  read(): Promise<Board> {
    return this.board.current();
  }
}
