/** The trained embedder as numbers: as a trainer makes it. */
export interface EmbedderParts {
  dimensions: number;
  /** Into how many stretches of the same length the dimensions fall, each trained by itself; 1 unless given. */
  voices?: number;
  /** A feature's place is its row. */
  features: readonly string[];
  /** One row of `dimensions` numbers per feature, its weight in it. */
  rows: Float32Array;
  /** Centres of the matters the model was trained on, each of length 1. */
  centres: Float32Array;
  /** For each centre: is it a matter of a shop? The others are what else people talk about. */
  retail: readonly boolean[];
  /** Questions that hardly any shop's articles answer, each of length 1. */
  strays?: Float32Array;
}

interface Header {
  format: number;
  dimensions: number;
  voices: number;
  features: number;
  centres: number;
  retail: string;
  strays: number;
  /** Bytes of the feature names that follow. */
  names: number;
}

/** Where a question stands among the matters the model knows. */
export interface Placing {
  /** The question as a mixture of known matters: the same, without what is peculiar to its wording. */
  mixture: Float32Array;
  /** Centre of the nearest matter. */
  nearest: Float32Array;
  /** Cosine with it. */
  nearness: number;
  /** Share of the mixture, 0..1, that is no matter of a shop. */
  elsewhere: number;
  /** Shares of all known matters in it, as a vector of length 1. */
  shares: Float32Array;
  /** How much one matter stands out, 0..1. */
  certainty: number;
}

const FORMAT = 3;
/** How sharply near matters are preferred to less near ones. */
const SHARPNESS = 12;
const NEGLIGIBLE = 0.003;
const TOP = 127;
/** Bytes of a float. */
const FLOAT = 4;

/** Rows of numbers, one byte each, with one scale per row. */
interface Rows {
  scales: Float32Array;
  values: Int8Array;
}

/**
 * A bag of features, each with a learnt vector; a text is their sum, brought to length 1. A feature the model has not met counts
 * nothing, so a text without any known feature is the zero vector. Several voices, trained from other beginnings, have the same say:
 * they are right together more often than each alone.
 */
export class EmbedderModel {
  private readonly places: ReadonlyMap<string, number>;
  private readonly matters: readonly Float32Array[];
  private readonly strayVectors: readonly Float32Array[];

  private constructor(
    readonly dimensions: number,
    private readonly voices: number,
    private readonly features: readonly string[],
    private readonly rows: Rows,
    private readonly centres: Rows,
    private readonly retail: readonly boolean[],
    private readonly strays: Rows,
  ) {
    this.places = new Map(features.map((name, i) => [name, i]));
    this.matters = retail.map((_, i) => addRow(new Float32Array(dimensions), centres, i));
    this.strayVectors = Array.from(strays.scales, (_, i) => addRow(new Float32Array(dimensions), strays, i));
  }

  static of({ dimensions, voices = 1, features, rows, centres, retail, strays }: EmbedderParts): EmbedderModel {
    const quantised = [quantise(rows, dimensions), quantise(centres, dimensions)] as const;
    const quantisedStrays = quantise(strays ?? new Float32Array(0), dimensions);
    return new EmbedderModel(dimensions, voices, features, ...quantised, retail, quantisedStrays);
  }

  /**
   * The vector of a text's features, the share of the features, 0..1, that the model knows, and how strong these are together: the length of
   * their sum by the root of their number.
   */
  embed(features: readonly string[]): { vector: Float32Array; known: number; strength: number } {
    const vector = new Float32Array(this.dimensions);
    let known = 0;
    for (const feature of features) {
      const place = this.places.get(feature);
      if (place === undefined) continue;
      known += 1;
      addRow(vector, this.rows, place);
    }
    const strength = known === 0 ? 0 : Math.sqrt(dot(vector, vector) / known / this.voices);
    return {
      vector: inUnison(vector, this.voices),
      known: features.length === 0 ? 0 : known / features.length,
      strength,
    };
  }

  place(vector: Float32Array): Placing {
    const likeness = this.matters.map((centre) => dot(centre, vector));
    const nearness = Math.max(...likeness);
    const shares = Float32Array.from(likeness, (value) => Math.exp((value - nearness) * SHARPNESS));
    const sum = shares.reduce((a, b) => a + b, 0);
    const mixture = new Float32Array(vector.length);
    let elsewhere = 0;
    for (const [i, centre] of this.matters.entries()) {
      const share = (shares[i] ?? 0) / sum;
      if (!this.retail[i]) elsewhere += share;
      if (share > NEGLIGIBLE) add(mixture, centre, share);
    }
    toUnit(shares);
    return {
      mixture: toUnit(mixture),
      nearest: this.matters[likeness.indexOf(nearness)] ?? new Float32Array(vector.length),
      nearness,
      elsewhere,
      shares,
      certainty: shares.reduce((a, b) => Math.max(a, b), 0),
    };
  }

