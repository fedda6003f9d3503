import { Module } from '@nestjs/common';
import { AgentAddCommand, AgentCommand, AgentListCommand } from './commands/agent.command.js';
import { BenchCommand } from './commands/bench.command.js';
import { DeadLettersCommand, DeadLettersRunCommand } from './commands/dead-letters.command.js';
import { EvalCommand } from './commands/eval.command.js';
import { KbCommand, KbImportCommand, KbReindexCommand, KbStatusCommand } from './commands/kb.command.js';
import { MigrateCommand } from './commands/migrate.command.js';
import {
  WeChatAddCommand,
  WeChatChangeCommand,
  WeChatCommand,
  WeChatListCommand,
  WeChatRemoveCommand,
  WeChatTestCommand,
} from './commands/wechat.command.js';

/** The operators' command line. Each command opens what it needs itself: most only speak to the running desk. */
@Module({
  providers: [
    MigrateCommand,
    ...[AgentCommand, AgentAddCommand, AgentListCommand],
    ...[KbCommand, KbImportCommand, KbReindexCommand, KbStatusCommand],
    ...[DeadLettersCommand, DeadLettersRunCommand],
    ...[
      WeChatCommand,
      WeChatAddCommand,
      WeChatChangeCommand,
      WeChatListCommand,
      WeChatRemoveCommand,
      WeChatTestCommand,
    ],
    EvalCommand,
    BenchCommand,
  ],
})
export class CliModule {}
