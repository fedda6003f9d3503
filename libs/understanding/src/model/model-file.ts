import { gunzipSync, gzipSync } from 'node:zlib';
import { widthOf, type Scaled, type Task, type UnderstandingParts } from './parts.js';

interface Header {
  format: string;
  inputs: string;
  tasks: Task[];
  features: number;
  /** Bytes of the feature names that follow. */
  names: number;
  linear: { scale: number; bias: readonly number[] };
  voices: {
    units: number;
    embeddingScale: number;
    headScale: number;
    unitBias: readonly number[];
    bias: readonly number[];
  }[];
}

const FORMAT = 'deskhand-understanding-2';
const DAMAGED = 'the model file is damaged or of another version: train it again';

/** The model's file: a line of JSON, the names of the features, then the bytes of each part, all compressed. */
export function encodeModel({ inputs, tasks, features, linear, voices }: UnderstandingParts): Buffer {
  const names = Buffer.from(features.join('\n'), 'utf8');
  const header: Header = {
    format: FORMAT,
    inputs,
    tasks: tasks.map(({ name, labels }) => ({ name, labels: [...labels] })),
    features: features.length,
    names: names.length,
    linear: { scale: linear.weights.scale, bias: linear.bias },
    voices: voices.map(({ units, embeddings, unitBias, heads, bias }) => ({
      units,
      embeddingScale: embeddings.scale,
      headScale: heads.scale,
      unitBias,
      bias,
    })),
  };
  const bodies = [linear.weights, ...voices.flatMap(({ embeddings, heads }) => [embeddings, heads])];
  const line = Buffer.from(`${JSON.stringify(header)}\n`, 'utf8');
  return gzipSync(Buffer.concat([line, names, ...bodies.map(({ values }) => bytesOf(values))]), { level: 9 });
}

/** @throws Error when the bytes are no model of this format, or its parts do not fit together */
export function decodeModel(file: Buffer): UnderstandingParts {
  const bytes = unpacked(file);
  const end = bytes.indexOf(0x0a);
  const header = headerOf(bytes.toString('utf8', 0, Math.max(0, end)));
  const width = widthOf(header.tasks);
  let at = end + 1;
  const take = (size: number): Buffer => {
    if (at + size > bytes.length) throw new Error(DAMAGED);
    at += size;
    return bytes.subarray(at - size, at);
  };
  const scaledOf = (size: number, scale: number): Scaled => ({ values: new Int8Array(take(size)), scale });
  const names = take(header.names).toString('utf8');
  const features = names === '' ? [] : names.split('\n');
  if (features.length !== header.features || header.linear.bias.length !== width) throw new Error(DAMAGED);
  const linear = { weights: scaledOf(features.length * width, header.linear.scale), bias: header.linear.bias };
  const voices = header.voices.map(({ units, embeddingScale, headScale, unitBias, bias }) => {
    if (unitBias.length !== units || bias.length !== width) throw new Error(DAMAGED);
    const embeddings = scaledOf(features.length * units, embeddingScale);
    return { units, embeddings, heads: scaledOf(width * units, headScale), unitBias, bias };
  });
  if (at !== bytes.length) throw new Error(DAMAGED);
  return { inputs: header.inputs, tasks: header.tasks, features, linear, voices };
}

function unpacked(file: Buffer): Buffer {
  try {
    return gunzipSync(file);
  } catch (error) {
    throw new Error(DAMAGED, { cause: error });
  }
}

function headerOf(line: string): Header {
  try {
    const header = JSON.parse(line) as Header;
    if (header.format === FORMAT) return header;
  } catch (error) {
    throw new Error(DAMAGED, { cause: error });
  }
  throw new Error(DAMAGED);
}

function bytesOf(values: Int8Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}
