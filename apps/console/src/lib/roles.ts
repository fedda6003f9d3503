import type { AgentRole } from '#kernel';

/** Reads along, takes over and sees the whole team; the server decides, this only hides what it would refuse. */
export function leads(role: AgentRole): boolean {
  return role === 'supervisor' || role === 'admin';
}

/** May change what the assistant answers from. */
export function editsKnowledge(role: AgentRole): boolean {
  return role !== 'agent';
}
