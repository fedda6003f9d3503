import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { AppError } from '#kernel';
import { OperatorCommand, describeProblems, type CommandArguments } from '#platform';
import { AgentAccounts, type AgentAccount } from './agent-accounts.js';
import { NewAgentDto } from './agent.dto.js';
import { generatePassword } from './passwords.js';

/** Accounts on the command line. */
@Injectable()
export class AgentCommands {
  constructor(private readonly accounts: AgentAccounts) {}

  /** `--email --name --role --password --skills general,complaints`. Without a password one is made and returned once. */
  @OperatorCommand('agent:add')
  async add(args: CommandArguments): Promise<AgentAccount & { password?: string }> {
    const generated = args['password'] === undefined ? generatePassword() : undefined;
    const skills = typeof args['skills'] === 'string' ? args['skills'].split(',').map((s) => s.trim()) : undefined;
    const { email, name, role } = args;
    const dto = plainToInstance(NewAgentDto, { email, name, role, password: generated ?? args['password'], skills });
    const problems = await validate(dto, { whitelist: true });
    if (problems.length > 0) throw new AppError('VALIDATION_FAILED', { reason: describeProblems(problems) });
    const account = await this.accounts.add({ ...dto, password: dto.password ?? generatePassword() });
    return generated === undefined ? account : { ...account, password: generated };
  }

  @OperatorCommand('agent:list')
  async list(): Promise<{ agents: AgentAccount[] }> {
    return { agents: await this.accounts.all() };
  }
}
