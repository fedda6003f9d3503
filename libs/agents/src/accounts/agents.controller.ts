import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AppError, isId, type AgentColour, type AgentRole, type AgentStatus } from '#kernel';
import { AgentsOnly, CurrentAgent, type SignedInAgent } from '#platform';
import { AvailabilityService } from '#handoff';
import { hasPermission } from '../auth/permissions.js';
import { AgentAccounts, type AgentAccount } from './agent-accounts.js';
import { AgentUpdateDto, NewAgentDto } from './agent.dto.js';
import { generatePassword } from './passwords.js';

/** A colleague as everybody at the desk sees one; the account's own data is for administrators. */
export interface Colleague {
  id: string;
  name: string;
  role: AgentRole;
  skills: string[];
  status: AgentStatus;
  colour?: AgentColour;
  email?: string;
  disabledAt?: string | null;
  stores?: string[];
  capacity?: number;
  passwordTemporary?: true;
  version?: number;
}

/** An account just made, or given a new password; the password is shown this once and can be looked up nowhere. */
type AccountWithPassword = AgentAccount & { password?: string };

@ApiTags('agents')
@ApiBearerAuth()
@AgentsOnly()
@Controller('api/v1')
export class AgentsController {
  constructor(
    private readonly accounts: AgentAccounts,
    private readonly availability: AvailabilityService,
  ) {}

  /** Everybody sees who works here and who is online; administrators also see addresses and closed accounts. */
  @Get('agents')
  async list(@CurrentAgent() viewer: SignedInAgent): Promise<{ agents: Colleague[] }> {
    const [accounts, there] = await Promise.all([this.accounts.all(), this.availability.all()]);
    const statuses = new Map(there.map((a) => [a.agentId, a.alive ? a.status : 'offline']));
    const manages = hasPermission(viewer.role, 'agents.manage');
    const agents = accounts
      .filter((a) => manages || a.disabledAt === null)
      .map(({ id, name, role, skills, colour, ...own }): Colleague => ({
        ...{ id, name, role, skills },
        status: statuses.get(id) ?? 'offline',
        ...(colour === undefined ? {} : { colour }),
        ...(manages ? managed(own) : {}),
      }));
    return { agents };
  }

  @Post('agents')
  @AgentsOnly('agents.manage')
  async add(@Body() body: NewAgentDto, @CurrentAgent() editor: SignedInAgent): Promise<AccountWithPassword> {
    const password = body.password ?? generatePassword();
    const account = await this.accounts.add({ ...body, password, passwordTemporary: true }, editor);
    return body.password === undefined ? { ...account, password } : account;
  }

  @Patch('agents/:id')
  @AgentsOnly('agents.manage')
  update(
    @Param('id') id: string,
    @Body() body: AgentUpdateDto,
    @CurrentAgent() editor: SignedInAgent,
  ): Promise<AgentAccount> {
    if (!isId(id)) throw new AppError('AGENT_NOT_FOUND');
    return this.accounts.update(id, body, editor);
  }

  /** Makes a new password and answers it this once; every sign-in of the account ends. */
  @Post('agents/:id/password')
  @HttpCode(200)
  @AgentsOnly('agents.manage')
  async resetPassword(@Param('id') id: string, @CurrentAgent() editor: SignedInAgent): Promise<AccountWithPassword> {
    const password = generatePassword();
    return { ...(await this.update(id, { password }, editor)), password };
  }

  /** Closes the account; what was said in its name stays. */
  @Delete('agents/:id')
  @HttpCode(200)
  @AgentsOnly('agents.manage')
  close(@Param('id') id: string, @CurrentAgent() editor: SignedInAgent): Promise<AgentAccount> {
    return this.update(id, { disabled: true }, editor);
  }
}

/** What administrators see beyond it. */
function managed(account: Omit<AgentAccount, 'id' | 'name' | 'role' | 'skills' | 'colour'>): Partial<Colleague> {
  const { email, disabledAt, stores = [], capacity, passwordTemporary, version } = account;
  return { email, disabledAt, stores, capacity, version, ...(passwordTemporary ? { passwordTemporary } : {}) };
}
