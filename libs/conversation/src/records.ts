import type {
  AnswerOutcome,
  AuthorKind,
  Channel,
  Citation,
  ConversationStatus,
  HandoffReason,
  Locale,
  MoodLabel,
  NoticeKind,
  PageContext,
  Severity,
  Suggestion,
  WireAttachment,
  WireConversation,
  WireConversationItem,
  WireMessage,
  WireNote,
} from '#kernel';
import type { Tx } from '#platform';

/** A conversation as the server knows it. */
export interface ConversationRecord {
  id: string;
  shopperId: string;
  channel: Channel;
  status: ConversationStatus;
  ownershipVersion: number;
  lastSeq: number;
  lastShopperSeq: number;
  answeredSeq: number;
  agentId: string | null;
  agentName: string | null;
  preferredAgentId: string | null;
  storeId: string | null;
  locale: Locale;
  severity: Severity | null;
  skill: string | null;
  handoffReasons: HandoffReason[];
  mood: MoodLabel | null;
  queueRank: number;
  queuedAt: Date | null;
  assignedAt: Date | null;
  handedOffAt: Date | null;
  firstReplyAt: Date | null;
  firstReplyDueAt: Date | null;
  waitingSince: Date | null;
  resolvedAt: Date | null;
  resolvedBy: 'bot' | 'agent' | 'abandoned' | null;
  shopperName: string | null;
  shopperTier: string | null;
  lastText: string | null;
  lastAuthor: AuthorKind | null;
  lastActivityAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

export interface MessageRow {
  conversationId: string;
  seq: number;
  id: string;
  authorKind: AuthorKind;
  authorId: string | null;
  authorName: string | null;
  text: string;
  clientId: string | null;
  channel: string | null;
  externalId: string | null;
  attachments: WireAttachment[] | null;
  citations: Citation[] | null;
  answersFrom: number | null;
  answersTo: number | null;
  outcome: AnswerOutcome | null;
  suggestions: Suggestion[] | null;
  helpful: boolean | null;
  notice: NoticeKind | null;
  context: PageContext | null;
  createdAt: Date;
}

/** What goes along with a message: how the message names it, and how it is tied to that one message in the same transaction. */
export interface Enclosed {
  attachments: WireAttachment[];
  /** Throws when any of it was sent already: then nothing is stored. */
  bind: (tx: Tx, message: { messageId: string; conversationId: string; shopperId: string }) => Promise<void>;
}

/** The agent who acts, with the role that decides what they may do to others' conversations. */
export interface ActingAgent {
  id: string;
  name: string;
  role: 'agent' | 'senior' | 'supervisor' | 'admin';
}

export function toWireConversation(c: ConversationRecord): WireConversation {
  const wire: WireConversation = {
    id: c.id,
    status: c.status,
    channel: c.channel,
    ownershipVersion: c.ownershipVersion,
    lastSeq: c.lastSeq,
    createdAt: c.createdAt.toISOString(),
    updatedAt: c.updatedAt.toISOString(),
  };
  if (c.agentId && c.agentName) wire.agent = { id: c.agentId, name: c.agentName };
  if (c.storeId) wire.storeId = c.storeId;
  if (c.severity) wire.severity = c.severity;
  if (c.handoffReasons.length > 0) wire.handoffReasons = c.handoffReasons;
  return wire;
}

/** What the shopper's own client may see: without the reasons, which quote our rules. */
export function toShopperConversation(c: WireConversation): WireConversation {
  const { handoffReasons: _reasons, ...rest } = c;
  return rest;
}

export function toWireItem(c: ConversationRecord): WireConversationItem {
  const item: WireConversationItem = {
    ...toWireConversation(c),
    shopper: {
      id: c.shopperId,
      ...(c.shopperName ? { name: c.shopperName } : {}),
      ...(c.shopperTier ? { tier: c.shopperTier } : {}),
    },
    lastMessageAt: c.lastActivityAt.toISOString(),
  };
  if (c.lastText !== null) item.lastText = c.lastText;
  if (c.lastAuthor) item.lastAuthor = c.lastAuthor;
  if (c.waitingSince) item.waitingSince = c.waitingSince.toISOString();
  if (c.firstReplyDueAt && !c.firstReplyAt) item.firstReplyDueAt = c.firstReplyDueAt.toISOString();
  if (c.mood) item.mood = c.mood;
  if (c.skill) item.skill = c.skill;
  return item;
}

/** A stored message as the wire knows it, with everything on it; `toShopperMessage` takes out what is not for shoppers. */
export function toWireMessage(m: MessageRow): WireMessage {
  const wire: WireMessage = {
    id: m.id,
    conversationId: m.conversationId,
    seq: m.seq,
    author: {
      kind: m.authorKind,
      ...(m.authorId ? { id: m.authorId } : {}),
      ...(m.authorName ? { name: m.authorName } : {}),
    },
    text: m.text,
    createdAt: m.createdAt.toISOString(),
  };
  if (m.authorKind === 'shopper' && m.channel === 'wechat') wire.channel = m.channel;
  if (m.clientId) wire.clientId = m.clientId;
  if (m.attachments && m.attachments.length > 0) wire.attachments = m.attachments;
  if (m.citations && m.citations.length > 0) wire.citations = m.citations;
  if (m.answersFrom !== null && m.answersTo !== null) wire.answers = [m.answersFrom, m.answersTo];
  if (m.outcome) wire.outcome = m.outcome;
  if (m.suggestions && m.suggestions.length > 0) wire.suggestions = m.suggestions;
  if (m.helpful !== null) wire.helpful = m.helpful;
  if (m.notice) wire.notice = m.notice;
  if (m.context) wire.context = m.context;
  return wire;
}

/** A message as the shopper may see it: no agent's client id, no page context echoed. */
export function toShopperMessage(m: WireMessage): WireMessage {
  const { context: _context, clientId, ...rest } = m;
  return m.author.kind === 'shopper' && clientId ? { ...rest, clientId } : rest;
}

export interface NoteRow {
  id: string;
  conversationId: string;
  noteSeq: number;
  afterSeq: number;
  authorId: string;
  authorName: string;
  text: string;
  whisper: boolean;
  mentions: { id: string; name: string }[] | null;
  createdAt: Date;
}

export function toWireNote(n: NoteRow): WireNote {
  return {
    id: n.id,
    conversationId: n.conversationId,
    noteSeq: n.noteSeq,
    afterSeq: n.afterSeq,
    author: { id: n.authorId, name: n.authorName },
    text: n.text,
    ...(n.whisper ? { whisper: true } : {}),
    ...(n.mentions && n.mentions.length > 0 ? { mentions: n.mentions } : {}),
    createdAt: n.createdAt.toISOString(),
  };
}
