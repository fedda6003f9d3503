import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { EmbedderModel, type Placing } from './embedder-model.js';
import { EmbeddingModel } from './embedding-model.js';
import { embeddingFeatures } from './features.js';

/** Made by `npm run train:retrieval`; lies beside the code and is copied with it by the build. */
const FILE = new URL('./builtin.model', import.meta.url);

interface Loaded {
  model: EmbedderModel;
  /** Of the file's bytes: another training gives another one, and stored vectors are renewed. */
  version: string;
}

let loaded: Loaded | undefined;

function load(): Loaded {
  if (!loaded) {
    const bytes = readFileSync(FILE);
    loaded = { model: EmbedderModel.decode(bytes), version: versionOf(bytes) };
  }
  return loaded;
}

function versionOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

/** A text read by the built-in embedder. */
export interface Meaning {
  /** Of length 1; all zero for a text of which nothing is known. */
  vector: Float32Array;
  /** Share of its features, 0..1, that the embedder knows. */
  known: number;
  /** How strong these are together: low where nothing that was learnt speaks. */
  strength: number;
}

/**
 * The embedder that needs no download: features of a text (characters, words, concepts, in both languages) with vectors learnt from
 * the project's own corpus. See libs/knowledge/README.md for how it is trained and how good it is.
 *
 * @throws Error when the model file is missing or damaged
 */
@Injectable()
export class BuiltinEmbeddings extends EmbeddingModel {
  readonly id: string;
  readonly dimensions: number;

  /** @param model for trainers and tests; without it, the shipped one */
  constructor(
    private readonly model: EmbedderModel = load().model,
    version = model === loaded?.model ? loaded.version : 'own',
  ) {
    super();
    this.id = `builtin-2-${version}`;
    this.dimensions = model.dimensions;
  }

  /** From the file of any release. @throws Error when the bytes are no such file */
  static decode(bytes: Buffer): BuiltinEmbeddings {
    return new BuiltinEmbeddings(EmbedderModel.decode(bytes), versionOf(bytes));
  }

  embedQuery(text: string): Promise<number[]> {
    return Promise.resolve([...this.read(text, true).vector]);
  }

  embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.resolve(texts.map((text) => [...this.read(text).vector]));
  }

  /** @param mend also read mistyped words as what they most likely mean: right for questions */
  read(text: string, mend = false): Meaning {
    return this.model.embed(embeddingFeatures(text, mend));
  }

  /** The model's file. */
  encode(): Buffer {
    return this.model.encode();
  }

  /** How near a text comes to the known questions that hardly any shop answers, 0..1. */
  strayness({ vector }: Meaning): number {
    return this.model.strayness(vector);
  }

  /** Where a text stands among the matters the embedder was trained on. */
  place({ vector }: Meaning): Placing {
    return this.model.place(vector);
  }
}
