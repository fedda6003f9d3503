import type {
  AgentStatus,
  Briefing,
  CaseFile,
  FollowUp,
  ChannelDelivery,
  HandoffReason,
  MessageDelta,
  Offer,
  WireAgent,
  WireConversationItem,
  WireCustomer,
  WireMessage,
  WireNote,
} from '#kernel';
import type { CallError } from '../api/client.js';
import { newer } from './queue.js';
import type { PendingNote } from './timeline.js';
import {
  EMPTY_TRANSCRIPT,
  withDelta,
  withMessages,
  withoutGrowing,
  withoutPending,
  withoutStaleGrowing,
  withPending,
  type PendingMessage,
  type Transcript,
} from './transcript.js';

/** `up` only after the server has said what is ours: from then on the screen shows the truth. */
export type LinkPhase = 'connecting' | 'up' | 'down';

/** A conversation that is open in the console, with all that is known of it. */
export interface OpenCase {
  phase: 'loading' | 'ready' | 'failed';
  error?: CallError;
  transcript: Transcript;
  notes: readonly WireNote[];
  pendingNotes: readonly PendingNote[];
  briefing: Briefing | null;
  customer?: WireCustomer;
  reasons: readonly HandoffReason[];
  /** What is still owed to the shopper after the end. */
  followUp: FollowUp | null;
  /** On a channel that limits replies. */
  delivery?: ChannelDelivery;
}

export interface DeskState {
  link: LinkPhase;
  /** True from the first `ready` on: before it lists are loading, afterwards they are merely old when the link is down. */
  known: boolean;
  me: WireAgent;
  status: AgentStatus;
  capacity: number;
  items: Readonly<Record<string, WireConversationItem>>;
  /** Ids in the order the server will serve them, as of the last time it said. */
  served: readonly string[];
  offers: readonly Offer[];
  cases: Readonly<Record<string, OpenCase>>;
  /** Until when (ms) the shopper counts as typing. */
  typing: Readonly<Record<string, number>>;
  /** The highest number read, by conversation. */
  read: Readonly<Record<string, number>>;
}

export type DeskAction =
  | { type: 'link'; phase: LinkPhase }
  | {
      type: 'ready';
      me: WireAgent;
      status: AgentStatus;
      capacity: number;
      own: readonly WireConversationItem[];
      queue: readonly WireConversationItem[];
    }
  | { type: 'queue'; queue: readonly WireConversationItem[] }
  | { type: 'items'; items: readonly WireConversationItem[] }
  | { type: 'offered'; offer: Offer }
  | { type: 'offerGone'; conversationId: string }
  | { type: 'presence'; status: AgentStatus; capacity: number }
  | { type: 'message'; message: WireMessage }
  | { type: 'delta'; delta: MessageDelta }
  | { type: 'discarded'; messageId: string }
  | { type: 'delivery'; delivery: ChannelDelivery }
  | { type: 'note'; note: WireNote }
  | { type: 'typing'; conversationId: string; until: number }
  | { type: 'caseLoading'; id: string }
  | { type: 'caseLoaded'; file: CaseFile }
  | { type: 'caseFailed'; id: string; error: CallError }
  | { type: 'caseClosed'; id: string }
  | { type: 'synced'; id: string; messages: readonly WireMessage[] }
  | { type: 'pending'; id: string; message: PendingMessage }
  | { type: 'pendingGone'; id: string; clientId: string }
  | { type: 'pendingNote'; id: string; note: PendingNote }
  | { type: 'pendingNoteGone'; id: string; key: string }
  | { type: 'read'; id: string; seq: number };

export function initialDesk(me: WireAgent, read: Readonly<Record<string, number>> = {}): DeskState {
  return {
    link: 'connecting',
    known: false,
    me,
    status: 'offline',
    capacity: 0,
    items: {},
    served: [],
    offers: [],
    cases: {},
    typing: {},
    read,
  };
}

const NEW_CASE: OpenCase = {
  phase: 'loading',
  transcript: EMPTY_TRANSCRIPT,
  notes: [],
  pendingNotes: [],
  briefing: null,
  reasons: [],
  followUp: null,
};

