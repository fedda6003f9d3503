import { Injectable } from '@nestjs/common';
import { AppConfig } from '#platform';
import { AgentAccounts, type NewAgent } from './agent-accounts.js';
import { generatePassword } from './passwords.js';

const TEAM: readonly Omit<NewAgent, 'password'>[] = [
  { email: 'lin@demo.local', name: '林', role: 'agent', skills: ['general', 'aftersales'] },
  { email: 'chen@demo.local', name: '陈', role: 'senior', skills: ['general', 'complaints', 'aftersales'] },
  { email: 'wu@demo.local', name: '吴', role: 'supervisor', skills: ['general', 'complaints', 'aftersales'] },
  { email: 'admin@demo.local', name: '管理员', role: 'admin', skills: ['general'] },
];

/** The four people of the demo shop. */
@Injectable()
export class DemoTeam {
  constructor(
    private readonly accounts: AgentAccounts,
    private readonly config: AppConfig,
  ) {}

  /**
   * Makes the team on a desk that has no account yet; undefined when there is one. Returns the addresses and the password they share:
   * the configured one, or one made now, which nobody can look up later.
   */
  async seed(): Promise<{ emails: string[]; password: string } | undefined> {
    if ((await this.accounts.count()) > 0) return undefined;
    const password = this.config.demoPassword ?? generatePassword();
    await this.accounts.addAll(TEAM.map((agent) => ({ ...agent, password })));
    return { emails: TEAM.map((a) => a.email), password };
  }
}
