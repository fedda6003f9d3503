import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const AGENTS_ONLY = 'deskhand:agents-only';

/** What an agent may be allowed to do; libs/agents says which role may do what. */
export type Permission =
  | 'conversations.read'
  | 'conversations.read_all'
  | 'knowledge.read'
  | 'knowledge.write'
  | 'settings.read'
  | 'settings.write'
  | 'desk.supervise'
  | 'audit.read'
  | 'agents.manage'
  | 'channels.manage'
  | 'canned.share'
  | 'understanding.try';

/** Marks a route or controller as for signed-in agents, optionally with a permission. The guard lives in libs/agents. */
export function AgentsOnly(permission?: Permission): CustomDecorator {
  return SetMetadata(AGENTS_ONLY, permission ?? true);
}
