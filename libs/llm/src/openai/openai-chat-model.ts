import { ChatOpenAI } from '@langchain/openai';
import { AIMessageChunk, tool } from 'langchain';
import { ChatModel, type ChatPiece, type ChatRequest } from '../chat/chat-model.js';
import { ModelError } from '../model-error.js';
import { CIRCUIT_DEFAULTS, Circuit, type CircuitSettings } from './circuit.js';
import { clientOptions, type OpenAiConnection } from './connection.js';
import { type RetrySettings, toModelError, Watchdog, withRetries } from './failures.js';
import { toMessages } from './messages.js';

export interface OpenAiChatSettings extends OpenAiConnection {
  chatModel: string;
}

/** Milliseconds. The first piece must leave time for a whole sentence within the 2.5 s after which the extractive answer goes out. */
export interface ChatLimits {
  /** To the first piece, retries included. */
  firstPieceMs: number;
  /** Between two pieces. */
  nextPieceMs: number;
  retry: RetrySettings;
  circuit: CircuitSettings;
}

export const CHAT_LIMITS: ChatLimits = {
  firstPieceMs: 2_200,
  nextPieceMs: 5_000,
  retry: { retries: 1, minDelayMs: 150, maxRetryAfterMs: 1_000 },
  circuit: CIRCUIT_DEFAULTS,
};

/** Longest answer asked for. A grounded answer has a few sentences. */
const MAX_OUTPUT_TOKENS = 600;

const END_REASONS: Readonly<Record<string, 'stop' | 'tool_calls' | 'length' | 'filtered'>> = {
  stop: 'stop',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  length: 'length',
  content_filter: 'filtered',
};

/** Any server that speaks OpenAI's chat completions, through LangChain. Streams; retries until the first piece, never after it. */
export class OpenAiChatModel extends ChatModel {
  readonly id: string;
  private readonly model: ChatOpenAI;
  private readonly circuit: Circuit;

  /** @param onChange told when the model is left alone (false) and when it serves again (true) */
  constructor(
    settings: OpenAiChatSettings,
    private readonly limits: ChatLimits = CHAT_LIMITS,
    onChange: (serving: boolean) => void = () => undefined,
  ) {
    super();
    this.id = `openai:${settings.chatModel}`;
    this.circuit = new Circuit(this.id, limits.circuit, onChange);
    this.model = new ChatOpenAI({
      model: settings.chatModel,
      apiKey: settings.apiKey,
      configuration: clientOptions(settings),
      // Time limits and retries are ours: they must end within what a shopper waits.
      maxRetries: 0,
      maxTokens: MAX_OUTPUT_TOKENS,
      streaming: true,
      // Not every compatible server knows `stream_options`.
      streamUsage: false,
      useResponsesApi: false,
    });
  }

  get available(): boolean {
    return !this.circuit.open;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatPiece> {
    const call = this.circuit.enter();
    const watchdog = new Watchdog(request.signal);
    try {
      yield* this.pieces(request, watchdog);
    } catch (error) {
      const failure = toModelError(error, watchdog.signal);
      call.failed(failure);
      throw failure;
    } finally {
      // Also reached when the reader stops early; it then has what it wanted.
      call.succeeded();
      watchdog.end();
    }
  }

  private async *pieces(request: ChatRequest, watchdog: Watchdog): AsyncGenerator<ChatPiece> {
    watchdog.give(this.limits.firstPieceMs);
    const messages = await toMessages(request);
    const bound = request.tools?.length
      ? this.model.bindTools(
          request.tools.map((t) => tool({ name: t.name, description: t.description, schema: t.schema })),
        )
      : this.model;
    const { signal } = watchdog;
    const opened = await withRetries(
      async () => {
        const stream = await bound.stream(messages, { signal });
        const pieces = stream[Symbol.asyncIterator]();
        let first = await pieces.next();
        // Servers begin with a chunk that holds the role only; as long as nothing was said, another attempt harms nobody.
        while (!first.done && saysNothing(first.value)) first = await pieces.next();
        return { pieces, first };
      },
      this.limits.retry,
      signal,
    );
    let calls: AIMessageChunk | undefined;
    let finish: string | undefined;
    for (let step = opened.first; !step.done; step = await this.next(opened.pieces, watchdog)) {
      watchdog.rest();
      const chunk: AIMessageChunk = step.value;
      if (typeof chunk.content === 'string' && chunk.content !== '') yield { type: 'text', text: chunk.content };
      if (chunk.tool_call_chunks?.length) calls = calls ? calls.concat(chunk) : chunk;
      const reason: unknown = chunk.response_metadata['finish_reason'];
      if (typeof reason === 'string') finish = reason;
    }
    watchdog.rest();
    // LangChain ends an aborted stream as if it had come to its end.
    signal.throwIfAborted();
    if (calls?.invalid_tool_calls?.length) throw new ModelError('protocol');
    for (const call of calls?.tool_calls ?? []) {
      yield { type: 'tool_call', id: call.id ?? call.name, name: call.name, args: call.args };
    }
    // A connection that closes neatly in the middle looks like an end; only the finish reason tells.
    if (finish === undefined) throw new ModelError('protocol');
    yield { type: 'end', reason: END_REASONS[finish] ?? 'stop' };
  }

  private next<T>(pieces: AsyncIterator<T>, watchdog: Watchdog): Promise<IteratorResult<T>> {
    watchdog.give(this.limits.nextPieceMs);
    return pieces.next();
  }

  /** Lets go of its timers; calls under way end on their own. */
  close(): void {
    this.circuit.close();
  }
}

function saysNothing(chunk: AIMessageChunk): boolean {
  return chunk.content === '' && !chunk.tool_call_chunks?.length && chunk.response_metadata['finish_reason'] == null;
}
