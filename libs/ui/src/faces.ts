/** Behind white letters, each readable (WCAG 2.2 AA) in light and dark; told apart by lightness and warmth, not by hue alone. */
export const FACE_COLOURS = [
  '#8a4a12',
  '#1d5fa8',
  '#7a3b8f',
  '#1b6e3c',
  '#a3324b',
  '#4b5563',
  '#0f6b74',
  '#6b5b00',
] as const;

const CJK = /[\u3400-\u9fff\uf900-\ufaff]/;

/** A colour of `FACE_COLOURS` that stays with the person. */
export function faceColour(id: string): string {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0;
  return FACE_COLOURS[sum % FACE_COLOURS.length] ?? FACE_COLOURS[0];
}

/**
 * What stands for a name in a small circle: of a Chinese name the last two characters (the given name, as chat programs in China do it),
 * of others the first letters of the first and the last word. Empty for an empty name.
 */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (CJK.test(trimmed))
    return [...trimmed]
      .filter((sign) => CJK.test(sign))
      .slice(-2)
      .join('');
  const words = trimmed.split(/[\s._-]+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
