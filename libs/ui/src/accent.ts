/** A colour of a light or a dark page. */
export type Theme = 'light' | 'dark';

type Rgb = readonly [number, number, number];

/** WCAG 2.2 AA: text against what lies behind it, and parts of controls against theirs. */
export const TEXT_CONTRAST = 4.5;
export const CONTROL_CONTRAST = 3;

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** --dh-surface and --dh-surface-2 of tokens.css: what an accent is seen against. */
const SURFACES: Record<Theme, readonly Rgb[]> = {
  light: [WHITE, [0xf0, 0xf3, 0xf1]],
  dark: [
    [0x16, 0x1c, 0x19],
    [0x1e, 0x26, 0x22],
  ],
};

/** Reads `#rgb` or `#rrggbb`; null for anything else, so that a typing slip in a snippet falls back to the default. */
export function parseHex(colour: string): Rgb | null {
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (hex === undefined) return null;
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
  const part = (at: number): number => parseInt(full.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

function toHex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Contrast ratio of two hex colours after WCAG, 1 to 21; 1 when either cannot be read. */
export function contrast(one: string, other: string): number {
  const [a, b] = [parseHex(one), parseHex(other)];
  return a !== null && b !== null ? ratio(a, b) : 1;
}

function mix(colour: Rgb, into: Rgb, share: number): Rgb {
  const part = (at: 0 | 1 | 2): number => Math.round(colour[at] + (into[at] - colour[at]) * share);
  return [part(0), part(1), part(2)];
}

/** The nearest shade towards black (light theme) or white (dark theme) that stands out enough from all of `behind`. */
function shadeUntil(colour: Rgb, theme: Theme, behind: readonly Rgb[], wanted: number): Rgb {
  const into = theme === 'light' ? BLACK : WHITE;
  for (let step = 0; step <= 100; step++) {
    const shade = mix(colour, into, step / 100);
    if (behind.every((surface) => ratio(shade, surface) >= wanted)) return shade;
  }
  return into;
}

/**
 * The accent variables of tokens.css made from a shop's colour (`#rgb` or `#rrggbb`), corrected to WCAG 2.2 AA:
 * the colour as given where it is readable, else the nearest shade that is. Null when the colour cannot be read.
 */
export function accentVariables(colour: string, theme: Theme): Record<string, string> | null {
  const given = parseHex(colour);
  if (given === null) return null;
  const surfaces = SURFACES[theme];
  const fill = shadeUntil(given, theme, surfaces, CONTROL_CONTRAST);
  const soft = mix(surfaces[0] ?? WHITE, fill, theme === 'light' ? 0.12 : 0.2);
  const text = shadeUntil(given, theme, [...surfaces, soft], TEXT_CONTRAST);
  // Either white or black always reaches 4.5 against any colour.
  const onFill = ratio(WHITE, fill) >= TEXT_CONTRAST ? WHITE : BLACK;
  const hover = mix(fill, onFill === WHITE ? BLACK : WHITE, 0.15);
  return {
    '--dh-accent': toHex(fill),
    '--dh-accent-hover': toHex(hover),
    '--dh-on-accent': toHex(onFill),
    '--dh-accent-text': toHex(text),
    '--dh-accent-soft': toHex(soft),
    '--dh-focus': toHex(text),
  };
}
