import type { UploadedAttachment, WireError } from '#kernel';
import { CallError, fromWire } from './client.js';

const UPLOAD_TIMEOUT_MS = 5 * 60_000;
const DOWNLOAD_TIMEOUT_MS = 60_000;

interface FileCall {
  token: string;
  locale: string;
  signal?: AbortSignal;
}

/** Sends a file, telling how far it is (0..1). By XMLHttpRequest: `fetch` does not say how much has left. @throws CallError */
export function sendFile(
  url: string,
  file: Blob & { name: string },
  { token, locale, signal }: FileCall,
  onProgress: (share: number) => void,
): Promise<UploadedAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', url);
    request.timeout = UPLOAD_TIMEOUT_MS;
    request.responseType = 'json';
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('accept-language', locale);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status === 201 && isUploaded(body)) resolve(body);
      else reject(refusal(body, request.status));
    };
    request.onerror = () => reject(new CallError('NETWORK', '', 0));
    request.ontimeout = () => reject(new CallError('TIMEOUT', '', 0));
    request.onabort = () => reject(new DOMException('given up', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    if (signal?.aborted === true) return reject(new DOMException('given up', 'AbortError'));
    request.send(form);
  });
}

/** Fetches a file. @throws CallError */
export async function fetchFile(url: string, { token, locale, signal }: FileCall): Promise<Blob> {
  const timeout = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, 'accept-language': locale },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (response.ok) return await response.blob();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new CallError(timeout.aborted ? 'TIMEOUT' : 'NETWORK', '', 0);
  }
  throw refusal(await response.json().catch(() => undefined), response.status);
}

function isUploaded(body: unknown): body is UploadedAttachment {
  return typeof body === 'object' && body !== null && 'attachmentId' in body && typeof body.attachmentId === 'string';
}

function refusal(body: unknown, status: number): CallError {
  const error = typeof body === 'object' && body !== null && 'error' in body ? (body.error as WireError) : undefined;
  if (typeof error?.code === 'string' && typeof error.message === 'string') return fromWire(error, status);
  return new CallError(status >= 502 && status <= 504 ? 'UNAVAILABLE' : 'BAD_ANSWER', '', status);
}
