import { Net } from '../retrieval/net.js';
import {
  AS_SAID,
  orderOf,
  RankingModel,
  type RankingParts,
  type Scale,
  surenessFigures,
} from '../retrieval/ranking.js';
import { Adam, backward, freshNet } from './net-training.js';
import { Random } from './random.js';
import type { Problem } from './shop.js';

const SEED = 5;
const OFFERED = 3;
/** How many times each net is trained, from different beginnings. */
const VOICES = 3;

/** Trains the ranking, then, on what it says, how sure it may be. */
export function trainRanking(problems: readonly Problem[]): RankingModel {
  const random = new Random(SEED);
  const first = problems[0];
  if (!first) throw new Error('there is nothing to train on');
  const parts: RankingParts = {
    candidate: [],
    none: [],
    first: [],
    among: [],
    firstScale: AS_SAID,
    amongScale: AS_SAID,
  };
  for (let voice = 0; voice < VOICES; voice += 1) {
    const candidate = freshNet(first.field.rows[0]?.length ?? 0, 16, random);
    const none = freshNet(first.field.whole.length, 8, random);
    rankingEpochs(problems, candidate, none, random);
    parts.candidate.push(candidate.toParts());
    parts.none.push(none.toParts());
  }
  const judging = new RankingModel(parts);
  const samples = problems.map((problem) => sampleOf(problem, judging));
  for (let voice = 0; voice < VOICES; voice += 1) {
    parts.first.push(surenessNet(samples, ({ first: right }) => right, random).toParts());
    parts.among.push(surenessNet(samples, ({ among }) => among, random).toParts());
  }
  const said = new RankingModel(parts);
  const real = problems.flatMap((problem, i) => {
    const sample = samples[i];
    if (!problem.real || !sample) return [];
    return [{ ...sample, logits: said.surenessLogits(problem.field, said.judge(problem.field)) }];
  });
  return new RankingModel({
    ...parts,
    firstScale: scaleOf(real.map(({ logits, first: right }) => ({ logit: logits.first, right }))),
    amongScale: scaleOf(real.map(({ logits, among: right }) => ({ logit: logits.among, right }))),
  });
}

/** Fits Platt's line by gradient descent; as said when there is nothing to fit it on. */
function scaleOf(samples: readonly { logit: number; right: boolean }[]): Scale {
  let { slope, shift } = AS_SAID;
  for (let round = 0; round < 500 && samples.length > 0; round += 1) {
    let [bySlope, byShift] = [0, 0];
    for (const { logit, right } of samples) {
      const off = 1 / (1 + Math.exp(-(slope * logit + shift))) - (right ? 1 : 0);
      bySlope += off * logit;
      byShift += off;
    }
    slope -= bySlope / samples.length;
    shift -= byShift / samples.length;
  }
  return { slope: Number(slope.toFixed(4)), shift: Number(shift.toFixed(4)) };
}

/** Multinomial logistic over the candidates and "none of them"; several right ones share the credit. */
function rankingEpochs(problems: readonly Problem[], candidate: Net, none: Net, random: Random): void {
  const [byCandidate, byNone] = [new Adam(candidate, 3e-4), new Adam(none, 3e-4)];
  const [epochs, batch] = [6, 16];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = 0.004 * (0.5 * (1 + Math.cos((Math.PI * epoch) / epochs)) + 0.02);
    const order = random.shuffled(problems);
    for (let at = 0; at < order.length; at += batch) {
      let weight = 0;
      for (const problem of order.slice(at, at + batch)) {
        rankingStep(problem, byCandidate, byNone);
        weight += problem.weight;
      }
      byCandidate.step(rate, weight);
      byNone.step(rate, weight);
    }
  }
}

function rankingStep({ field, right, weight }: Problem, candidate: Adam, none: Adam): void {
  const units = field.rows.map(() => new Float32Array(candidate.net.hidden));
  const noneUnits = new Float32Array(none.net.hidden);
  const scores = field.rows.map((row, i) => candidate.net.output(row, units[i]));
  const nothing = none.net.output(field.whole, noneUnits);
  const most = scores.reduce((a, b) => Math.max(a, b), nothing);
  const shares = scores.map((score) => Math.exp(score - most));
  const noneShare = Math.exp(nothing - most);
  const all = shares.reduce((a, b) => a + b, noneShare);
  const rightShare = shares.reduce((sum, share, i) => (right[i] ? sum + share : sum), 0);
  const unanswerable = !right.some(Boolean);
  backward(none, field.whole, noneUnits, weight * (noneShare / all - (unanswerable ? 1 : 0)));
  for (const [i, row] of field.rows.entries()) {
    const share = shares[i] ?? 0;
    const pull = weight * (share / all - (right[i] ? share / rightShare : 0));
    if (Math.abs(pull) > 1e-4) backward(candidate, row, units[i] ?? new Float32Array(0), pull);
  }
}

interface Sample {
  figures: Float32Array;
  first: boolean;
  among: boolean;
  weight: number;
}

function sampleOf({ field, right, weight }: Problem, model: RankingModel): Sample {
  const judgement = model.judge(field);
  const order = orderOf(judgement.scores);
  return {
    figures: surenessFigures(field, judgement),
    first: right[order[0] ?? 0] ?? false,
    among: order.slice(0, OFFERED).some((i) => right[i]),
    weight,
  };
}

function surenessNet(samples: readonly Sample[], wanted: (sample: Sample) => boolean, random: Random): Net {
  const net = freshNet(samples[0]?.figures.length ?? 0, 6, random);
  const adam = new Adam(net, 1e-3);
  const [epochs, batch] = [12, 32];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = random.shuffled(samples);
    for (let at = 0; at < order.length; at += batch) {
      let weight = 0;
      for (const sample of order.slice(at, at + batch)) {
        const units = new Float32Array(net.hidden);
        const said = 1 / (1 + Math.exp(-net.output(sample.figures, units)));
        backward(adam, sample.figures, units, sample.weight * (said - (wanted(sample) ? 1 : 0)));
        weight += sample.weight;
      }
      adam.step(0.003 * (1 - epoch / epochs), weight);
    }
  }
  return net;
}
