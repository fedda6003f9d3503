import type { z } from 'zod';

/** One thing said before or now. Content of people is masked (see mask.ts) before it leaves the house. */
export type ChatMessage =
  | {
      role: 'user';
      content: string;
      /** True for text that the merchant has published, such as passages of articles: the shop's own hotline is not masked. */
      published?: boolean;
    }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[] }
  /** What a tool gave back. Counts as published: tools look up articles only. */
  | { role: 'tool'; toolCallId: string; content: string };

/** A tool the model may ask for. The caller runs it; `schema` describes its arguments. */
export interface ChatTool {
  name: string;
  description: string;
  schema: z.ZodObject;
}

export interface ToolCall {
  id: string;
  name: string;
  /** As the model wrote them: parse with the tool's schema before use. */
  args: Record<string, unknown>;
}

export interface ChatRequest {
  /** The rules. Never holds words of a shopper or of an article. */
  system: string;
  /** Oldest first; the last one is what is to be answered. Older ones are left out when all are too long together. */
  messages: readonly ChatMessage[];
  tools?: readonly ChatTool[];
  /** Ends the call at once, network included. */
  signal: AbortSignal;
}

/** A piece of a streamed answer. The last piece of every answer that was not broken off is `end`. */
export type ChatPiece =
  | { type: 'text'; text: string }
  | ({ type: 'tool_call' } & ToolCall)
  | { type: 'end'; reason: 'stop' | 'tool_calls' | 'length' | 'filtered' };

/**
 * A language model that answers in a stream. Every implementation passes `chat-model.contract.ts`.
 */
export abstract class ChatModel {
  /** Names provider and model, for logs and figures. */
  abstract readonly id: string;

  /** False when asking is pointless now: no model is configured, or it failed so often that it is left alone for a while. */
  abstract get available(): boolean;

  /**
   * Sends the request when the first piece is asked for.
   *
   * @throws ModelError while iterating; pieces given before stand
   */
  abstract stream(request: ChatRequest): AsyncIterable<ChatPiece>;
}
