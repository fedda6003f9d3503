/** A piece of a message: plain text, or a link of http(s) or tel. Everything else stays text. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

/**
 * Web addresses end at white space, at CJK text and punctuation (Chinese is written without spaces) and at quotes or angle
 * brackets. Telephone numbers are linked when written as tel: or with hyphens (400-820-1668, 021-6888-1234), so that order
 * numbers are left alone.
 */
const LINK =
  /(https?:\/\/[^\s<>"'`\u2018-\u201f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)|(tel:\+?[\d-]{3,20})|((?<![\w-])(?:400-\d{3}-\d{4}|400-\d{4}-\d{3}|0\d{2,3}-\d{3,4}-?\d{4})(?![\w-]))/gi;

export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const hit of text.matchAll(LINK)) {
    const shown = hit[1] === undefined ? hit[0] : trimAddress(hit[0]);
    const href = hit[1] === undefined ? `tel:${shown.replace(/^tel:/i, '')}` : safeHref(shown);
    if (href === null) continue;
    if (hit.index > from) parts.push({ text: text.slice(from, hit.index) });
    parts.push({ text: shown, href });
    from = hit.index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** A sentence's full stop or a bracket that was opened before the address is not part of it. */
function trimAddress(address: string): string {
  let end = address.length;
  // Brackets closed more often than opened; one pass, since a shopper may send four thousand of them.
  let surplus = 0;
  for (const sign of address) surplus += sign === ')' ? 1 : sign === '(' ? -1 : 0;
  for (; end > 0; end--) {
    const sign = address.charAt(end - 1);
    if (sign === ')' && surplus > 0) surplus--;
    else if (!/[.,;:!?\]}]/.test(sign)) break;
  }
  return address.slice(0, end);
}

/** The address when it is a valid one of http or https, else null. */
export function safeHref(address: string | undefined): string | null {
  if (address === undefined) return null;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    // Not an address at all: it is shown as the text it is.
    return null;
  }
}
