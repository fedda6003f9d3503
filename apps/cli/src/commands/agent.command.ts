import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { runOperatorCommand } from '../operator.js';

interface AddOptions {
  email: string;
  name: string;
  role: string;
  password?: string;
  skills?: string;
}

@SubCommand({ name: 'add', description: 'make an account; without --password one is made and shown once' })
export class AgentAddCommand extends CommandRunner {
  run(_inputs: string[], options: AddOptions): Promise<void> {
    return runOperatorCommand('agent:add', { ...options });
  }

  @Option({ flags: '--email <email>', description: 'for signing in', required: true })
  email(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: 'as shoppers see it', required: true })
  name(value: string): string {
    return value;
  }

  @Option({ flags: '--role <role>', description: 'agent, senior, supervisor or admin', required: true })
  role(value: string): string {
    return value;
  }

  @Option({ flags: '--password <password>', description: 'at least 10 characters' })
  password(value: string): string {
    return value;
  }

  @Option({ flags: '--skills <list>', description: 'general,complaints,aftersales' })
  skills(value: string): string {
    return value;
  }
}

@SubCommand({ name: 'list', description: 'list the accounts' })
export class AgentListCommand extends CommandRunner {
  run(): Promise<void> {
    return runOperatorCommand('agent:list', {});
  }
}

@Command({ name: 'agent', description: 'accounts of the team', subCommands: [AgentAddCommand, AgentListCommand] })
export class AgentCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
