import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError, isId, type AgentRole, type AgentStatus, type WireAgent } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { AvailabilityService } from '#handoff';
import { hasPermission } from '../auth/permissions.js';
import { AgentAccounts, type AgentAccount } from './agent-accounts.js';
import { AgentUpdateDto, NewAgentDto } from './agent.dto.js';

/** A colleague as everybody at the desk sees one; the account's own data is for administrators. */
export interface Colleague {
  id: string;
  name: string;
  role: AgentRole;
  skills: string[];
  status: AgentStatus;
  email?: string;
  disabledAt?: string | null;
}

@ApiTags('agents')
@ApiBearerAuth()
@AgentsOnly()
@Controller('api/v1')
export class AgentsController {
  constructor(
    private readonly accounts: AgentAccounts,
    private readonly availability: AvailabilityService,
  ) {}

  @Get('me')
  me(@CurrentAgent() agent: SignedInAgent): WireAgent {
    return agent;
  }

  /** Everybody sees who works here and who is online; administrators also see addresses and closed accounts. */
  @Get('agents')
  async list(@CurrentAgent() viewer: SignedInAgent): Promise<{ agents: Colleague[] }> {
    const [accounts, there] = await Promise.all([this.accounts.all(), this.availability.all()]);
    const statuses = new Map(there.map((a) => [a.agentId, a.alive ? a.status : 'offline']));
    const manages = hasPermission(viewer.role, 'agents.manage');
    const agents = accounts
      .filter((a) => manages || a.disabledAt === null)
      .map(({ email, disabledAt, ...colleague }): Colleague => ({
        ...colleague,
        status: statuses.get(colleague.id) ?? 'offline',
        ...(manages ? { email, disabledAt } : {}),
      }));
    return { agents };
  }

  @Post('agents')
  @AgentsOnly('agents.manage')
  add(@Body() body: NewAgentDto): Promise<AgentAccount> {
    return this.accounts.add(body);
  }

  @Patch('agents/:id')
  @AgentsOnly('agents.manage')
  update(@Param('id') id: string, @Body() body: AgentUpdateDto): Promise<AgentAccount> {
    if (!isId(id)) throw new AppError('AGENT_NOT_FOUND');
    return this.accounts.update(id, body);
  }

  /** Closes the account; what was said in its name stays. */
  @Delete('agents/:id')
  @HttpCode(200)
  @AgentsOnly('agents.manage')
  close(@Param('id') id: string): Promise<AgentAccount> {
    return this.update(id, { disabled: true });
  }
}