  /** Cosine, 0..1, with the nearest of the known questions that hardly any shop answers; 0 when none is known. */
  strayness(vector: Float32Array): number {
    return this.strayVectors.reduce((most, stray) => Math.max(most, dot(stray, vector)), 0);
  }

  encode(): Buffer {
    const names = Buffer.from(this.features.join('\n'), 'utf8');
    const header: Header = {
      format: FORMAT,
      dimensions: this.dimensions,
      voices: this.voices,
      features: this.features.length,
      centres: this.retail.length,
      retail: this.retail.map((is) => (is ? '1' : '0')).join(''),
      strays: this.strays.scales.length,
      names: names.length,
    };
    const line = Buffer.from(`${JSON.stringify(header)}\n`, 'utf8');
    return Buffer.concat([line, names, ...pack(this.rows), ...pack(this.centres), ...pack(this.strays)]);
  }

  /** @throws Error when the bytes are no model of this format or are cut short */
  static decode(bytes: Buffer): EmbedderModel {
    const end = bytes.indexOf(0x0a);
    const header = JSON.parse(bytes.toString('utf8', 0, Math.max(0, end))) as Header;
    const { dimensions, features, centres, strays, names } = header;
    const rowBytes = dimensions + FLOAT;
    if (header.format !== FORMAT || bytes.length !== end + 1 + names + (features + centres + strays) * rowBytes)
      throw new Error('the embedder’s model file is damaged or of another version: train it again');
    const body = bytes.subarray(end + 1 + names);
    return new EmbedderModel(
      dimensions,
      header.voices,
      bytes.toString('utf8', end + 1, end + 1 + names).split('\n'),
      unpack(body.subarray(0, features * rowBytes), features),
      unpack(body.subarray(features * rowBytes, (features + centres) * rowBytes), centres),
      [...header.retail].map((mark) => mark === '1'),
      unpack(body.subarray((features + centres) * rowBytes), strays),
    );
  }
}

/** Of vectors of the same length. Four sums side by side: one alone would wait for itself at each step. */
export function dot(a: Float32Array, b: Float32Array): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    one += (a[i] as number) * (b[i] as number);
    two += (a[i + 1] as number) * (b[i + 1] as number);
    three += (a[i + 2] as number) * (b[i + 2] as number);
    four += (a[i + 3] as number) * (b[i + 3] as number);
  }
  for (let i = whole; i < a.length; i += 1) one += (a[i] as number) * (b[i] as number);
  return one + two + three + four;
}

/** Brings a vector to length 1, in place; zero stays zero. */
export function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}

/** Brings each voice's stretch of a vector to the same length, then the whole to length 1, in place. */
export function inUnison(vector: Float32Array, voices: number): Float32Array {
  const length = vector.length / voices;
  for (let voice = 0; voice < voices; voice += 1) toUnit(vector.subarray(voice * length, (voice + 1) * length));
  return toUnit(vector);
}

/** Adds `share` of `other` to `vector`, in place. */
export function add(vector: Float32Array, other: Float32Array, share: number): void {
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) + share * (other[i] ?? 0);
}

function addRow(vector: Float32Array, { scales, values }: Rows, row: number): Float32Array {
  const scale = scales[row] ?? 0;
  const from = row * vector.length;
  for (let d = 0; d < vector.length; d += 1) vector[d] = (vector[d] ?? 0) + scale * (values[from + d] ?? 0);
  return vector;
}

function quantise(numbers: Float32Array, dimensions: number): Rows {
  const scales = new Float32Array(numbers.length / dimensions);
  const values = new Int8Array(numbers.length);
  for (let row = 0; row < scales.length; row += 1) {
    const own = numbers.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / TOP;
    scales[row] = scale;
    if (scale > 0) for (const [d, value] of own.entries()) values[row * dimensions + d] = Math.round(value / scale);
  }
  return { scales, values };
}

/** The scales (little-endian floats), then the bytes. */
function pack({ scales, values }: Rows): Buffer[] {
  const head = Buffer.alloc(scales.length * FLOAT);
  for (const [row, scale] of scales.entries()) head.writeFloatLE(scale, row * FLOAT);
  return [head, Buffer.from(values.buffer, values.byteOffset, values.length)];
}

function unpack(bytes: Buffer, count: number): Rows {
  const scales = Float32Array.from({ length: count }, (_, row) => bytes.readFloatLE(row * FLOAT));
  return { scales, values: new Int8Array(bytes.subarray(count * FLOAT)) };
}
