import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel';
import { AuthService } from '#agents';
import type { AttachmentParties, Party } from '#attachments';
import { CustomersService } from '#customers';
import { AssignmentService } from '#handoff';

/** Shoppers by the token their socket was given, agents by their access token. */
@Injectable()
export class SignedInParties implements AttachmentParties {
  constructor(
    private readonly customers: CustomersService,
    private readonly agents: AuthService,
    private readonly assignments: AssignmentService,
  ) {}

  async of(bearerToken: string): Promise<Party> {
    // An access token is a JWT, in three parts; a shopper's has no points.
    if (!bearerToken.includes('.')) return { kind: 'shopper', id: await this.customers.shopperOf(bearerToken) };
    const { agent } = await this.agents.authenticate(bearerToken);
    return { kind: 'agent', id: agent.id, maySee: (id) => found(this.assignments.visible(id, agent)) };
  }
}

async function found(looking: Promise<unknown>): Promise<boolean> {
  try {
    await looking;
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONVERSATION_NOT_FOUND') return false;
    throw error;
  }
}
