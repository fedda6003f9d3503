import type { AgentRole, Severity } from '#kernel';

/** An agent who is online with a live lease and has room for one more. */
export interface FreeAgent {
  agentId: string;
  role: AgentRole;
  skills: readonly string[];
  /** Stores whose shoppers the agent is asked first for; none: all alike. */
  stores: readonly string[];
  /** How many conversations the agent may have at once. */
  capacity: number;
  /** Conversations assigned plus offers not yet answered. */
  load: number;
  /** When the agent last took a conversation; null: never. */
  lastAssignedAt: Date | null;
}

/** What routing knows of a waiting conversation. */
export interface WaitingCase {
  conversationId: string;
  skill: string | null;
  severity: Severity;
  /** The shopper's store, where it is known. */
  storeId: string | null;
  /** The agent it was transferred to, or who had it before. */
  preferredAgentId: string | null;
}

/** Whom a waiting conversation is offered to. Pure: it sees what it ranks and decides nothing else. */
export abstract class RoutingStrategy {
  /** The agents to ask, best first. Agents left out are not asked. */
  abstract rank(waiting: WaitingCase, agents: readonly FreeAgent[]): FreeAgent[];
}

/** Lower is asked earlier. A hard case goes to experience first; an easy one leaves supervisors to their own work. */
const SENIORITY: Readonly<Record<'hard' | 'easy', Readonly<Record<AgentRole, number>>>> = {
  hard: { senior: 0, supervisor: 1, agent: 2, admin: 3 },
  easy: { agent: 0, senior: 0, supervisor: 1, admin: 2 },
};

/** Preferred agent, then skill, store, seniority by severity, fewest conversations, longest without a new one. It refuses nobody: it orders. */
export class DefaultRoutingStrategy extends RoutingStrategy {
  override rank(waiting: WaitingCase, agents: readonly FreeAgent[]): FreeAgent[] {
    const seniority = SENIORITY[isHard(waiting) ? 'hard' : 'easy'];
    const key = (agent: FreeAgent): readonly number[] => [
      agent.agentId === waiting.preferredAgentId ? 0 : 1,
      hasSkill(agent, waiting.skill) ? 0 : 1,
      storeDistance(agent, waiting.storeId),
      seniority[agent.role],
      agent.load,
      agent.lastAssignedAt?.getTime() ?? 0,
    ];
    return agents
      .map((agent) => ({ agent, key: key(agent) }))
      .sort((a, b) => compare(a.key, b.key) || a.agent.agentId.localeCompare(b.agent.agentId))
      .map(({ agent }) => agent);
  }
}

function isHard(waiting: WaitingCase): boolean {
  return waiting.severity === 'critical' || waiting.skill === 'complaints';
}

function hasSkill(agent: FreeAgent, skill: string | null): boolean {
  return skill === null || skill === 'general' || agent.skills.includes(skill);
}

/** Those of the store first, then those of no store in particular. */
function storeDistance({ stores }: FreeAgent, storeId: string | null): number {
  if (storeId === null || stores.includes(storeId)) return 0;
  return stores.length === 0 ? 1 : 2;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
