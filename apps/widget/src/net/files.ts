import { MAX_ATTACHMENT_BYTES, type UploadedAttachment, type WireError } from '#kernel';

export interface FilesOptions {
  readonly server: string;
  readonly language: string;
  /** The shopper's token, once the session is there that says who the shopper is. */
  readonly token: () => Promise<string | undefined>;
}

/** An upload that was refused or broke off; `words` come from the server, in the shopper's language. */
export class UploadFailed extends Error {
  constructor(readonly words?: string) {
    super('upload failed');
  }
}

export const MAX_BYTES = MAX_ATTACHMENT_BYTES;

/** Pictures and papers on their way to the desk and back. They need the shopper's token, which never stands in an address. */
export class Files {
  private readonly urls = new Map<string, Promise<string>>();

  constructor(private readonly options: FilesOptions) {}

  /**
   * @param progress hears how much has gone, 0 to 1
   * @param signal ends it
   * @throws UploadFailed
   */
  async upload(
    file: Blob,
    name: string,
    progress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<UploadedAttachment> {
    const headers = await this.headers();
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new UploadFailed());
      // fetch cannot tell how far an upload is.
      const request = new XMLHttpRequest();
      request.open('POST', this.address());
      for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value);
      request.responseType = 'json';
      request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
      request.onload = () => {
        const answer = request.response as (UploadedAttachment & { error?: WireError }) | null;
        if (request.status < 300 && answer?.attachmentId) resolve(answer);
        else reject(new UploadFailed(answer?.error?.message));
      };
      request.onerror = request.ontimeout = request.onabort = () => reject(new UploadFailed());
      signal.addEventListener('abort', () => request.abort());
      const form = new FormData();
      form.append('file', file, name);
      request.send(form);
    });
  }

  /** An address of the file's bytes inside this page; the same for as long as the page lives. Rejects when they cannot be had. */
  url(id: string, size: 'thumb' | 'full'): Promise<string> {
    const key = `${id} ${size}`;
    let url = this.urls.get(key);
    if (url === undefined) {
      url = this.fetch(id, size);
      this.urls.set(key, url);
      url.catch(() => this.urls.delete(key));
    }
    return url;
  }

  /** What is on this device already need not be fetched. */
  keep(id: string, file: Blob): void {
    const url = Promise.resolve(URL.createObjectURL(file));
    this.urls.set(`${id} thumb`, url);
    this.urls.set(`${id} full`, url);
  }

  /** Another shopper: nothing of the former one stays in the page. */
  forget(): void {
    for (const url of this.urls.values()) url.then(URL.revokeObjectURL, () => undefined);
    this.urls.clear();
  }

  private async fetch(id: string, size: 'thumb' | 'full'): Promise<string> {
    const query = size === 'thumb' ? '?size=thumb' : '';
    const response = await fetch(`${this.address()}/${encodeURIComponent(id)}${query}`, {
      headers: await this.headers(),
    });
    if (!response.ok) throw new Error(`attachment: ${response.status}`);
    return URL.createObjectURL(await response.blob());
  }

  private address(): string {
    return `${this.options.server}/api/v1/attachments`;
  }

  private async headers(): Promise<Record<string, string>> {
    return { Authorization: `Bearer ${(await this.options.token()) ?? ''}`, 'Accept-Language': this.options.language };
  }
}
