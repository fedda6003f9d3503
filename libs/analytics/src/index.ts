export { AnalyticsModule } from './analytics.module.js';
export { BoardService } from './board/board.service.js';
