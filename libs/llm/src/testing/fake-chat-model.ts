import { setTimeout as sleep } from 'node:timers/promises';
import { ChatModel, type ChatPiece, type ChatRequest } from '../chat/chat-model.js';
import { ModelError, type ModelFailure } from '../model-error.js';

/** One thing the fake does: give a piece, wait, fail, or hang until it is told to stop. */
export type FakeStep = string | ChatPiece | { waitMs: number } | { fail: ModelFailure } | { hang: true };

/** An answer in steps, or a function that reads the request and gives the steps. A string is one piece of text. */
export type FakeAnswer = readonly FakeStep[] | ((request: ChatRequest) => readonly FakeStep[]);

/** A chat model that says what it is told, in order; after the last answer it repeats that one. An `end` piece is added where none is given. */
export class FakeChatModel extends ChatModel {
  readonly id = 'fake';
  available = true;
  /** Every request that came, in order. */
  readonly requests: ChatRequest[] = [];
  private readonly answers: FakeAnswer[];

  constructor(...answers: FakeAnswer[]) {
    super();
    this.answers = answers;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatPiece> {
    this.requests.push(request);
    const answer = this.answers[Math.min(this.requests.length, this.answers.length) - 1] ?? [];
    let ended = false;
    for (const step of typeof answer === 'function' ? answer(request) : answer) {
      if (request.signal.aborted) throw stopped(request.signal);
      if (typeof step === 'string') yield { type: 'text', text: step };
      else if ('waitMs' in step) await pause(step.waitMs, request.signal);
      else if ('fail' in step) throw new ModelError(step.fail);
      else if ('hang' in step) await pause(2 ** 31 - 1, request.signal);
      else {
        ended = step.type === 'end';
        yield step;
      }
    }
    if (request.signal.aborted) throw stopped(request.signal);
    if (!ended) yield { type: 'end', reason: 'stop' };
  }
}

function stopped(signal: AbortSignal): ModelError {
  return signal.reason instanceof ModelError ? signal.reason : new ModelError('aborted');
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // The only thing that ends a sleep early is the signal.
    throw stopped(signal);
  }
}
