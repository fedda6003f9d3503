/** The shapes on the wire (CONTRACT.md): shared by the server, the widget and the console. Times are ISO 8601 UTC, ids UUIDs. */
import type { Board } from './board.js';
import type { ChannelDelivery } from './delivery.js';
import type { WireError } from './errors.js';
import type { AgentRole, AgentStatus, AuthorKind, Channel, ConversationStatus, MoodLabel, Severity } from './names.js';
import type { Locale } from './locale.js';

/** Why a conversation goes to a person: the rule that fired, the words that made it fire, how sure it is (0..1), in which message. */
export interface HandoffReason {
  rule: string;
  evidence: string;
  score: number;
  seq?: number;
}

export interface WireConversation {
  id: string;
  status: ConversationStatus;
  channel: Channel;
  ownershipVersion: number;
  lastSeq: number;
  agent?: { id: string; name: string };
  storeId?: string;
  severity?: Severity;
  handoffReasons?: HandoffReason[];
  createdAt: string;
  updatedAt: string;
}

/** What the console's list shows beside the conversation itself. Never sent to shoppers. */
export interface WireConversationItem extends WireConversation {
  shopper: { id: string; name?: string; tier?: string };
  lastText?: string;
  lastAuthor?: AuthorKind;
  lastMessageAt?: string;
  /** Since when somebody waits for us; absent when nobody does. */
  waitingSince?: string;
  firstReplyDueAt?: string;
  mood?: MoodLabel;
  skill?: string;
  /** In the answer to a search: the last messages that hold what was looked for; empty when only the person fits. */
  hits?: WireSearchHit[];
}

/** A message that holds what was looked for. */
export interface WireSearchHit {
  seq: number;
  author: { kind: AuthorKind; name?: string };
  /** The words around it, on one line. */
  text: string;
  /** What was looked for, as [start, end) in `text`. */
  marks: [number, number][];
  createdAt: string;
}

export interface Citation {
  articleId: string;
  /** The article's stable key in knowledge-base/, the same in every language. */
  key?: string;
  title: string;
  version: number;
  url?: string;
  /** The passage the answer rests on, for opening in place. */
  passage?: string;
}

export interface Suggestion {
  articleId: string;
  title: string;
  /** When the answers differ by store: the store this one holds for, by its name. */
  store?: string;
}

export type AnswerOutcome = 'answered' | 'clarify' | 'abstained';

export interface WireMessage {
  id: string;
  conversationId: string;
  seq: number;
  author: { kind: AuthorKind; id?: string; name?: string };
  text: string;
  /** Shopper's messages: where it was said; absent: on the web. */
  channel?: Channel;
  clientId?: string;
  attachments?: WireAttachment[];
  citations?: Citation[];
  /** Bot messages: the shopper's messages from..to (by seq, inclusive) which this one answers. */
  answers?: [number, number];
  /** Bot messages: how it came out, and what to offer as chips. */
  outcome?: AnswerOutcome;
  suggestions?: Suggestion[];
  /** Bot messages: what the shopper said of it, once asked. */
  helpful?: boolean;
  /** System messages: which notice it is. */
  notice?: NoticeKind;
  /** Page context sent along; shown to agents only, untrusted. */
  context?: PageContext;
  createdAt: string;
}

export type NoticeKind =
  | 'handoff'
  | 'handoff_offline'
  | 'assigned'
  | 'reassigned'
  | 'transferred'
  | 'agent_lost'
  | 'withdrawn'
  | 'returned'
  | 'resolved'
  | 'resolved_idle'
  | 'abandoned';

/** A picture or a PDF on a message. Its bytes: `GET /api/v1/attachments/:id`, for the parties of the conversation. */
export interface WireAttachment {
  id: string;
  kind: 'image' | 'file';
  /** The file's name as its sender had it, cleaned: never a path, no control or bidi characters. */
  name: string;
  /** In bytes, as stored. */
  size: number;
  /** Media type, found in the content: `image/jpeg`, `image/png`, `image/webp` or `application/pdf`. */
  type: string;
  /** Pictures: pixels as stored, upright. */
  width?: number;
  height?: number;
}

/** What `POST /api/v1/attachments` answers: the id for `attachmentIds` of `message.send`. */
export interface UploadedAttachment extends Omit<WireAttachment, 'id'> {
  attachmentId: string;
}

/** Pictures and PDFs: at most so many on one message, each of at most so many bytes. */
export const MAX_ATTACHMENTS = 6;
export const MAX_ATTACHMENT_BYTES = 8 * 1024 * 1024;

export interface PageContext {
  url?: string;
  title?: string;
  productId?: string;
  orderNo?: string;
  /** Set by a channel, never by a page: the message stands for something that was sent and that the assistant cannot look at. */
  media?: SentMedia;
}

/** `tap`: on a key of a menu that says nothing about what was meant. */
export type SentMedia = 'image' | 'voice' | 'video' | 'file' | 'tap' | 'unknown';

export interface BriefingLine {
  text: string;
  seq: number;
}

