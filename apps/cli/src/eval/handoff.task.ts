import { DEFAULT_HANDOFF_SETTINGS, decideHandoff } from '#handoff';
import { SystemClock, type HandoffVerdict } from '#kernel';
import { RISK_TOPICS, UnderstandingService } from '#understanding';
import { bootstrap, f1, share, wilson } from './figures.js';
import { optionalTextField, type RawRow, textField } from './rows.js';

export interface HandoffRow {
  text: string;
  should_handoff: boolean;
  kind?: string;
}

/** What one trigger did. */
export interface TriggerFigures {
  /** Rows on which it spoke, and the share of them that rightly go to a person, for this or another reason. */
  said: number;
  precision: number;
  precision_interval: [number, number];
  /** Rows of its kinds, and the share of them on which it spoke; a row that another trigger heard instead is a miss here. */
  meant: number;
  recall: number;
  recall_interval: [number, number];
}

export interface HandoffFigures {
  precision: number;
  recall: number;
  f1: number;
  n: number;
  /** Recall of the kinds that should be handed over, false-alarm rate of the others. */
  kinds: Record<string, { recall?: number; false_alarms?: number; n: number; interval: [number, number] }>;
  /** By trigger, those that spoke or were meant. */
  triggers: Record<string, TriggerFigures>;
  false_alarms: number;
  precision_interval: [number, number];
  recall_interval: [number, number];
  f1_interval: [number, number];
  false_alarms_interval: [number, number];
}

/** Which kinds of rows each trigger is for. */
const KINDS_OF_TRIGGER: Readonly<Record<string, readonly string[]>> = {
  human_request: ['human_request'],
  complaint: ['complaint'],
  anger: ['anger'],
  risk: ['risk', ...RISK_TOPICS],
  bot_failure: ['bot_failure', 'repeated_failure'],
};

/** Gives a row its type. @throws Error that names what is wrong with it */
export function handoffRow(row: RawRow): HandoffRow {
  if (typeof row.should_handoff !== 'boolean') throw new Error('"should_handoff" must be true or false');
  return { text: textField(row, 'text'), should_handoff: row.should_handoff, kind: optionalTextField(row, 'kind') };
}

type Judged = HandoffRow & { handed: boolean; triggers: ReadonlySet<string> };

/** Each row as the first message of a conversation of its own, through the very code that serves shoppers. */
export async function evalHandoff(rows: readonly HandoffRow[]): Promise<HandoffFigures> {
  const understanding = new UnderstandingService(new SystemClock());
  const judged = rows.map((row): Judged => {
    const { decision, reasons } = verdictOn(understanding, row.text);
    return { ...row, handed: decision, triggers: new Set(reasons.map(({ rule }) => rule.split(':', 1)[0] ?? rule)) };
  });
  const count = (of: (row: Judged) => boolean): number => judged.filter(of).length;
  const right = count((row) => row.handed && row.should_handoff);
  const said = count((row) => row.handed);
  const meant = count((row) => row.should_handoff);
  const others = rows.length - meant;
  return {
    precision: share(right, said),
    recall: share(right, meant),
    f1: f1(right, said, meant),
    n: rows.length,
    kinds: byKind(judged),
    triggers: byTrigger(judged),
    false_alarms: share(said - right, others),
    precision_interval: wilson(right, said),
    recall_interval: wilson(right, meant),
    f1_interval: bootstrap(judged, f1Of),
    false_alarms_interval: wilson(said - right, others),
  };
}

/** What the policy makes of a text that opens a conversation, under the shipped settings. */
export function verdictOn(service: UnderstandingService, text: string): HandoffVerdict {
  const understanding = service.understand(text);
  return decideHandoff({
    messages: [{ seq: 1, text, understanding }],
    history: [],
    settings: DEFAULT_HANDOFF_SETTINGS,
  });
}

function f1Of(rows: readonly Judged[]): number {
  let [right, said, meant] = [0, 0, 0];
  for (const { handed, should_handoff } of rows) {
    if (handed) said += 1;
    if (should_handoff) meant += 1;
    if (handed && should_handoff) right += 1;
  }
  return f1(right, said, meant);
}

function byKind(judged: readonly Judged[]): HandoffFigures['kinds'] {
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
  return kinds;
}

function byTrigger(judged: readonly Judged[]): HandoffFigures['triggers'] {
  const figures: HandoffFigures['triggers'] = {};
  for (const trigger of new Set([...Object.keys(KINDS_OF_TRIGGER), ...judged.flatMap((row) => [...row.triggers])])) {
    const spoke = judged.filter((row) => row.triggers.has(trigger));
    const right = spoke.filter((row) => row.should_handoff).length;
    const kinds = KINDS_OF_TRIGGER[trigger] ?? [];
    const meant = judged.filter((row) => row.should_handoff && kinds.includes(row.kind ?? ''));
    const heard = meant.filter((row) => row.triggers.has(trigger)).length;
    if (spoke.length + meant.length === 0) continue;
    figures[trigger] = {
      said: spoke.length,
      precision: share(right, spoke.length),
      precision_interval: wilson(right, spoke.length),
      meant: meant.length,
      recall: share(heard, meant.length),
      recall_interval: wilson(heard, meant.length),
    };
  }
  return figures;
}
