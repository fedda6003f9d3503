import type { WireAgent } from '#kernel';
import type { AgentRow } from './agent.repository.js';

/** An account as its owner sees it: never the hash. */
export function toWireAgent(row: AgentRow): WireAgent {
  return { id: row.id, email: row.email, name: row.name, role: row.role, skills: row.skills };
}
