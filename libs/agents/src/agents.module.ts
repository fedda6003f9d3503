import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AttachmentsModule } from '#attachments';
import { ConversationModule } from '#conversation';
import { HandoffModule } from '#handoff';
import { AgentAccounts } from './accounts/agent-accounts.js';
import { AgentCommands } from './accounts/agent.commands.js';
import { AgentRepository } from './accounts/agent.repository.js';
import { ProfileController } from './accounts/profile.controller.js';
import { AgentsController } from './accounts/agents.controller.js';
import { DemoTeam } from './accounts/demo-team.js';
import { CannedReplies } from './canned/canned-replies.js';
import { CannedRepliesController } from './canned/canned-replies.controller.js';
import { CannedReplyRepository } from './canned/canned-reply.repository.js';
import { AccessTokens } from './auth/access-tokens.js';
import { AgentsGuard } from './auth/agents.guard.js';
import { AuthController } from './auth/auth.controller.js';
import { AuthService } from './auth/auth.service.js';
import { SignInRepository } from './auth/sign-in.repository.js';
import { AgentSessions } from './gateway/agent-sessions.js';
import { CaseFiles } from './gateway/case-files.js';
import { AgentDesk } from './gateway/agent-desk.js';
import { AgentGateway } from './gateway/agent.gateway.js';
import { AgentRooms } from './gateway/agent-rooms.js';
import { MentionDelivery } from './mentions/mention-delivery.js';
import { MentionsController } from './mentions/mentions.controller.js';
import { PresenceKeeper } from './gateway/presence-keeper.js';
import { Readers } from './gateway/readers.js';
import { SupervisorDesk } from './gateway/supervisor-desk.js';

/** Accounts and signing in, without sockets: what the command line needs. */
@Module({
  imports: [JwtModule.register({}), HandoffModule],
  providers: [
    AgentRepository,
    SignInRepository,
    AccessTokens,
    AgentSessions,
    AuthService,
    AgentAccounts,
    AgentCommands,
    DemoTeam,
    CannedReplyRepository,
    CannedReplies,
  ],
  exports: [AuthService, AgentAccounts, DemoTeam, AgentSessions, CannedReplies],
})
export class AgentAccountsModule {}

export interface AgentsModuleOptions {
  /** Modules that export the reader of case files. */
  imports: Type[];
  caseFiles: Type<CaseFiles>;
}

/** The edge: HTTP routes, their guard, and the agents' sockets. */
@Module({})
export class AgentsModule {
  static forRoot({ imports, caseFiles }: AgentsModuleOptions): DynamicModule {
    return {
      module: AgentsModule,
      imports: [AgentAccountsModule, AttachmentsModule, HandoffModule, ConversationModule, ...imports],
      controllers: [AuthController, AgentsController, ProfileController, CannedRepliesController, MentionsController],
      providers: [
        { provide: CaseFiles, useExisting: caseFiles },
        { provide: APP_GUARD, useClass: AgentsGuard },
        MentionDelivery,
        AgentRooms,
        AgentDesk,
        SupervisorDesk,
        Readers,
        PresenceKeeper,
        AgentGateway,
      ],
    };
  }
}
