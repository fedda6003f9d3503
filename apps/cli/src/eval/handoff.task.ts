import { DEFAULT_HANDOFF_SETTINGS, decideHandoff } from '#handoff';
import { SystemClock } from '#kernel';
import { UnderstandingService } from '#understanding';
import { f1, share, wilson } from './figures.js';
import { optionalTextField, type RawRow, textField } from './rows.js';

export interface HandoffRow {
  text: string;
  should_handoff: boolean;
  kind?: string;
}

export interface HandoffFigures {
  precision: number;
  recall: number;
  f1: number;
  n: number;
  /** Recall of the kinds that should be handed over, false-alarm rate of the others. */
  kinds: Record<string, { recall?: number; false_alarms?: number; n: number; interval: [number, number] }>;
  false_alarms: number;
  precision_interval: [number, number];
  recall_interval: [number, number];
  false_alarms_interval: [number, number];
}

/** Gives a row its type. @throws Error that names what is wrong with it */
export function handoffRow(row: RawRow): HandoffRow {
  if (typeof row.should_handoff !== 'boolean') throw new Error('"should_handoff" must be true or false');
  return { text: textField(row, 'text'), should_handoff: row.should_handoff, kind: optionalTextField(row, 'kind') };
}

/** Each row as the first message of a conversation of its own, through the very code that serves shoppers. */
export async function evalHandoff(rows: readonly HandoffRow[]): Promise<HandoffFigures> {
  const understanding = new UnderstandingService(new SystemClock());
  const judged = rows.map((row) => ({ ...row, handed: isHandedOver(understanding, row.text) }));
  const count = (of: (row: (typeof judged)[number]) => boolean): number => judged.filter(of).length;
  const right = count((row) => row.handed && row.should_handoff);
  const said = count((row) => row.handed);
  const meant = count((row) => row.should_handoff);
  const others = rows.length - meant;
  const kinds: HandoffFigures['kinds'] = {};
  for (const should of [true, false]) {
    const rated = judged.filter((row) => row.should_handoff === should);
    for (const kind of new Set(rated.map((row) => row.kind ?? 'unnamed'))) {
      const group = rated.filter((row) => (row.kind ?? 'unnamed') === kind);
      const hits = group.filter((row) => row.handed).length;
      // A kind with rows of both sorts shows its recall under its name and its false alarms under another.
      const key = kind in kinds ? `${kind}:plain` : kind;
      const figure = share(hits, group.length);
      kinds[key] = {
        ...(should ? { recall: figure } : { false_alarms: figure }),
        n: group.length,
        interval: wilson(hits, group.length),
      };
    }
  }
  return {
    precision: share(right, said),
    recall: share(right, meant),
    f1: f1(right, said, meant),
    n: rows.length,
    kinds,
    false_alarms: share(said - right, others),
    precision_interval: wilson(right, said),
    recall_interval: wilson(right, meant),
    false_alarms_interval: wilson(said - right, others),
  };
}

function isHandedOver(service: UnderstandingService, text: string): boolean {
  const understanding = service.understand(text);
  return decideHandoff({ messages: [{ seq: 1, text, understanding }], history: [], settings: DEFAULT_HANDOFF_SETTINGS })
    .decision;
}
