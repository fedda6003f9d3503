import { OpenAIEmbeddings } from '@langchain/openai';
import { EmbeddingModel } from '../embeddings/embedding-model.js';
import { maskPersonalData } from '../mask.js';
import { ModelError } from '../model-error.js';
import { CIRCUIT_DEFAULTS, Circuit, type CircuitSettings } from './circuit.js';
import { clientOptions, type OpenAiConnection } from './connection.js';
import { type RetrySettings, toModelError, withRetries } from './failures.js';

export interface OpenAiEmbeddingSettings extends OpenAiConnection {
  embeddingModel: string;
}

/** Milliseconds and counts. A shopper waits for one question, an import for many texts. */
export interface EmbeddingLimits {
  queryMs: number;
  documentsMs: number;
  queryRetry: RetrySettings;
  documentsRetry: RetrySettings;
  circuit: CircuitSettings;
}

export const EMBEDDING_LIMITS: EmbeddingLimits = {
  queryMs: 1_200,
  documentsMs: 60_000,
  queryRetry: { retries: 1, minDelayMs: 100, maxRetryAfterMs: 500 },
  documentsRetry: { retries: 5, minDelayMs: 500, maxRetryAfterMs: 30_000 },
  circuit: CIRCUIT_DEFAULTS,
};

/** Texts per request; OpenAI takes 2,048, smaller servers less. */
const BATCH = 128;

/** What OpenAI's own models give. Others are asked once, by {@link connectOpenAiEmbeddings}. */
const KNOWN_DIMENSIONS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};

/** An empty text is refused by OpenAI; a blank one is not, and means as little. */
const BLANK = ' ';

/** Any server that speaks OpenAI's embeddings, through LangChain. Vectors come out with length 1, whatever the server does. */
export class OpenAiEmbeddingModel extends EmbeddingModel {
  readonly id: string;
  private readonly forQuery: OpenAIEmbeddings;
  private readonly forDocuments: OpenAIEmbeddings;
  private readonly circuit: Circuit;

  constructor(
    settings: OpenAiEmbeddingSettings,
    readonly dimensions: number,
    private readonly limits: EmbeddingLimits = EMBEDDING_LIMITS,
    onChange: (serving: boolean) => void = () => undefined,
  ) {
    super();
    this.id = `openai:${settings.embeddingModel}`;
    this.circuit = new Circuit(this.id, limits.circuit, onChange);
    this.forQuery = client(settings, limits.queryMs);
    this.forDocuments = client(settings, limits.documentsMs);
  }

  async embedQuery(text: string): Promise<number[]> {
    // One limit over all attempts: LangChain's embeddings take no signal.
    const signal = AbortSignal.timeout(this.limits.queryMs);
    const masked = maskPersonalData(text);
    const [vector] = await this.watched(this.limits.queryRetry, signal, async () => [
      await this.forQuery.embedQuery(masked.trim() === '' ? BLANK : masked),
    ]);
    if (!vector) throw new ModelError('protocol');
    return vector;
  }

  async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors: number[][] = [];
    for (let i = 0; i < texts.length; i += BATCH) {
      const batch = texts.slice(i, i + BATCH).map((text) => (text.trim() === '' ? BLANK : text));
      const signal = AbortSignal.timeout(this.limits.documentsMs);
      vectors.push(
        ...(await this.watched(
          this.limits.documentsRetry,
          signal,
          () => this.forDocuments.embedDocuments(batch),
          batch.length,
        )),
      );
    }
    return vectors;
  }

  /** Lets go of its timers. */
  close(): void {
    this.circuit.close();
  }

  private async watched(
    retry: RetrySettings,
    signal: AbortSignal,
    work: () => Promise<number[][]>,
    count = 1,
  ): Promise<number[][]> {
    const call = this.circuit.enter();
    try {
      const vectors = await withRetries(async () => unitVectors(await work(), count, this.dimensions), retry, signal);
      call.succeeded();
      return vectors;
    } catch (error) {
      // A time limit is the only thing that ends the signal here.
      const failure = signal.aborted ? new ModelError('timeout') : toModelError(error);
      call.failed(failure);
      throw failure;
    }
  }
}

function client(settings: OpenAiEmbeddingSettings, timeout: number): OpenAIEmbeddings {
  return new OpenAIEmbeddings({
    model: settings.embeddingModel,
    apiKey: settings.apiKey,
    configuration: clientOptions(settings),
    batchSize: BATCH,
    // The client library asks for base64 by default, which compatible servers do not all know.
    encodingFormat: 'float',
    maxRetries: 0,
    timeout,
  });
}

/** @throws ModelError protocol when a vector is missing, of another length than agreed, or not made of numbers */
function unitVectors(vectors: number[][], count: number, dimensions?: number): number[][] {
  if (vectors.length !== count) throw new ModelError('protocol');
  return vectors.map((vector) => {
    const right = Array.isArray(vector) && vector.length > 0 && vector.every((n) => Number.isFinite(n));
    if (!right || (dimensions !== undefined && vector.length !== dimensions)) throw new ModelError('protocol');
    const length = Math.hypot(...vector);
    return length === 0 ? vector : vector.map((n) => n / length);
  });
}

/**
 * Tries the model once and learns how long its vectors are.
 *
 * @returns the model; also when the server is merely away but the length is known from its name
 * @throws ModelError when the server refuses the key or the model, or is away and the length is unknown
 */
export async function connectOpenAiEmbeddings(
  settings: OpenAiEmbeddingSettings,
  limits: EmbeddingLimits = EMBEDDING_LIMITS,
  onChange?: (serving: boolean) => void,
): Promise<OpenAiEmbeddingModel> {
  const known = KNOWN_DIMENSIONS[settings.embeddingModel];
  let dimensions: number;
  try {
    const [vector] = unitVectors([await client(settings, limits.queryMs * 2).embedQuery('hello')], 1);
    dimensions = vector?.length ?? 0;
  } catch (error) {
    const failure = toModelError(error);
    const refused = failure.reason === 'auth' || failure.reason === 'bad_request' || failure.reason === 'protocol';
    if (refused || known === undefined) throw failure;
    dimensions = known;
  }
  return new OpenAiEmbeddingModel(settings, dimensions, limits, onChange);
}
