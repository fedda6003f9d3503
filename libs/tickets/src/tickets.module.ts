import { Module } from '@nestjs/common';
import './ticket.entity.js';
import { TicketRepository } from './ticket.repository.js';
import { TicketsService } from './tickets.service.js';

@Module({ providers: [TicketRepository, TicketsService], exports: [TicketsService] })
export class TicketsModule {}
