import type { Channel, ConversationStatus, MoodLabel, Severity, WireConversationItem } from '#kernel';
import { unreadOf } from '../desk/queue.js';

export const LISTS = ['live', 'team', 'history', 'search'] as const;
export type ListName = (typeof LISTS)[number];

export const STATUSES = ['queued', 'assigned', 'bot', 'resolved'] as const satisfies ConversationStatus[];
export const SEVERITIES = ['critical', 'urgent', 'normal'] as const satisfies Severity[];
export const MOODS = ['negative', 'neutral', 'positive'] as const satisfies MoodLabel[];
export const CHANNELS = ['web', 'wechat'] as const satisfies Channel[];

/** What the list of conversations shows: which list, and what of it. As the address says it and as it is remembered. */
export interface ListView {
  list: ListName;
  q?: string;
  /** `mine`: one's own only. */
  whose?: 'mine';
  unread?: '1';
  status?: ConversationStatus;
  severity?: Severity;
  mood?: MoodLabel;
  channel?: Channel;
  store?: string;
  agentId?: string;
  shopperId?: string;
}

export const DEFAULT_VIEW: ListView = { list: 'live' };

/** What narrows a list, without the list itself and the words searched for. */
export const FILTERS = [
  'whose',
  'unread',
  'status',
  'severity',
  'mood',
  'channel',
  'store',
  'agentId',
  'shopperId',
] as const satisfies (keyof ListView)[];

const MOST = 200;
const CHOICES: Partial<Record<keyof ListView, readonly string[]>> = {
  list: LISTS,
  whose: ['mine'],
  unread: ['1'],
  status: STATUSES,
  severity: SEVERITIES,
  mood: MOODS,
  channel: CHANNELS,
};

/** Reads a view from an address' parameters; undefined when they say nothing of it. What is not ours or not known is left out. */
export function readView(parameters: URLSearchParams): ListView | undefined {
  const view: Record<string, string> = {};
  for (const name of ['list', 'q', ...FILTERS] as const) {
    const value = parameters.get(name)?.slice(0, MOST);
    if (value === undefined || value === '' || CHOICES[name]?.includes(value) === false) continue;
    view[name] = value;
  }
  return Object.keys(view).length === 0 ? undefined : ({ ...DEFAULT_VIEW, ...view } as ListView);
}

/** The view as an address' parameters; the usual view is no parameter at all. */
export function writeView(view: ListView): string {
  const parameters = new URLSearchParams();
  for (const name of ['list', 'q', ...FILTERS] as const) {
    const value = view[name];
    if (value !== undefined && value !== '' && !(name === 'list' && value === 'live')) parameters.set(name, value);
  }
  return parameters.toString();
}

export function narrowed(view: ListView): boolean {
  return FILTERS.some((name) => view[name] !== undefined);
}

/** Whether a conversation that the desk knows belongs in a narrowed list. */
export function fitsView(
  item: WireConversationItem,
  view: ListView,
  { me, readSeq }: { me: string; readSeq: number },
): boolean {
  if (view.whose === 'mine' && item.agent?.id !== me) return false;
  if (view.unread === '1' && unreadOf(item, readSeq) === 0) return false;
  if (view.status !== undefined && item.status !== view.status) return false;
  if (view.severity !== undefined && (item.severity ?? 'normal') !== view.severity) return false;
  if (view.mood !== undefined && item.mood !== view.mood) return false;
  if (view.channel !== undefined && item.channel !== view.channel) return false;
  if (view.store !== undefined && item.storeId !== view.store) return false;
  if (view.agentId !== undefined && item.agent?.id !== view.agentId) return false;
  return view.shopperId === undefined || item.shopper.id === view.shopperId;
}
