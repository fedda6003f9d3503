import type { WeChatAccountKind } from '#kernel';
import { MAX_MENU_HEAD_BYTES, MAX_TEXT_BYTES, bytesOf, menuLine, shortened, splitText } from './plain-text.js';

/** What is sent to a user. Ids of a menu are numbers: WeChat loses others. */
export type Outgoing =
  | { type: 'text'; text: string }
  | { type: 'image' | 'file'; attachmentId: string }
  | { type: 'menu'; head: string; items: { id: string; label: string }[]; tail?: string };

type Menu = Extract<Outgoing, { type: 'menu' }>;

/**
 * Who speaks, which decides what may use the last reply. `bot`: answers and plain notices; `person`: agents; `must`: that a person
 * takes over, and the survey; `aside`: goes with what follows it, and alone only when nothing does for long.
 */
export type Rank = 'aside' | 'bot' | 'person' | 'must';

export interface OwedPiece {
  id: string;
  rank: Rank;
  content: Outgoing;
  attempts: number;
}

export interface Batch<P extends OwedPiece = OwedPiece> {
  pieces: P[];
  content: Outgoing;
  rank: Rank;
}

const BETWEEN = '\n\n';

/** Official accounts and mini programs have no kind of message for a file. */
export function sendsFiles(kind: WeChatAccountKind): boolean {
  return kind === 'wecom_kf';
}

/** Nor have mini programs menus: theirs are texts. */
export function hasMenus(kind: WeChatAccountKind): boolean {
  return kind !== 'mini_program';
}

/** A menu as text, for who cannot be sent one: the numbers before the labels are what the user answers with. */
export function menuAsText({ head, items, tail }: Menu): string {
  const lines = items.map(({ label }, index) => `${index + 1}. ${label}`);
  return [head, lines.join('\n'), tail ?? ''].filter((part) => part !== '').join('\n');
}

/**
 * The next message of what is owed, in order: texts that follow each other go together, as far as one message holds them, and a menu
 * takes the text before it as its head. When only the last reply is left, what has a right to it goes, before its turn if need be.
 * Undefined: nothing may go.
 */
export function nextBatch<P extends OwedPiece>(
  owed: readonly P[],
  may: { ordinary: boolean; last: boolean },
): Batch<P> | undefined {
  const first = joined(owed);
  if (!first) return undefined;
  if (may.ordinary || (may.last && first.rank !== 'bot' && first.rank !== 'aside')) return first;
  if (!may.last) return undefined;
  const entitled = owed.filter(({ rank }) => rank === 'person' || rank === 'must');
  return joined(entitled);
}

/** Nothing but asides is to be sent: each waits until its own time. */
export function waitsForCompany(owed: readonly { rank: Rank; state: string }[]): boolean {
  return owed.every(({ rank, state }) => rank === 'aside' || state === 'held');
}

function joined<P extends OwedPiece>(owed: readonly P[]): Batch<P> | undefined {
  const [head] = owed;
  if (!head) return undefined;
  let content: Outgoing = head.content;
  const pieces = [head];
  for (const piece of owed.slice(1)) {
    // What was begun together goes out again together, and with nothing else.
    const more = piece.attempts === head.attempts ? together(content, piece.content) : undefined;
    if (!more) break;
    content = more;
    pieces.push(piece);
  }
  const ranks = new Set(pieces.map(({ rank }) => rank));
  const rank = (['must', 'person', 'bot'] as const).find((one) => ranks.has(one)) ?? 'aside';
  return { pieces, content, rank };
}

function together(a: Outgoing, b: Outgoing): Outgoing | undefined {
  if (a.type !== 'text') return undefined;
  if (b.type === 'text') {
    const text = a.text + BETWEEN + b.text;
    return bytesOf(text) <= MAX_TEXT_BYTES ? { type: 'text', text } : undefined;
  }
  if (b.type === 'menu') {
    const menu = { ...b, head: b.head === '' ? a.text : a.text + BETWEEN + b.head };
    return fits(menu) ? menu : undefined;
  }
  return undefined;
}

/** As a menu and, where there are none, as a text. */
function fits(menu: Menu): boolean {
  return bytesOf(menu.head) <= MAX_MENU_HEAD_BYTES && bytesOf(menuAsText(menu)) <= MAX_TEXT_BYTES;
}

/** A menu under a text: what is too long for its head goes before it. */
export function menuPieces(text: string, { items, tail = '' }: Omit<Menu, 'type' | 'head'>): Outgoing[] {
  const menu: Menu = {
    type: 'menu',
    head: '',
    items: items.map(({ id, label }) => ({ id, label: menuLine(label) })),
    tail: shortened(tail, MAX_MENU_HEAD_BYTES),
  };
  const room = Math.min(MAX_MENU_HEAD_BYTES, MAX_TEXT_BYTES - bytesOf(menuAsText(menu)) - 1);
  const parts = splitText(text, room);
  const head = parts.pop() ?? '';
  return [...textPieces(parts.join('\n')), { ...menu, head }];
}

/** Text in as many pieces as it needs. */
export function textPieces(text: string): Outgoing[] {
  return splitText(text).map((piece) => ({ type: 'text', text: piece }));
}
