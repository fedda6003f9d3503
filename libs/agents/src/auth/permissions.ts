import type { AgentRole } from '#kernel';
import type { Permission } from '#platform';

const EVERYBODY = ['conversations.read', 'knowledge.read', 'understanding.try'] as const satisfies Permission[];
const LEADING = [
  ...EVERYBODY,
  'conversations.read_all',
  'knowledge.write',
  'canned.share',
  'settings.read',
  'settings.write',
  'desk.supervise',
  'audit.read',
] as const;

/** Which role may do what: the only place that says so. */
const PERMISSIONS: Readonly<Record<AgentRole, readonly Permission[]>> = {
  agent: EVERYBODY,
  senior: [...EVERYBODY, 'knowledge.write', 'canned.share'],
  supervisor: LEADING,
  admin: [...LEADING, 'agents.manage', 'channels.manage'],
};

export function hasPermission(role: AgentRole, permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission);
}
