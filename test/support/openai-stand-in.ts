import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { goodAnswer } from './openai-good-answer.js';

/** A message of a chat completion request, as far as the stand-in reads it. */
export interface SeenMessage {
  role: string;
  content?: string | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/** One request that came in. `authorization` as sent. */
export interface SeenRequest {
  path: string;
  authorization: string | undefined;
  body: {
    model?: string;
    stream?: boolean;
    messages?: SeenMessage[];
    tools?: { function: { name: string } }[];
    input?: string | string[];
    dimensions?: number;
    encoding_format?: string;
  };
  /** Epoch milliseconds. */
  at: number;
  /** Set when the client closed the connection before the answer was complete. */
  abandoned: boolean;
}

type Text = string | ((request: SeenRequest) => string);

/**
 * What the stand-in does with one request.
 * `good` answers from the passages in the prompt, each sentence cited; `say` says anything (invented prices, promises, nonsense);
 * both stream in pieces of `piece` characters, `firstAfterMs` before the first and `everyMs` between two.
 */
export type Scene =
  | { kind: 'good'; firstAfterMs?: number; everyMs?: number; piece?: number }
  | {
      kind: 'say';
      text: Text;
      /** Waited for before each piece, with what has been said so far. */
      before?: (said: string) => Promise<void> | undefined;
      firstAfterMs?: number;
      everyMs?: number;
      piece?: number;
      finish?: 'stop' | 'length' | 'content_filter';
    }
  | { kind: 'tool'; name: string; args: unknown }
  /** 401, 403, 404, 400, 500, 503 … with OpenAI's error body. */
  | { kind: 'status'; status: number; code?: string }
  | { kind: 'rate_limited'; retryAfterSeconds?: number }
  /** Takes the request and never answers. */
  | { kind: 'hang' }
  /** Sends headers and nothing else. */
  | { kind: 'hang_open' }
  /** Says `text` and destroys the connection. */
  | { kind: 'cut'; text: string }
  /** Says `text` and ends the stream neatly, without a finish reason. */
  | { kind: 'end_early'; text: string }
  /** Says `text`, then stays silent. */
  | { kind: 'stall'; text: string }
  /** Says `text`, then sends a chunk that is not JSON. */
  | { kind: 'broken_chunk'; text: string }
  /** An error object inside the stream. */
  | { kind: 'error_chunk'; text: string }
  /** 200 with a page of HTML. */
  | { kind: 'html' }
  | { kind: 'empty' }
  /** Embeddings only: vectors of another length, or too few of them. */
  | { kind: 'wrong_vectors'; how: 'length' | 'count' | 'numbers' };

/** Answers go out under the key this server accepts; any other gets 401, with the key in the words, as some servers do. */
export const STAND_IN_KEY = 'sk-stand-in-0123456789abcdef';

const DIMENSIONS = 256;

/**
 * A real HTTP server on loopback that speaks OpenAI's API: `POST /v1/chat/completions` (streaming and not, tool calls), `POST /v1/embeddings`,
 * `GET /v1/models`. Without a script every chat request gets a good answer. Free of any test library.
 */
export class OpenAiStandIn {
  readonly requests: SeenRequest[] = [];
  private readonly scenes: Scene[] = [];
  private usual: Scene = { kind: 'good' };
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;

  /** @param port 0: any that is free */
  async start(port = 0): Promise<this> {
    const server = createServer((request, response) => {
      this.handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) json(response, 500, { error: { message: String(error) } });
        else response.destroy();
      });
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.server = server;
    return this;
  }

