import 'reflect-metadata';
export { AuditLog, type AuditedAct } from './audit/audit-log.js';
export { AppConfig, sha256, type OpenAiConfig, type DatabaseConfig, type WeChatConfig } from './config/app-config.js';
export { EnvironmentError } from './config/environment.js';
export { Database, TransactionRunner, afterCommit, sql, violatedConstraint, type Tx } from './database/database.js';
export { DataDirInUseError } from './database/data-dir-lock.js';
export { makeDataSource } from './database/data-source.js';
export { migrate, schemaDrift } from './database/migrate.js';
export { PreparedStatements } from './database/pglite-statements.js';
export { Log, withLogContext, type LogContext } from './log/log.js';
export { maskForLog } from './log/mask.js';
export { Metrics } from './metrics/metrics.js';
export { SharedCache } from './limits/shared-cache.js';
export { RateLimiter, type BucketName } from './limits/rate-limiter.js';
export { Outbox, type Publication, type PublishOptions } from './outbox/outbox.js';
export { HandlerRegistry } from './outbox/handler-registry.js';
export { JobCarrier } from './outbox/job-carrier.js';
export { OnEvent, type JobMeta } from './outbox/on-event.js';
export { AgentsOnly, AGENTS_ONLY, type Permission } from './http/agents-only.js';
export { bearerToken } from './http/bearer.js';
export { CurrentAgent, CurrentSignIn, type AgentRequest, type SignedInAgent } from './http/current-agent.js';
export { ErrorFilter, toAppError } from './http/error.filter.js';
export { fromOutside } from './http/outside.js';
export { describeProblems } from './http/problems.js';
export { jsonOnly, refuseWhatIsNotHttp, tellInJson } from './http/bodies.js';
export { validationPipe } from './http/validation.js';
export { isAllowedOrigin } from './http/origins.js';
export { Realtime, rooms } from './realtime/realtime.js';
export { handle, refuseUnknown, type HandleOptions } from './realtime/ack.js';
export { SocketAdapter, connectEmitter } from './realtime/socket-adapter.js';
export {
  OperatorCommand,
  OperatorCommands,
  type CommandArguments,
  type CommandProgress,
} from './operator/operator-commands.js';
export { OperatorSocket, askOperatorSocket, type OperatorReply } from './operator/operator-socket.js';
export { PlatformModule } from './platform.module.js';
