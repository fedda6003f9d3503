import type { WireAgent } from '#kernel';
import type { AgentRow } from './agent.repository.js';

/** An account as its owner sees it: never the hash. */
export function toWireAgent(row: AgentRow): WireAgent {
  const { id, email, name, role, skills, stores, capacity, locale, colour } = row;
  return {
    ...{ id, email, name, role, skills, capacity },
    ...(stores.length > 0 ? { stores } : {}),
    ...(locale === null ? {} : { locale }),
    ...(colour === null ? {} : { colour }),
    ...(row.passwordTemporary ? { passwordTemporary: true as const } : {}),
  };
}
