/** What a canned reply may leave open, by the name it is written with: `{{shopper.name}}`. */
export const CANNED_VARIABLES = [
  'shopper.name',
  'shopper.tier',
  'agent.name',
  'store.name',
  'store.phone',
  'order.no',
] as const;
export type CannedVariable = (typeof CANNED_VARIABLES)[number];

const PLACE = /\{\{([^{}]*)\}\}/gu;
/** Two braces that make no place: a slip of the pen which a shopper must not get to see. */
const STRAY = /\{\{[^{}]{0,40}|[^{}]{0,40}\}\}/u;

/** The places of a text that stand for nothing we know, as written; empty when all is well. */
export function unknownVariables(text: string): string[] {
  const unknown = [...text.matchAll(PLACE)].filter((hit) => !isVariable((hit[1] ?? '').trim())).map((hit) => hit[0]);
  const stray = STRAY.exec(text.replace(PLACE, ''))?.[0];
  return [...new Set(stray === undefined ? unknown : [...unknown, stray])];
}

export interface FilledReply {
  text: string;
  /** Where in `text` something is still to be filled in, in order. */
  gaps: { start: number; end: number; variable: CannedVariable }[];
}

/** Fills a canned reply. What has no value stays as a gap that can be seen, named by `gapName` and put in brackets. */
export function fillCannedReply(
  text: string,
  values: Partial<Record<CannedVariable, string>>,
  gapName: (variable: CannedVariable) => string,
): FilledReply {
  const gaps: FilledReply['gaps'] = [];
  let filled = '';
  let from = 0;
  for (const hit of text.matchAll(PLACE)) {
    const variable = (hit[1] ?? '').trim();
    filled += text.slice(from, hit.index);
    from = hit.index + hit[0].length;
    if (!isVariable(variable)) filled += hit[0];
    else if (values[variable]) filled += values[variable];
    else {
      const start = filled.length;
      filled += `【${gapName(variable)}】`;
      gaps.push({ start, end: filled.length, variable });
    }
  }
  return { text: filled + text.slice(from), gaps };
}

function isVariable(name: string): name is CannedVariable {
  return (CANNED_VARIABLES as readonly string[]).includes(name);
}
