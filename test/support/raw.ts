import { request } from 'node:http';
import { connect } from 'node:net';
import WebSocket from 'ws';
import type { WireError } from '#kernel';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body, when it is JSON. */
  json: unknown;
  /** `error` of the body, when it has one. */
  error?: WireError;
}

export interface Call {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  token?: string;
}

/** An HTTP request as written: nothing is normalised or added, unlike with `fetch`. A JSON object or list as body gets its type. */
export function call(url: string, path: string, options: Call & { json?: unknown } = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const body = 'json' in options ? JSON.stringify(options.json) : options.body;
  const headers: Record<string, string | string[]> = {
    ...('json' in options ? { 'content-type': 'application/json' } : {}),
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    ...options.headers,
  };
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers, agent: false, timeout: 60_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve(read(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString('utf8'))),
      );
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path.slice(0, 80)}`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function read(status: number, headers: Answer['headers'], text: string): Answer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const error = typeof json === 'object' && json !== null && 'error' in json ? (json.error as WireError) : undefined;
  return { status, headers, text, json, ...(error ? { error } : {}) };
}

/** Writes bytes to the port and gives back what comes until the connection closes or nothing more comes for `quietMs`. */
export function bytes(url: string, data: string | Buffer, quietMs = 20_000): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let got = '';
    const end = (): void => {
      socket.destroy();
      resolve(got);
    };
    socket.setTimeout(quietMs, end);
    socket.on('data', (chunk) => (got += chunk.toString('latin1')));
    // A server that hangs up while we still write resets the connection: what came before counts.
    socket.on('error', end);
    socket.on('close', end);
    socket.write(data);
  });
}

/** A WebSocket that speaks frames of its own making to the Socket.IO endpoint. */
export class RawSocket {
  readonly received: string[] = [];
  private readonly ws: WebSocket;
  private readonly opened: Promise<void>;
  readonly closed: Promise<void>;

  constructor(url: string, options: { headers?: Record<string, string>; path?: string } = {}) {
    const path = options.path ?? '/socket.io/?EIO=4&transport=websocket';
    this.ws = new WebSocket(url.replace('http', 'ws') + path, { headers: options.headers });
    this.opened = new Promise((resolve, reject) => {
      this.ws.once('open', resolve);
      this.ws.once('error', reject);
    });
    this.closed = new Promise((resolve) => this.ws.once('close', () => resolve()));
    this.ws.on('error', () => undefined);
    this.ws.on('message', (data) => {
      const frame = String(data);
      if (frame === '2') this.ws.send('3');
      else this.received.push(frame);
    });
  }

  /** Throws when the server refuses the upgrade. */
  async open(): Promise<this> {
    await this.opened;
    return this;
  }

  send(...frames: (string | Buffer)[]): void {
    for (const frame of frames) if (this.ws.readyState === WebSocket.OPEN) this.ws.send(frame);
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.ws.terminate();
  }
}
