import { StateMachine, type ConversationStatus, type TransitionName } from '#kernel';

/** The life of a conversation, as data; checked when the module is loaded. `open` is how one is born. */
export const LIFECYCLE = new StateMachine<ConversationStatus, Exclude<TransitionName, 'open'>>(
  ['bot', 'queued', 'assigned', 'resolved'],
  'bot',
  {
    hand_off: { from: ['bot'], to: 'queued' },
    accept: { from: ['queued'], to: 'assigned' },
    transfer: { from: ['assigned'], to: 'queued' },
    take_over: { from: ['bot', 'queued', 'assigned'], to: 'assigned' },
    reassign: { from: ['bot', 'queued', 'assigned'], to: 'assigned' },
    requeue: { from: ['bot', 'queued', 'assigned'], to: 'queued' },
    agent_lost: { from: ['assigned'], to: 'queued' },
    return_to_bot: { from: ['assigned'], to: 'bot' },
    withdraw: { from: ['queued'], to: 'bot' },
    resolve_by_bot: { from: ['bot'], to: 'resolved' },
    resolve_by_agent: { from: ['assigned'], to: 'resolved' },
    abandon: { from: ['queued'], to: 'resolved' },
    reopen_to_queue: { from: ['resolved'], to: 'queued' },
    reopen_to_bot: { from: ['resolved'], to: 'bot' },
  },
);

/** After this a message opens a new conversation instead of the resolved one. */
export const REOPEN_WITHIN_MS = 72 * 3_600_000;
/** The trade's bar for a person's first reply. */
export const FIRST_REPLY_MS = 30_000;
