import { speakable } from '../callback/reply.js';

/** WeChat shows a text as it is: the marks of Markdown go, what they meant stays, and links can still be tapped. */
export function toPlainText(markdown: string): string {
  return speakable(markdown)
    .replace(/\r\n?/g, '\n')
    .replace(/^[ \t]*(```|~~~)[^\n]*\n?/gm, '')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$\n?/gm, '')
    .replace(/^[ \t]*\|(.+)\|[ \t]*$/gm, (_row, cells: string) =>
      cells
        .split('|')
        .map((c) => c.trim())
        .join(' ｜ '),
    )
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/gm, '$1')
    .replace(/^[ \t]{0,3}>[ \t]?/gm, '')
    .replace(/^([ \t]*)[-*+][ \t]+/gm, '$1• ')
    .replace(/!?\[([^\]\n]*)\]\(<?(https?:\/\/[^\s)>]+|tel:[^\s)>]+)>?(?:[ \t]+"[^"\n]*")?\)/g, linkText)
    .replace(/<(https?:\/\/[^\s>]+)>/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2')
    .replace(/~~(?=\S)([^\n]*?\S)~~/g, '$1')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function linkText(_all: string, label: string, target: string): string {
  const address = target.replace(/^tel:/, '');
  return label.trim() === '' || label === address ? address : `${label} ${address}`;
}

/** The longest text that every way of sending takes, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 2_000;

/** What WeChat takes as a line of a menu, and as its head or tail, in bytes of UTF-8. */
export const MAX_MENU_LINE_BYTES = 128;
export const MAX_MENU_HEAD_BYTES = 1_024;
const ELLIPSIS = '…';

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const ADDRESS = /https?:\/\/[^\s，。！？；、（）()【】「」《》<>"']+/g;
const SENTENCE_END = /[。！？!?；;…]$/;

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/** The text as far as `max` bytes hold it, with an ellipsis where something is left out; no character is cut in two. */
export function shortened(text: string, max: number): string {
  if (bytesOf(text) <= max) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (bytesOf(kept) + bytesOf(segment) + bytesOf(ELLIPSIS) > max) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}

/** A line of a menu, as WeChat shows it and brings it back when it is tapped. */
export function menuLine(label: string): string {
  return shortened(label.replace(/\s+/g, ' ').trim(), MAX_MENU_LINE_BYTES);
}

/**
 * Cuts a text into pieces of at most `max` bytes, between what is seen as characters and not within an address; where it can, after a
 * line or a sentence.
 */
export function splitText(text: string, max: number = MAX_TEXT_BYTES): string[] {
  if (bytesOf(text) <= max) return text === '' ? [] : [text];
  const pieces: string[] = [];
  let units: string[] = [];
  let bytes = 0;
  for (const unit of unitsOf(text, max)) {
    const size = bytesOf(unit);
    if (bytes + size > max) {
      const keep = breakAt(units);
      pieces.push(units.slice(0, keep).join(''));
      units = units.slice(keep);
      bytes = bytesOf(units.join(''));
      // What was carried over and the unit may still be too long together.
      if (bytes + size > max) {
        pieces.push(units.join(''));
        units = [];
        bytes = 0;
      }
    }
    units.push(unit);
    bytes += size;
  }
  pieces.push(units.join(''));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** What must not be cut: characters as they are seen, and addresses. What is too long for a piece by itself is cut all the same. */
function* unitsOf(text: string, max: number): Generator<string> {
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (bytesOf(match[0]) > max) continue;
    yield* charactersOf(text.slice(from, match.index), max);
    yield match[0];
    from = match.index + match[0].length;
  }
  yield* charactersOf(text.slice(from), max);
}

function* charactersOf(text: string, max: number): Generator<string> {
  for (const { segment } of graphemes.segment(text)) {
    if (bytesOf(segment) <= max) yield segment;
    else yield* segment;
  }
}

/** After how many units to break: behind the last line, sentence or space in the later half, else behind all of them. */
function breakAt(units: readonly string[]): number {
  const half = Math.floor(units.length / 2);
  const last = (fits: (unit: string) => boolean): number => {
    for (let at = units.length - 1; at >= half; at--) if (fits(units[at] ?? '')) return at + 1;
    return 0;
  };
  return (
    last((u) => u.includes('\n')) || last((u) => SENTENCE_END.test(u)) || last((u) => /\s/.test(u)) || units.length
  );
}
