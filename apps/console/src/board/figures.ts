import { BREACHES, type Board, type BreachKind } from '#kernel';
import type { ConversationFilter } from '../api/api.js';

const FIGURES = [
  'waiting',
  'longest',
  'bot',
  'assigned',
  'mood',
  'begun',
  'handoffs',
  'contained',
  'reply',
  'csat',
] as const;
const SEVERE = ['critical', 'urgent', 'normal'] as const;

/** A figure of the board, by the name it has in the address: a plain one, a severity of those who wait, a breach, an agent. */
export type Figure =
  | { kind: (typeof FIGURES)[number] }
  | { kind: 'severity'; severity: (typeof SEVERE)[number] }
  | { kind: 'breach'; breach: BreachKind }
  | { kind: 'agent'; agentId: string };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The figure of an address; undefined for what is none. */
export function readFigure(name: string): Figure | undefined {
  const plain = FIGURES.find((one) => one === name);
  if (plain !== undefined) return { kind: plain };
  const severity = SEVERE.find((one) => one === name);
  if (severity !== undefined) return { kind: 'severity', severity };
  const breach = BREACHES.find((one) => one === name);
  if (breach !== undefined) return { kind: 'breach', breach };
  return UUID.test(name) ? { kind: 'agent', agentId: name } : undefined;
}

/** What the server is asked for the list behind a figure: the very conversations it counts. */
export function filterOfFigure(figure: Figure, { today: { since } }: Board): ConversationFilter {
  switch (figure.kind) {
    case 'waiting':
    case 'longest':
      return { status: 'queued' };
    case 'severity':
      return { status: 'queued', severity: figure.severity };
    case 'bot':
      return { status: 'bot' };
    case 'assigned':
      return { status: 'assigned' };
    case 'mood':
      return { status: 'open', mood: 'negative' };
    case 'breach':
      return { breach: figure.breach };
    case 'agent':
      return { status: 'assigned', agentId: figure.agentId };
    case 'begun':
      return { begunSince: since };
    case 'handoffs':
    case 'reply':
      return { begunSince: since, handedOff: 'true' };
    case 'contained':
      return { begunSince: since, handedOff: 'false' };
    case 'csat':
      return { begunSince: since, rated: 'true' };
  }
}

/** The share of today's conversations that no person was needed for, 0..1; undefined before the first. */
export function containedShare({ today }: Board): number | undefined {
  return today.conversations === 0 ? undefined : 1 - today.handoffs / today.conversations;
}

/** Of the open conversations whose mood is known the share in a bad one, 0..1; undefined when none is known. */
export function negativeShare({ mood }: Board): number | undefined {
  return mood.known === 0 ? undefined : mood.negative / mood.known;
}

/** Of two boards the later one. */
export function laterBoard(a: Board | undefined, b: Board | undefined): Board | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.at >= b.at ? a : b;
}
