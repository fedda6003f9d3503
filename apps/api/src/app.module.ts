import { Module, type DynamicModule } from '@nestjs/common';
import { Clock, SystemClock } from '#kernel';
import { AppConfig, PlatformModule } from '#platform';
import { AgentsModule } from '#agents';
import { AnalyticsModule } from '#analytics';
import { AttachmentsHttpModule } from '#attachments';
import { AnswerStreamModule, ChannelsModule } from '#channels';
import { ConversationModule } from '#conversation';
import { CaseFileService, DialogueModule } from '#dialogue';
import { LlmModule } from '#llm';
import { PrivacyModule } from '#privacy';
import { TicketsModule } from '#tickets';
import { CustomersModule } from '#customers';
import { HandoffModule } from '#handoff';
import { SignedInParties } from './attachment-parties.js';
import { DemoController } from './demo.controller.js';
import { HealthController } from './health.controller.js';
import { Seed } from './seed.js';
import { KnowledgeModule } from '#knowledge';
import { AgentAccountsModule } from '#agents';

/** The whole desk in one process. The worker and the command line build on the same module, so a job finds its handler everywhere. */
@Module({})
export class AppModule {
  static forRoot(config: AppConfig, clock: Clock = new SystemClock()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config, clock),
        PrivacyModule,
        AnalyticsModule,
        LlmModule,
        AnswerStreamModule,
        ConversationModule,
        DialogueModule,
        ChannelsModule,
        AgentAccountsModule,
        AgentsModule.forRoot({ imports: [DialogueModule], caseFiles: CaseFileService }),
        KnowledgeModule,
        TicketsModule,
        AttachmentsHttpModule.forRoot({
          imports: [AgentAccountsModule, CustomersModule, HandoffModule],
          parties: SignedInParties,
        }),
        CustomersModule,
      ],
      controllers: [DemoController, HealthController],
      providers: [Seed],
      exports: [Seed],
    };
  }
}