  /** Base URL, as OPENAI_BASE_URL wants it. */
  get url(): string {
    const { port } = this.server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}/v1`;
  }

  /** Chat requests only, in order. */
  get chats(): SeenRequest[] {
    return this.requests.filter((r) => r.path.endsWith('/chat/completions'));
  }

  /** Scenes for the next requests, one each; after them the usual one again. */
  script(...scenes: Scene[]): this {
    this.scenes.push(...scenes);
    return this;
  }

  /** What every request without a scripted scene gets. */
  always(scene: Scene): this {
    this.usual = scene;
    return this;
  }

  /** Forgets requests and scenes. */
  reset(): this {
    this.requests.length = 0;
    this.scenes.length = 0;
    this.usual = { kind: 'good' };
    return this;
  }

  /** Cuts every connection; new ones are served. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Cuts every connection and waits until the port is free. */
  async stop(): Promise<void> {
    const server = this.server;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    this.cut();
    await closed;
    this.server = undefined;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    const raw = Buffer.concat(chunks).toString('utf8');
    const seen: SeenRequest = {
      path,
      authorization: request.headers.authorization,
      body: raw === '' ? {} : (JSON.parse(raw) as SeenRequest['body']),
      at: Date.now(),
      abandoned: false,
    };
    this.requests.push(seen);
    response.on('close', () => (seen.abandoned = !response.writableFinished));
    if (path === '/v1/models')
      return json(response, 200, { object: 'list', data: [{ id: 'stand-in', object: 'model' }] });
    if (seen.authorization !== `Bearer ${STAND_IN_KEY}`) {
      return apiError(response, 401, `Incorrect API key provided: ${seen.authorization ?? ''}`, 'invalid_api_key');
    }
    const scene = this.scenes.shift() ?? this.usual;
    if (await played(scene, response)) return;
    if (path === '/v1/embeddings') return embed(seen, scene, response);
    if (path === '/v1/chat/completions') return chat(seen, scene, response);
    return apiError(response, 404, `Unknown request URL: ${path}`, 'unknown_url');
  }
}

/** Scenes that do not look at the request. True when the answer is done (or never will be). */
async function played(scene: Scene, response: ServerResponse): Promise<boolean> {
  switch (scene.kind) {
    case 'status':
      apiError(response, scene.status, `scripted status ${scene.status} for ${STAND_IN_KEY}`, scene.code ?? 'scripted');
      return true;
    case 'rate_limited':
      if (scene.retryAfterSeconds !== undefined) response.setHeader('retry-after', String(scene.retryAfterSeconds));
      apiError(response, 429, 'Rate limit reached', 'rate_limit_exceeded');
      return true;
    case 'hang':
      return true;
    case 'hang_open':
      streamHead(response);
      response.flushHeaders();
      return true;
    case 'html':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><body>Welcome to the captive portal</body></html>');
      return true;
    default:
      return false;
  }
}

async function chat(seen: SeenRequest, scene: Scene, response: ServerResponse): Promise<void> {
  const text = spoken(seen, scene);
  const finish = scene.kind === 'tool' ? 'tool_calls' : scene.kind === 'say' ? (scene.finish ?? 'stop') : 'stop';
  const toolCalls =
    scene.kind === 'tool'
      ? [
          {
            index: 0,
            id: 'call_1',
            type: 'function',
            function: { name: scene.name, arguments: JSON.stringify(scene.args) },
          },
        ]
      : undefined;
  const base = { id: 'chatcmpl-1', created: Math.floor(Date.now() / 1000), model: seen.body.model ?? 'stand-in' };
  if (!seen.body.stream) {
    const message = { role: 'assistant', content: toolCalls ? null : text, tool_calls: toolCalls };
    const choices = [{ index: 0, message, finish_reason: finish }];
    return json(response, 200, { ...base, object: 'chat.completion', choices, usage: usage() });
  }
  streamHead(response);
  const send = (delta: object, reason: string | null = null): void => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices })}\n\n`);
  };
  const pace: { firstAfterMs?: number; everyMs?: number; piece?: number } =
    scene.kind === 'good' || scene.kind === 'say' ? scene : {};
  await sleep(pace.firstAfterMs ?? 0);
  send({ role: 'assistant', content: '' });
  const size = pace.piece ?? 4;
  const characters = [...text];
  for (let i = 0; i < characters.length && !response.destroyed; i += size) {
    if (scene.kind === 'say') await scene.before?.(characters.slice(0, i).join(''));
    send({ content: characters.slice(i, i + size).join('') });
    if (pace.everyMs) await sleep(pace.everyMs);
  }
  if (toolCalls) {
    // Real servers send the arguments in pieces.
    const [call] = toolCalls;
    const args = call?.function.arguments ?? '';
    send({ tool_calls: [{ ...call, function: { name: call?.function.name, arguments: args.slice(0, 5) } }] });
    send({ tool_calls: [{ index: 0, function: { arguments: args.slice(5) } }] });
  }
  switch (scene.kind) {
    case 'cut':
      // Give what was written time to leave before the connection goes.
      await sleep(20);
      response.destroy();
      return;
    case 'end_early':
      response.end();
      return;
    case 'stall':
      return;
    case 'broken_chunk':
      response.end('data: {"id":"chatcmpl-1","choices":[{"delta":{"content":"half\n\n');
      return;
    case 'error_chunk':
      response.end(
        `data: ${JSON.stringify({ error: { message: `overloaded ${STAND_IN_KEY}`, type: 'server_error' } })}\n\n`,
      );
      return;
    default:
      send({}, finish);
      response.end('data: [DONE]\n\n');
  }
}

function spoken(seen: SeenRequest, scene: Scene): string {
  if (scene.kind === 'good') return goodAnswer(seen.body.messages ?? []);
  if (!('text' in scene)) return '';
  return typeof scene.text === 'function' ? scene.text(seen) : scene.text;
}

function embed(seen: SeenRequest, scene: Scene, response: ServerResponse): void {
  const { input = '', dimensions = DIMENSIONS, encoding_format: encoding } = seen.body;
  const texts = typeof input === 'string' ? [input] : input;
  if (texts.some((text) => text === '')) return apiError(response, 400, "'$.input' is invalid.", 'invalid_input');
  const how = scene.kind === 'wrong_vectors' ? scene.how : undefined;
  const vectors = texts.slice(how === 'count' ? 1 : 0).map((text) => {
    const vector = hashed(text, how === 'length' ? dimensions - 1 : dimensions);
    return how === 'numbers' ? vector.map(() => null) : vector;
  });
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding:
      encoding === 'base64' ? Buffer.from(new Float32Array(vector as number[]).buffer).toString('base64') : vector,
  }));
  json(response, 200, { object: 'list', model: seen.body.model, data, usage: usage() });
}

/** Character pairs hashed into a vector: the same text gives the same, texts with common words are near. Not of length 1, on purpose. */
function hashed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const characters = [...text.toLowerCase()];
  for (let i = 0; i < characters.length; i++) {
    const pair = characters.slice(i, i + 2).join('');
    const at = createHash('sha256').update(pair).digest().readUInt32LE(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}

function usage(): object {
  return { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
}

function streamHead(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function apiError(response: ServerResponse, status: number, message: string, code: string): void {
  json(response, status, { error: { message, type: 'invalid_request_error', param: null, code } });
}