/** Every change of what the console knows, as a pure function. */
export function reduce(state: DeskState, action: DeskAction): DeskState {
  switch (action.type) {
    case 'link':
      return state.link === action.phase ? state : { ...state, link: action.phase };
    case 'ready':
      return ready(state, action);
    case 'queue':
      return { ...withLiving(state, action.queue, 'queued'), served: action.queue.map((item) => item.id) };
    case 'items':
      return withItems(state, action.items);
    case 'offered':
      return withOffer(state, action.offer);
    case 'offerGone':
      return withoutOffer(state, action.conversationId);
    case 'presence':
      return { ...state, status: action.status, capacity: action.capacity };
    case 'message':
      return withMessage(state, action.message);
    case 'delta':
      return inCase(state, action.delta.conversationId, (open) => ({
        ...open,
        transcript: withDelta(open.transcript, action.delta, versionOf(state, action.delta.conversationId)),
      }));
    case 'discarded':
      return Object.keys(state.cases).reduce(
        (before, id) =>
          inCase(before, id, (open) => withTranscript(open, withoutGrowing(open.transcript, action.messageId))),
        state,
      );
    case 'delivery':
      return inCase(state, action.delivery.conversationId, (open) => ({ ...open, delivery: action.delivery }));
    case 'note':
      return inCase(state, action.note.conversationId, (open) => withNotes(open, [action.note]));
    case 'typing':
      return { ...state, typing: { ...state.typing, [action.conversationId]: action.until } };
    case 'caseLoading':
      return {
        ...state,
        cases: { ...state.cases, [action.id]: { ...(state.cases[action.id] ?? NEW_CASE), phase: 'loading' } },
      };
    case 'caseLoaded':
      return caseLoaded(state, action.file);
    case 'caseFailed':
      // What was loaded before stays on the screen.
      return inCase(state, action.id, (open) => ({ ...open, phase: 'failed', error: action.error }));
    case 'caseClosed': {
      const { [action.id]: _closed, ...cases } = state.cases;
      return { ...state, cases };
    }
    case 'synced':
      return inCase(state, action.id, (open) => withTranscript(open, withMessages(open.transcript, action.messages)));
    case 'pending':
      return inCase(state, action.id, (open) => withTranscript(open, withPending(open.transcript, action.message)));
    case 'pendingGone':
      return inCase(state, action.id, (open) => withTranscript(open, withoutPending(open.transcript, action.clientId)));
    case 'pendingNote':
      return inCase(state, action.id, (open) => ({
        ...open,
        pendingNotes: [...open.pendingNotes.filter((note) => note.key !== action.note.key), action.note],
      }));
    case 'pendingNoteGone':
      return inCase(state, action.id, (open) => ({
        ...open,
        pendingNotes: open.pendingNotes.filter((note) => note.key !== action.key),
      }));
    case 'read':
      return (state.read[action.id] ?? 0) >= action.seq
        ? state
        : { ...state, read: { ...state.read, [action.id]: action.seq } };
  }
}

function versionOf(state: DeskState, id: string): number {
  return state.items[id]?.ownershipVersion ?? 0;
}

function inCase(state: DeskState, id: string, change: (open: OpenCase) => OpenCase): DeskState {
  const open = state.cases[id];
  if (open === undefined) return state;
  const changed = change(open);
  return changed === open ? state : { ...state, cases: { ...state.cases, [id]: changed } };
}

function withTranscript(open: OpenCase, transcript: Transcript): OpenCase {
  return transcript === open.transcript ? open : { ...open, transcript };
}

function withNotes(open: OpenCase, notes: readonly WireNote[]): OpenCase {
  const known = new Set(open.notes.map((note) => note.id));
  const fresh = notes.filter((note) => !known.has(note.id));
  return fresh.length === 0
    ? open
    : { ...open, notes: [...open.notes, ...fresh].sort((a, b) => a.noteSeq - b.noteSeq) };
}

