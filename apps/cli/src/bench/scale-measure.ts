import { collectedMib, Helper } from './children.js';
import { withPlace, type Place } from './place.js';
import type { DatabaseKind, Plan } from './plan.js';
import type { ImportFigures, LookUpFigures } from './scale.process.js';

export interface ScaleFigures {
  imported: ImportFigures;
  small: LookUpFigures & { mib: number };
  full: LookUpFigures & { mib: number };
}

/** An hour: a hundred thousand articles take a while. */
const LIMIT_MS = 3_600_000;

/** All articles at once, and a tenth of them in a place of their own; look-ups each time in a process whose memory is only theirs. */
export async function measureScale(kind: DatabaseKind, plan: Plan): Promise<ScaleFigures> {
  const at = (count: number): Promise<{ imported: ImportFigures; looked: ScaleFigures['full'] }> =>
    withPlace(kind, async (place) => ({
      imported: await stage<ImportFigures>(place, { import: count }),
      looked: await lookUps(place, plan),
    }));
  const small = await at(plan.scale[kind] / 10);
  const full = await at(plan.scale[kind]);
  return { imported: full.imported, small: small.looked, full: full.looked };
}

async function stage<T>(place: Place, request: object): Promise<T> {
  const helper = Helper.start('./scale.process.js', place.environment);
  try {
    return await helper.ask<T>(request, LIMIT_MS);
  } finally {
    await helper.stop();
  }
}

async function lookUps(place: Place, plan: Plan): Promise<LookUpFigures & { mib: number }> {
  const helper = Helper.start('./scale.process.js', place.environment, true);
  try {
    const figures = await helper.ask<LookUpFigures>({ questions: plan.scaleQuestions }, LIMIT_MS);
    return { ...figures, mib: Math.round(await collectedMib(helper.child)) };
  } finally {
    await helper.stop();
  }
}
