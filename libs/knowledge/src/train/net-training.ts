import { Net } from '../retrieval/net.js';
import type { Random } from './random.js';

/** A net with small random weights into its hidden units and none out of its inputs. */
export function freshNet(inputs: number, hidden: number, random: Random): Net {
  const values = new Array<number>(Net.size(inputs, hidden)).fill(0);
  for (let i = 0; i < inputs * hidden; i += 1) values[i] = ((random.next() - 0.5) * 2) / Math.sqrt(inputs);
  const output = inputs * hidden + hidden;
  for (let h = 0; h < hidden; h += 1) values[output + h] = (random.next() - 0.5) * 0.5;
  return new Net({ inputs, hidden, values });
}

/** Adam with a pull towards zero. Gradients are gathered over a batch, then `step` moves the net. */
export class Adam {
  readonly gradient: Float32Array;
  private readonly mean: Float32Array;
  private readonly spread: Float32Array;
  private steps = 0;

  constructor(
    readonly net: Net,
    private readonly decay: number,
  ) {
    this.gradient = new Float32Array(net.values.length);
    this.mean = new Float32Array(net.values.length);
    this.spread = new Float32Array(net.values.length);
  }

  /** @param weight by which the gathered gradient is divided */
  step(rate: number, weight: number): void {
    this.steps += 1;
    const { values } = this.net;
    const [early, late] = [1 - 0.9 ** this.steps, 1 - 0.99 ** this.steps];
    for (const [i, value] of values.entries()) {
      const slope = (this.gradient[i] ?? 0) / weight + this.decay * value;
      const mean = 0.9 * (this.mean[i] ?? 0) + 0.1 * slope;
      const spread = 0.99 * (this.spread[i] ?? 0) + 0.01 * slope * slope;
      this.mean[i] = mean;
      this.spread[i] = spread;
      values[i] = value - (rate * mean) / early / (Math.sqrt(spread / late) + 1e-8);
    }
    this.gradient.fill(0);
  }
}

/** Adds the gradient of one output, of which `pull` is the loss's slope; `units` are the hidden units as `output` filled them. */
export function backward({ net, gradient }: Adam, input: Float32Array, units: Float32Array, pull: number): void {
  const { inputs, hidden, values } = net;
  const biases = inputs * hidden;
  const out = biases + hidden;
  for (let h = 0; h < hidden; h += 1) {
    const unit = units[h] ?? 0;
    gradient[out + h] = (gradient[out + h] ?? 0) + pull * unit;
    const slope = pull * (values[out + h] ?? 0) * (1 - unit * unit);
    gradient[biases + h] = (gradient[biases + h] ?? 0) + slope;
    for (let i = 0; i < inputs; i += 1)
      gradient[h * inputs + i] = (gradient[h * inputs + i] ?? 0) + slope * (input[i] ?? 0);
  }
  const direct = out + hidden;
  for (let i = 0; i < inputs; i += 1) gradient[direct + i] = (gradient[direct + i] ?? 0) + pull * (input[i] ?? 0);
}
