import { KINDS, SENTIMENTS, type LabelledMessage } from '../labels.js';
import type { UnderstandingService } from '../understanding.service.js';
import { isHeldOut } from './messages.js';

/** Hits among so many; `null` where there were none to hit. */
interface Share {
  share: number | null;
  of: number;
}

export interface Report {
  messages: { trained: number; heldOut: number };
  /** Any signal at all: what the policy would hand over under the shipped settings, by language. */
  handoff: Record<'zh' | 'en', { recall: Share; falseAlarms: Share }>;
  /** By kind: how many of those meant were heard as anything, and how many of those heard as this were. */
  kinds: Record<string, { recall: Share; precision: Share }>;
  sentiment: { accuracy: number | null; macroF1: number };
  intent: { accuracy: number | null };
  act: { accuracy: number | null };
}

/** The figures of the shipped way of understanding, rules included, on the messages training never saw. */
export function reportOn(service: UnderstandingService, messages: readonly LabelledMessage[]): Report {
  const judged = messages
    .filter(({ text }) => isHeldOut(text))
    .map((meant) => {
      const said = service.understand(meant.text);
      return { meant, said, kinds: new Set(said.signals.map(({ rule, topic }) => (rule === 'risk' ? topic : rule))) };
    });
  const share = (rows: typeof judged, hit: (row: (typeof judged)[number]) => boolean): Share => ({
    share: rows.length ? round(rows.filter(hit).length / rows.length) : null,
    of: rows.length,
  });
  const handed = (row: (typeof judged)[number]): boolean => row.kinds.size > 0;
  const language = (zh: boolean): Report['handoff']['zh'] => {
    const rows = judged.filter(({ meant }) => /\p{Script=Han}/u.test(meant.text) === zh);
    return {
      recall: share(
        rows.filter(({ meant }) => meant.should_handoff),
        handed,
      ),
      falseAlarms: share(
        rows.filter(({ meant }) => !meant.should_handoff),
        handed,
      ),
    };
  };
  const kinds = KINDS.filter((kind) => kind !== 'none').map((kind) => [
    kind,
    {
      recall: share(
        judged.filter(({ meant }) => meant.kind === kind),
        handed,
      ),
      precision: share(
        judged.filter((row) => row.kinds.has(kind)),
        ({ meant }) => meant.should_handoff,
      ),
    },
  ]);
  const f1 = SENTIMENTS.map((label) => {
    const right = judged.filter(
      ({ meant, said }) => meant.sentiment === label && said.sentiment.label === label,
    ).length;
    const either =
      judged.filter(({ said }) => said.sentiment.label === label).length +
      judged.filter(({ meant }) => meant.sentiment === label).length;
    return either ? (2 * right) / either : 0;
  });
  return {
    messages: { trained: messages.length - judged.length, heldOut: judged.length },
    handoff: { zh: language(true), en: language(false) },
    kinds: Object.fromEntries(kinds) as Report['kinds'],
    sentiment: {
      accuracy: share(judged, ({ meant, said }) => said.sentiment.label === meant.sentiment).share,
      macroF1: round(f1.reduce((a, b) => a + b, 0) / f1.length),
    },
    intent: { accuracy: share(judged, ({ meant, said }) => said.intent.label === meant.intent).share },
    act: { accuracy: share(judged, ({ meant, said }) => said.act === meant.act).share },
  };
}

function round(value: number): number {
  return Math.round(1000 * value) / 1000;
}