export interface Briefing {
  summary: string;
  wants: BriefingLine[];
  given: BriefingLine[];
  mood: { seq: number; label: MoodLabel; score: number }[];
  tried: BriefingLine[];
  reasons: HandoffReason[];
  suggestedReply: string;
}

export interface WireCustomer {
  id: string;
  name?: string;
  memberId?: string;
  tier?: string;
  tags?: string[];
  channels: Channel[];
  conversations: { id: string; channel: Channel; status: ConversationStatus; createdAt: string }[];
}

export interface WireNote {
  id: string;
  conversationId: string;
  noteSeq: number;
  afterSeq: number;
  author: { id: string; name: string };
  text: string;
  /** Said by a supervisor into the ear of the agent who has the conversation. */
  whisper?: true;
  /** Colleagues it calls, by the names they had then. */
  mentions?: { id: string; name: string }[];
  createdAt: string;
}

/** A note that calls an agent, as `GET /api/v1/mentions` and `note.mentioned` tell it. */
export interface Mention {
  conversation: WireConversationItem;
  note: WireNote;
  /** Absent: not seen yet. */
  seenAt?: string;
}

/** Colours behind an agent's initials; the faces have a light and a dark shade of each. */
export const AGENT_COLOURS = ['teal', 'blue', 'violet', 'rose', 'amber', 'green', 'slate', 'brown'] as const;
export type AgentColour = (typeof AGENT_COLOURS)[number];

export interface WireAgent {
  id: string;
  email: string;
  name: string;
  role: AgentRole;
  skills: string[];
  /** Stores whose shoppers the agent is asked first for; absent: all alike. */
  stores?: string[];
  /** How many conversations at once the agent starts with. */
  capacity?: number;
  /** Absent: the browser's. */
  locale?: Locale;
  /** Absent: one made from the id. */
  colour?: AgentColour;
  /** Somebody else has set the password: it is to be changed. */
  passwordTemporary?: true;
}

/** A text in one or more of the desk's languages. */
export type LocalisedText = Partial<Record<Locale, string>>;

/** A ready reply of the composer. `{{name}}` places: see CANNED_VARIABLES. A language has both title and text, or neither. */
export interface WireCannedReply {
  id: string;
  /** `personal`: only its owner sees it. */
  scope: 'shared' | 'personal';
  /** What is typed after the slash. */
  shortcut: string;
  title: LocalisedText;
  text: LocalisedText;
  category?: string;
  /** How often it was taken. */
  uses: number;
  version: number;
  updatedAt: string;
}

export interface MessageDelta {
  messageId: string;
  conversationId: string;
  ownershipVersion: number;
  index: number;
  text: string;
}

export interface QueueChanged {
  conversationId: string;
  position: number;
  etaSeconds: [number, number] | null;
}

export interface Offer {
  conversation: WireConversationItem;
  reasons: HandoffReason[];
  severity: Severity;
  waitingSince: string;
  expiresAt: string;
}

export interface SessionPayload {
  token: string;
  shopperId: string;
  conversation: WireConversation | null;
  messages: WireMessage[];
  hasMore: boolean;
}

/** Everything about a case, as `conversation.accept` and `GET /conversations/:id` answer it. */
export interface CaseFile {
  conversation: WireConversationItem;
  messages: WireMessage[];
  notes: WireNote[];
  briefing: Briefing | null;
  customer: WireCustomer;
  reasons: HandoffReason[];
  /** What is still owed after the end; null: nothing. */
  followUp: FollowUp | null;
  /** Present on a channel that limits replies; `delivery.changed` tells what becomes of it. */
  delivery?: ChannelDelivery;
}

/** A matter that is owed to a shopper beyond the conversation: to come back to who has left the queue unanswered. ISO times. */
export interface FollowUp {
  cause: 'abandoned';
  createdAt: string;
  answerDueAt: string;
  closeDueAt: string;
}

/** What a widget shows before anything was said (`GET /api/v1/widget`). Null: the shop has not chosen; the script tag and the defaults decide. */
export interface WidgetFront {
  look: WidgetLook;
  /** Most asked at this hour, the most asked first. Without an article: the merchant's own wording. */
  questions: { articleId?: string; title: string }[];
  /** Whether people answer now; `etaSeconds`: how long somebody who asks now would wait. `opensAt`: the next opening of a closed desk. */
  people: { open: boolean; etaSeconds: [number, number] | null; opensAt?: string };
  /** Whether a conversation can be carried over to WeChat (`POST /api/v1/wechat/handover`). */
  wechat: boolean;
}

export interface WidgetLook {
  name: string | null;
  /** `#rrggbb` */
  accent: string | null;
  logoUrl: string | null;
  position: 'left' | 'right' | null;
  /** Null: as the shopper's system. */
  theme: 'light' | 'dark' | null;
  /** In the language asked for. */
  greeting: string | null;
}

export type Ack<T extends object = object> = ({ ok: true } & T) | { ok: false; error: WireError };

type Reply<T extends object = object> = (ack: Ack<T>) => void;

