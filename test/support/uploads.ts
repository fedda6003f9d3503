import type { UploadedAttachment, WireError } from '#kernel';

export interface UploadAnswer {
  status: number;
  body: Partial<UploadedAttachment> & { error?: WireError };
}

/** Sends a file as a browser's form does. */
export async function upload(
  url: string,
  token: string | undefined,
  bytes: Uint8Array,
  name = 'photo.jpg',
  headers: Record<string, string> = {},
): Promise<UploadAnswer> {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(bytes)]), name);
  const response = await fetch(`${url}/api/v1/attachments`, {
    method: 'POST',
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as UploadAnswer['body'] };
}

/** Uploads and expects to get an id. */
export async function uploaded(...args: Parameters<typeof upload>): Promise<UploadedAttachment> {
  const { status, body } = await upload(...args);
  if (status !== 201) throw new Error(`refused: ${status} ${body.error?.code}`);
  return body as UploadedAttachment;
}

export function download(
  url: string,
  token: string | undefined,
  id: string,
  query = '',
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/api/v1/attachments/${id}${query}`, {
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
  });
}
