import type { AgentRole, AgentStatus, Severity } from './names.js';

/**
 * What is overdue. `first_reply`: waits for a person's first words longer than promised. `offer_expired`: an agent was asked and let it
 * run out, and it still waits. `complaint_answer`, `complaint_close`: a complaint or a kept case without an answer for 24 hours, or not
 * closed for 48.
 */
export const BREACHES = ['first_reply', 'offer_expired', 'complaint_answer', 'complaint_close'] as const;

export type BreachKind = (typeof BREACHES)[number];

export interface BoardConversation {
  id: string;
  shopperId: string;
  shopperName?: string;
  severity?: Severity;
  /** Since when the shopper waits for this agent's words; absent when not waiting. */
  waitingSince?: string;
}

export interface BoardAgent {
  id: string;
  name: string;
  role: AgentRole;
  /** Who has no live connection is offline, whatever was set. */
  status: AgentStatus;
  capacity: number;
  /** The conversations the agent has, longest first; the number of them is the load. */
  conversations: BoardConversation[];
}

/** What is going on at the desk, as `GET /api/v1/board` and `board.changed` tell it. */
export interface Board {
  at: string;
  waiting: {
    count: number;
    /** Since when the one who has waited longest waits. */
    longestSince?: string;
    bySeverity: Record<Severity, number>;
  };
  /** In the bot's hands. */
  bot: number;
  assigned: number;
  /** All who are here, and who is not but still has conversations. */
  agents: BoardAgent[];
  breaches: Record<BreachKind, number>;
  /** Of the open conversations whose mood is known. */
  mood: { known: number; negative: number };
  /** Of the conversations begun since midnight in the desk's time zone. */
  today: {
    since: string;
    conversations: number;
    handoffs: number;
    /** How long those who were handed over waited for a person's first words, in seconds; absent when nobody has been answered. */
    firstReplySeconds?: { median: number; p90: number };
    /** How many were rated, and the average, 1 to 5. */
    csat?: { count: number; average: number };
  };
}