export interface ShopperServerEvents {
  session: (payload: SessionPayload) => void;
  'message.created': (message: WireMessage) => void;
  'message.delta': (delta: MessageDelta) => void;
  'message.discarded': (gone: { messageId: string }) => void;
  'conversation.changed': (conversation: WireConversation) => void;
  'queue.changed': (place: QueueChanged) => void;
  typing: (typing: { conversationId: string; active: boolean }) => void;
}

export interface ShopperClientEvents {
  'message.send': (
    payload: { clientId: string; text?: string; attachmentIds?: string[]; context?: PageContext },
    reply: Reply<{ message: WireMessage }>,
  ) => void;
  sync: (
    payload: { conversationId: string; afterSeq: number; limit?: number },
    reply: Reply<{ messages: WireMessage[]; hasMore: boolean }>,
  ) => void;
  'human.request': (payload: { conversationId?: string }, reply: Reply<{ conversation: WireConversation }>) => void;
  'queue.leave': (payload: { conversationId: string }, reply: Reply<{ conversation: WireConversation }>) => void;
  typing: (payload: { conversationId: string; active: boolean }, reply?: Reply) => void;
  'csat.submit': (payload: { conversationId: string; score: number; comment?: string }, reply: Reply) => void;
  'feedback.submit': (payload: { messageId: string; helpful: boolean; comment?: string }, reply: Reply) => void;
}

export interface AgentServerEvents {
  /** For a conversation on a channel that limits replies: what may still be said, and what has not arrived. */
  'delivery.changed': (delivery: ChannelDelivery) => void;
  /** Sent after every connect: who one is, what one has, what waits. */
  ready: (payload: {
    agent: WireAgent;
    status: AgentStatus;
    capacity: number;
    conversations: WireConversationItem[];
    queue: WireConversationItem[];
  }) => void;
  'conversation.offered': (offer: Offer) => void;
  'offer.withdrawn': (gone: { conversationId: string }) => void;
  'message.created': (message: WireMessage) => void;
  'message.delta': (delta: MessageDelta) => void;
  'message.discarded': (gone: { messageId: string }) => void;
  'conversation.changed': (conversation: WireConversationItem) => void;
  'note.created': (note: WireNote) => void;
  /** A colleague calls this agent in a note of this conversation. */
  'note.mentioned': (mention: Mention) => void;
  /** Who reads along in a conversation now: for its owner and for the others who do. */
  'conversation.readers': (reading: { conversationId: string; readers: { id: string; name: string }[] }) => void;
  /** For who had the conversation until now: `by` took it, or gave it to `to` (absent: to the queue). */
  'conversation.taken': (taken: {
    conversationId: string;
    by: { id: string; name: string };
    to?: { id: string; name: string };
  }) => void;
  /** For who has got a conversation from a supervisor's hand, without having accepted it. */
  'conversation.given': (given: { conversation: WireConversationItem; by: { id: string; name: string } }) => void;
  /** For supervisors, when something on the board has changed, at most every two seconds. */
  'board.changed': (board: Board) => void;
  typing: (typing: { conversationId: string; active: boolean }) => void;
}

export interface AgentClientEvents {
  'presence.set': (
    payload: { status: AgentStatus; capacity?: number },
    reply: Reply<{ status: AgentStatus; capacity: number }>,
  ) => void;
  'conversation.accept': (payload: { conversationId: string }, reply: Reply<CaseFile>) => void;
  'conversation.decline': (payload: { conversationId: string }, reply: Reply) => void;
  'message.send': (
    payload: { conversationId: string; clientId: string; text?: string; attachmentIds?: string[] },
    reply: Reply<{ message: WireMessage }>,
  ) => void;
  'note.add': (
    payload: { conversationId: string; text: string; whisper?: boolean; mentions?: string[] },
    reply: Reply<{ note: WireNote }>,
  ) => void;
  'conversation.transfer': (
    payload: { conversationId: string; to: { agentId: string } | { skill: string }; note?: string },
    reply: Reply,
  ) => void;
  'conversation.return': (payload: { conversationId: string }, reply: Reply) => void;
  'conversation.read_along': (
    payload: { conversationId: string; active: boolean },
    reply: Reply<{ readers: { id: string; name: string }[] }>,
  ) => void;
  'conversation.takeover': (
    payload: { conversationId: string; ownershipVersion?: number },
    reply: Reply<CaseFile>,
  ) => void;
  'conversation.reassign': (
    payload: {
      conversationId: string;
      to: { agentId: string } | { skill: string };
      note?: string;
      ownershipVersion?: number;
    },
    reply: Reply,
  ) => void;
  'conversation.resolve': (payload: { conversationId: string; outcome?: string }, reply: Reply) => void;
  'queue.list': (payload: object, reply: Reply<{ conversations: WireConversationItem[] }>) => void;
  sync: (
    payload: { conversationId: string; afterSeq: number; limit?: number },
    reply: Reply<{ messages: WireMessage[]; hasMore: boolean }>,
  ) => void;
  typing: (payload: { conversationId: string; active: boolean }, reply?: Reply) => void;
}
