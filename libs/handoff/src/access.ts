import type { AgentRole, ConversationStatus } from '#kernel';

interface Viewer {
  id: string;
  role: AgentRole;
}

/** May act on a conversation that a colleague has: transfer it, return it, resolve it. */
export function mayTakeOver(agent: Pick<Viewer, 'role'>): boolean {
  return agent.role === 'supervisor' || agent.role === 'admin';
}

/**
 * May read a conversation. Supervisors and administrators read all. An agent reads what waits for a person, what is his or her own,
 * and what has ended (the customer's history); what the bot or a colleague is just talking about is not for everybody's eyes.
 */
export function maySeeConversation(
  agent: Viewer,
  conversation: { status: ConversationStatus; agentId: string | null },
): boolean {
  if (mayTakeOver(agent)) return true;
  switch (conversation.status) {
    case 'queued':
    case 'resolved':
      return true;
    case 'assigned':
    case 'bot':
      return conversation.agentId === agent.id;
  }
}
