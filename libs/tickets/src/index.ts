export { TicketsModule } from './tickets.module.js';
export { TicketsService } from './tickets.service.js';
export type { TicketRow } from './ticket.repository.js';
