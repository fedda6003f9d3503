import { collectedMib, Helper } from './children.js';
import type { Place } from './place.js';
import type { Plan } from './plan.js';
import type { ImportFigures, LookUpFigures } from './scale.process.js';

export interface ScaleFigures {
  imported: ImportFigures;
  small: LookUpFigures & { mib: number };
  full: LookUpFigures & { mib: number };
}

/** An hour: a hundred thousand articles take a while. */
const LIMIT_MS = 3_600_000;

/** A tenth of the articles, then all of them; look-ups after each in a process of its own, whose memory is then its own as well. */
export async function measureScale(place: Place, plan: Plan): Promise<ScaleFigures> {
  const count = plan.scale[place.kind];
  const small = await stage<ImportFigures>(place, { import: count / 10 });
  const after = await lookUps(place, plan);
  const rest = await stage<ImportFigures>(place, { import: count });
  return {
    imported: { ...rest, seconds: small.seconds + rest.seconds },
    small: after,
    full: await lookUps(place, plan),
  };
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
