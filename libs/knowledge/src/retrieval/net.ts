/** A small net as it is stored. */
export interface NetParts {
  inputs: number;
  hidden: number;
  /** For each hidden unit its inputs' weights, then the units' biases, their weights in the output, the inputs' own weights in it. */
  values: number[];
}

/** One hidden layer (tanh) beside a linear path, one output. */
export class Net {
  readonly values: Float32Array;
  readonly inputs: number;
  readonly hidden: number;

  constructor({ inputs, hidden, values }: NetParts) {
    if (values.length !== Net.size(inputs, hidden)) throw new Error('a net with too few or too many weights');
    this.inputs = inputs;
    this.hidden = hidden;
    this.values = Float32Array.from(values);
  }

  static size(inputs: number, hidden: number): number {
    return inputs * hidden + 2 * hidden + inputs;
  }

  /** @param units filled with the hidden units' values, for training */
  output(input: Float32Array, units?: Float32Array): number {
    const { inputs, hidden, values } = this;
    const biases = inputs * hidden;
    let sum = 0;
    for (let h = 0; h < hidden; h += 1) {
      let unit = values[biases + h] ?? 0;
      for (let i = 0; i < inputs; i += 1) unit += (values[h * inputs + i] ?? 0) * (input[i] ?? 0);
      unit = Math.tanh(unit);
      if (units) units[h] = unit;
      sum += (values[biases + hidden + h] ?? 0) * unit;
    }
    const direct = biases + 2 * hidden;
    for (let i = 0; i < inputs; i += 1) sum += (values[direct + i] ?? 0) * (input[i] ?? 0);
    return sum;
  }

  toParts(): NetParts {
    return {
      inputs: this.inputs,
      hidden: this.hidden,
      values: Array.from(this.values, (value) => Number(value.toPrecision(4))),
    };
  }
}

/** Nets trained from different beginnings: together they are right more often than each alone. */
export class Committee {
  constructor(readonly nets: readonly Net[]) {}

  static of(parts: readonly NetParts[]): Committee {
    return new Committee(parts.map((one) => new Net(one)));
  }

  /** The mean of what they say. */
  output(input: Float32Array): number {
    return this.nets.reduce((sum, net) => sum + net.output(input), 0) / this.nets.length;
  }
}
