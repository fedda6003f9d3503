/**
 * What the audit log knows of: the acts of those who work at the desk that a merchant may have to account for. The name of an act, once
 * shipped, keeps its meaning.
 */
export const AUDIT_ACTIONS = [
  'conversation.read_along',
  'conversation.whispered',
  'conversation.taken_over',
  'conversation.reassigned',
  'conversation.returned',
  'conversation.resolved',
  'settings.changed',
  'agent.added',
  'agent.changed',
  'agent.role_changed',
  'agent.closed',
  'agent.reopened',
  'agent.password_changed',
  'wechat_account.added',
  'wechat_account.changed',
  'wechat_account.removed',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What an act was done to. */
export type AuditSubjectType = 'conversation' | 'agent' | 'settings' | 'canned_reply' | 'wechat_account';

/** One entry of the audit log as `GET /api/v1/audit` answers it. */
export interface WireAuditEntry {
  id: string;
  at: string;
  /** Who did it. `id` is null for the operators' command line. */
  actor: { id: string | null; name: string };
  action: AuditAction;
  subject: { type: AuditSubjectType; id: string };
  /** Ids, names of fields, versions; never what anybody has written. */
  details: Record<string, unknown>;
}
