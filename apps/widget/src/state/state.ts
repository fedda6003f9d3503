import type { PageContext, QueueChanged, SessionPayload, WidgetFront, WireConversation, WireMessage } from '#kernel';
import { last } from '../lib/list.js';
import { addMessages, applyConversation, applySession, EMPTY_THREAD, type Thread } from './thread.js';

export interface DeskState {
  /**
   * connecting: for the first time; ready: the session has come; offline: was ready, reconnecting;
   * unreachable: has never been ready and a try has failed.
   */
  readonly connection: 'connecting' | 'ready' | 'offline' | 'unreachable';
  readonly thread: Thread;
  readonly conversation: WireConversation | null;
  /** The place in the queue while the conversation is queued. */
  readonly queue: QueueChanged | null;
  /** The agent is writing. */
  readonly agentTyping: boolean;
  /** "Talk to a person" has been pressed and not been answered. */
  readonly askingHuman: boolean;
  readonly leavingQueue: boolean;
  readonly loadingEarlier: boolean;
  /** A passing remark about something that did not work. */
  readonly remark: string | null;
  /** After which message an interruption was repaired; null when there was none. */
  readonly restoredAfter: number | null;
  /** The conversation that was rated last. */
  readonly rated: string | null;
  /** Whether the rating was given just now, so that thanks are due. */
  readonly justRated: boolean;
  /** How far the shopper has read. */
  readonly seenSeq: number;
  /** Rises when another shopper takes over this browser: what was being written was none of theirs. */
  readonly shopper: number;
  /** What the shop's page has said it is about, until the shopper takes it away. */
  readonly subject: PageContext | null;
  /** What the desk shows before anything is said; null until it has come, `missing` when it does not. */
  readonly front: WidgetFront | 'missing' | null;
}

export const FIRST_STATE: DeskState = {
  connection: 'connecting',
  thread: EMPTY_THREAD,
  conversation: null,
  queue: null,
  agentTyping: false,
  askingHuman: false,
  leavingQueue: false,
  loadingEarlier: false,
  remark: null,
  restoredAfter: null,
  rated: null,
  justRated: false,
  seenSeq: 0,
  shopper: 0,
  subject: null,
  front: null,
};

export function withSession(state: DeskState, session: SessionPayload): DeskState {
  const { conversation } = session;
  const same = conversation !== null && conversation.id === state.thread.conversationId;
  return {
    ...state,
    connection: 'ready',
    thread: applySession(state.thread, session),
    conversation,
    queue: conversation?.status === 'queued' ? state.queue : null,
    agentTyping: false,
    askingHuman: false,
    seenSeq: same ? state.seenSeq : 0,
    restoredAfter: same ? state.restoredAfter : null,
  };
}

/** A change that was overtaken by a later one (a lower version of ownership) says nothing any more. */
export function withConversation(state: DeskState, conversation: WireConversation): DeskState {
  const thread = applyConversation(state.thread, conversation);
  const known = state.conversation;
  if (thread.conversationId !== conversation.id) return state;
  if (known?.id === conversation.id && known.ownershipVersion > conversation.ownershipVersion) return state;
  const moved = state.thread.conversationId !== null && state.thread.conversationId !== conversation.id;
  return {
    ...state,
    thread,
    conversation,
    queue: conversation.status === 'queued' ? state.queue : null,
    agentTyping: conversation.status === 'assigned' ? state.agentTyping : false,
    askingHuman: conversation.status === 'bot' ? state.askingHuman : false,
    leavingQueue: conversation.status === 'queued' ? state.leavingQueue : false,
    justRated: conversation.status === 'resolved' ? state.justRated : false,
    seenSeq: moved ? 0 : state.seenSeq,
    restoredAfter: moved ? null : state.restoredAfter,
  };
}

export function withMessages(state: DeskState, messages: readonly WireMessage[]): DeskState {
  const thread = addMessages(state.thread, messages);
  if (thread === state.thread) return state;
  const moved = state.thread.conversationId !== null && thread.conversationId !== state.thread.conversationId;
  const heard = messages.filter(
    ({ author, seq }) => author.kind === 'shopper' && seq > (last(state.thread.messages)?.seq ?? 0),
  );
  const said = last(heard);
  const fromAgent = messages.some((message) => message.author.kind === 'agent');
  return {
    ...state,
    thread,
    agentTyping: fromAgent ? false : state.agentTyping,
    // A message of a conversation that nobody has told us about: it is the bot's until conversation.changed says otherwise.
    conversation: thread.conversationId === state.conversation?.id ? on(state.conversation, said) : null,
    queue: moved ? null : state.queue,
    seenSeq: moved ? 0 : state.seenSeq,
    restoredAfter: moved ? null : state.restoredAfter,
  };
}

/** A conversation is where the shopper has written last. */
function on(conversation: WireConversation, said: WireMessage | undefined): WireConversation {
  const channel = said === undefined ? conversation.channel : (said.channel ?? 'web');
  return channel === conversation.channel ? conversation : { ...conversation, channel };
}

/** The survey belongs to a conversation that has ended, was about something and was not rated. */
export function surveyDue(state: DeskState): boolean {
  return (
    state.conversation?.status === 'resolved' &&
    state.rated !== state.conversation.id &&
    state.thread.messages.some((message) => message.author.kind === 'shopper')
  );
}

type Listener = () => void;

/** One state, replaced as a whole; listeners hear of every change, at most once for each. */
export class Store<S> {
  private readonly listeners = new Set<Listener>();

  constructor(private current: S) {}

  get state(): S {
    return this.current;
  }

  update(change: (state: S) => S): void {
    const next = change(this.current);
    if (next === this.current) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }

  patch(patch: Partial<S>): void {
    this.update((state) => ({ ...state, ...patch }));
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
