import { Injectable } from '@nestjs/common';
import { AppConfig } from '#platform';
import type { WeChatAccount } from '../accounts/accounts.js';
import { WeChatError } from './errors.js';

const TIMEOUT_MS = 10_000;
const WEIXIN = 'https://api.weixin.qq.com';
const WECOM = 'https://qyapi.weixin.qq.com';

export type Json = Readonly<Record<string, unknown>>;

export interface Call {
  path: string;
  query?: Readonly<Record<string, string>>;
  /** JSON, or a form. Absent: GET. */
  body?: object | FormData;
  timeoutMs?: number;
}

/** Speaks to WeChat. Addresses hold tokens and secrets: none of them is ever logged or thrown. */
@Injectable()
export class WeChatHttp {
  constructor(private readonly config: AppConfig) {}

  /** The answer's fields. Throws WeChatError: an errcode, or nothing that can be read. */
  async json(account: Pick<WeChatAccount, 'kind'>, call: Call): Promise<Json> {
    return checked(await parsed(await this.fetch(account, call)));
  }

  /** The bytes of a file, at most `max`. Throws WeChatError. */
  async bytes(account: Pick<WeChatAccount, 'kind'>, call: Call, max: number): Promise<Buffer> {
    const response = await this.fetch(account, call);
    const type = response.headers.get('content-type') ?? '';
    if (/json|text\/plain/.test(type)) {
      checked(await parsed(response));
      throw new WeChatError(0, 'WeChat sent no file');
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > max) throw new FileTooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  private async fetch(
    account: Pick<WeChatAccount, 'kind'>,
    { path, query = {}, body, timeoutMs = TIMEOUT_MS }: Call,
  ): Promise<Response> {
    const base = this.config.wechat.apiBaseUrl ?? (account.kind === 'wecom_kf' ? WECOM : WEIXIN);
    const form = body instanceof FormData;
    let response: Response;
    try {
      response = await fetch(`${base}${path}?${new URLSearchParams(query).toString()}`, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
        ...(body === undefined || form ? {} : { headers: { 'content-type': 'application/json; charset=utf-8' } }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw new WeChatError(0, 'WeChat could not be reached', isUnsent(error));
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new WeChatError(0, `WeChat answered with status ${response.status}`);
    }
    return response;
  }
}

/** More than we take. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** There was no connection by which anything could have left. */
function isUnsent(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' && NO_CONNECTION.has(cause.code);
}

async function parsed(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text()) as unknown;
  } catch {
    throw new WeChatError(0, 'WeChat’s answer is no JSON');
  }
}

function checked(answer: unknown): Json {
  if (typeof answer !== 'object' || answer === null) throw new WeChatError(0, 'WeChat’s answer is no object');
  const { errcode } = answer as { errcode?: unknown };
  if (typeof errcode === 'number' && errcode !== 0) throw new WeChatError(errcode, 'refused');
  return answer as Json;
}