/** Takes in news of conversations; one copy of the map for all of them, since a list may hold thousands. */
function withItems(state: DeskState, incoming: readonly WireConversationItem[]): DeskState {
  const items = { ...state.items };
  const changed: WireConversationItem[] = [];
  for (const one of incoming) {
    const item = newer(items[one.id], one);
    if (item === items[one.id]) continue;
    items[one.id] = item;
    changed.push(item);
  }
  if (changed.length === 0) return state;
  const offers = state.offers.filter((offer) => items[offer.conversation.id]?.status === 'queued');
  const next: DeskState = {
    ...state,
    items,
    offers: offers.length === state.offers.length ? state.offers : offers,
  };
  return changed.reduce(
    (before, item) =>
      inCase(before, item.id, (open) =>
        withTranscript(
          item.handoffReasons === undefined ? open : { ...open, reasons: item.handoffReasons },
          withoutStaleGrowing(open.transcript, item.ownershipVersion),
        ),
      ),
    next,
  );
}

/** Takes a full list of the server: what we believed `status` and is not in it is so no longer. */
function withLiving(
  state: DeskState,
  listed: readonly WireConversationItem[],
  status: 'queued' | 'assigned',
): DeskState {
  const present = new Set(listed.map((item) => item.id));
  const items = Object.fromEntries(
    Object.entries(state.items).filter(
      ([id, item]) => present.has(id) || item.status !== status || (status === 'assigned' && !isOwn(item, state.me)),
    ),
  );
  return withItems({ ...state, items }, listed);
}

function isOwn(item: WireConversationItem, me: WireAgent): boolean {
  return item.agent?.id === me.id;
}

function ready(state: DeskState, action: Extract<DeskAction, { type: 'ready' }>): DeskState {
  const { me, status, capacity } = action;
  const base: DeskState = { ...state, me, status, capacity, link: 'up', known: true, offers: [] };
  const own = withLiving(base, action.own, 'assigned');
  return { ...withLiving(own, action.queue, 'queued'), served: action.queue.map((item) => item.id) };
}

function withOffer(state: DeskState, offer: Offer): DeskState {
  const next = withItems(state, [offer.conversation]);
  const others = next.offers.filter((known) => known.conversation.id !== offer.conversation.id);
  return { ...next, offers: [...others, offer] };
}

function withoutOffer(state: DeskState, conversationId: string): DeskState {
  const offers = state.offers.filter((offer) => offer.conversation.id !== conversationId);
  return offers.length === state.offers.length ? state : { ...state, offers };
}

function withMessage(state: DeskState, message: WireMessage): DeskState {
  const id = message.conversationId;
  let next = inCase(state, id, (open) => withTranscript(open, withMessages(open.transcript, [message])));
  const item = next.items[id];
  if (item !== undefined && message.seq > item.lastSeq)
    next = { ...next, items: { ...next.items, [id]: heard(item, message) } };
  if (message.author.kind !== 'shopper' || next.typing[id] === undefined) return next;
  const { [id]: _ended, ...typing } = next.typing;
  return { ...next, typing };
}

/** What the list shows changes at once with a message; the server's own state of the conversation follows. */
function heard(item: WireConversationItem, message: WireMessage): WireConversationItem {
  const words = { lastSeq: message.seq, updatedAt: message.createdAt };
  if (message.author.kind === 'system') return { ...item, ...words };
  const waitingSince =
    message.author.kind === 'shopper'
      ? (item.waitingSince ?? message.createdAt)
      : message.author.kind === 'agent'
        ? undefined
        : item.waitingSince;
  return {
    ...item,
    ...words,
    waitingSince,
    lastText: message.text,
    lastAuthor: message.author.kind,
    lastMessageAt: message.createdAt,
    ...(message.author.kind === 'shopper' ? { channel: message.channel ?? 'web' } : {}),
  };
}

function caseLoaded(state: DeskState, file: CaseFile): DeskState {
  const id = file.conversation.id;
  const before = state.cases[id] ?? NEW_CASE;
  const loaded: OpenCase = {
    ...withNotes(before, file.notes),
    phase: 'ready',
    error: undefined,
    transcript: withMessages(before.transcript, file.messages),
    briefing: file.briefing,
    customer: file.customer,
    reasons: file.reasons,
    followUp: file.followUp,
    delivery: file.delivery,
  };
  return withItems({ ...state, cases: { ...state.cases, [id]: loaded } }, [file.conversation]);
}
