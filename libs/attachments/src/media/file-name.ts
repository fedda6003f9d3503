const LONGEST = 120;

/** Endings that a file of this type may have; the first is what it gets when it has none of them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
};
const KNOWN = new Set([...Object.values(ENDINGS).flat(), 'gif', 'heic', 'heif', 'jfif']);

/** Control characters, line separators, and what steers the direction or the place of letters: they make names lie. ZWJ joins emoji. */
const UNSEEN = /(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The name under which a file is shown and saved: no path, nothing invisible, at most 120 characters, and the ending of what it
 * really is. Never empty.
 */
export function cleanFileName(name: string, type: string): string {
  const endings = ENDINGS[type] ?? [];
  const bare =
    name
      .toWellFormed()
      .normalize('NFC')
      .replace(UNSEEN, '')
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\s+/gu, ' ')
      .replace(/^[. ]+|[. ]+$/g, '') ?? '';
  const dot = bare.lastIndexOf('.');
  const ending = dot > 0 ? bare.slice(dot + 1).toLowerCase() : '';
  const right = endings.includes(ending) ? bare.slice(dot + 1) : (endings[0] ?? '');
  const stem = KNOWN.has(ending) ? bare.slice(0, dot) : bare;
  const room = LONGEST - right.length - 1;
  return `${Array.from(stem === '' ? 'attachment' : stem)
    .slice(0, room)
    .join('')}.${right}`;
}

/** A Content-Disposition header (RFC 6266, RFC 8187): the real name encoded, and one in ASCII for whoever cannot read that. */
export function contentDisposition(how: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${how}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
