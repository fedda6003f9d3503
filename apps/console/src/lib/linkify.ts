export type Segment = { text: string; href?: string };

// Only these schemes ever become links. A URL ends at white space, quotes, angle brackets or CJK text and punctuation.
const LINK = /(?:https?:\/\/|tel:)[^\s<>"'`\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/giu;
const TRAILING = /[.,;:!?)\]}]+$/;

/** Cuts a text into plain parts and links of http(s) and tel. The parts put together are always the text itself. */
export function linkify(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimmed(match[0]);
    const href = hrefOf(link);
    if (href === undefined) continue;
    if (match.index > end) segments.push({ text: text.slice(end, match.index) });
    segments.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end) });
  return segments;
}

/** Punctuation at the end belongs to the sentence; a closing bracket stays when it was opened inside the address. */
function trimmed(link: string): string {
  const tail = TRAILING.exec(link)?.[0];
  if (tail === undefined) return link;
  const kept = tail.startsWith(')') && link.includes('(') ? 1 : 0;
  return link.slice(0, link.length - tail.length + kept);
}

/** The address when it is a valid one of http, https or tel; undefined for everything else, script schemes above all. */
export function hrefOf(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (url.protocol === 'tel:') return /^tel:\+?[\d\-().]{3,}$/i.test(link) ? link : undefined;
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url.href : undefined;
}
