import { cpus, loadavg, totalmem } from 'node:os';
import { DeskServer, Helper, sleep } from './children.js';
import {
  measureDelivery,
  measureHandoff,
  measureIdle,
  measureTurns,
  type DeliveryFigures,
  type IdleFigures,
  type TurnFigures,
} from './desk-measures.js';
import { MIB, tidy, type Times } from './figures.js';
import type { KnowledgeFigures } from './knowledge.process.js';
import { assertAvailable, withPlace, type Place } from './place.js';
import { MEASURES, type DatabaseKind, type Measure, type Plan } from './plan.js';
import { measureScale, type ScaleFigures } from './scale-measure.js';
import { measureWeChat, type WeChatFigures } from './wechat-measure.js';

export interface DatabaseFigures {
  database: DatabaseKind;
  start?: { firstMs: number; laterMs: number; idleMib: number };
  turns?: TurnFigures;
  handoff?: Times;
  delivery?: DeliveryFigures;
  idle?: IdleFigures;
  wechat?: WeChatFigures[];
  knowledge?: KnowledgeFigures;
  scale?: ScaleFigures;
  /** Measures that broke, with the reason. */
  failures?: Record<string, string>;
}

export interface BenchFigures {
  date: string;
  machine: { cpu: string; cores: number; memoryGib: number; node: string };
  /** Load average (1 min) before and after; well above the number of cores, others were using the machine too. */
  load: { before: number; after: number };
  databases: DatabaseFigures[];
}

/** Runs the measures, one after the other, each on loopback only. */
export async function runBench(
  kinds: readonly DatabaseKind[],
  only: readonly Measure[] | undefined,
  plan: Plan,
  say: (what: string) => void,
): Promise<BenchFigures> {
  for (const kind of kinds) assertAvailable(kind);
  const before = loadavg()[0] ?? 0;
  const [cpu] = cpus();
  const databases: DatabaseFigures[] = [];
  const wanted = new Set<Measure>(only ?? MEASURES.filter((measure) => measure !== 'scale'));
  for (const kind of kinds) {
    const figures: DatabaseFigures = { database: kind };
    databases.push(figures);
    if (wanted.has('knowledge'))
      await attempt(figures, 'knowledge', say, () => withPlace(kind, (place) => measureKnowledge(place, plan)));
    if (wanted.has('scale')) await attempt(figures, 'scale', say, () => measureScale(kind, plan));
    if ([...wanted].some((measure) => measure !== 'knowledge' && measure !== 'scale'))
      await withPlace(kind, (place) => measureDesk(place, plan, wanted, figures, say));
  }
  return {
    date: new Date().toISOString(),
    machine: {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memoryGib: Math.round(totalmem() / MIB / 1024),
      node: process.version,
    },
    load: { before: tidy(before), after: tidy(loadavg()[0] ?? 0) },
    databases,
  };
}

async function measureKnowledge(place: Place, plan: Plan): Promise<KnowledgeFigures> {
  const helper = Helper.start('./knowledge.process.js', place.environment);
  try {
    return await helper.ask<KnowledgeFigures>({ articles: plan.articles, questions: plan.questions }, 1_800_000);
  } finally {
    await helper.stop();
  }
}

/** Everything that needs a running desk, on one database. */
async function measureDesk(
  place: Place,
  plan: Plan,
  wanted: ReadonlySet<Measure>,
  figures: DatabaseFigures,
  say: (what: string) => void,
): Promise<void> {
  // The first start fills the database; the measures run on the desk of the second, as in daily use.
  const first = await DeskServer.start(place.environment);
  await first.desk.stop();
  const { desk, readyMs } = await DeskServer.start(place.environment);
  try {
    if (wanted.has('start')) {
      await sleep(plan.idleSeconds * 1000);
      figures.start = {
        firstMs: Math.round(first.readyMs),
        laterMs: Math.round(readyMs),
        idleMib: Math.round(desk.residentMib),
      };
    }
    if (wanted.has('handoff')) await attempt(figures, 'handoff', say, () => measureHandoff(desk, plan));
    if (wanted.has('delivery')) await attempt(figures, 'delivery', say, () => measureDelivery(desk, place, plan));
  } finally {
    await desk.stop();
  }
  if (wanted.has('idle')) await attempt(figures, 'idle', say, () => measureIdle(place, plan));
  if (wanted.has('wechat')) await attempt(figures, 'wechat', say, () => measureWeChat(place, plan));
  if (wanted.has('turns')) await attempt(figures, 'turns', say, () => measureTurns(place, plan));
}

/** One measure that breaks does not take the others with it; it is told in the figures. */
async function attempt<M extends Exclude<Measure, 'start'>>(
  figures: DatabaseFigures,
  measure: M,
  say: (what: string) => void,
  work: () => Promise<NonNullable<DatabaseFigures[M]>>,
): Promise<void> {
  say(`${measure} (${figures.database})`);
  try {
    figures[measure] = (await work()) as DatabaseFigures[M];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    figures.failures = { ...figures.failures, [measure]: reason };
    say(`${measure} (${figures.database}) broke: ${(error instanceof Error && error.stack) || reason}`);
  }
}
