export type PictureSize = 'thumb' | 'full';

/** Object URLs keep their bytes in memory; the ones looked at longest ago are given up. */
const MOST = 120;

/**
 * The bytes of attachments as object URLs: an `<img>` cannot bring a token, and a token does not belong into an address.
 */
export class AttachmentFiles {
  private readonly urls = new Map<string, Promise<string>>();

  constructor(private readonly fetchFile: (id: string, size: PictureSize) => Promise<Blob>) {}

  /** @throws CallError; what failed may be asked for again. */
  url(id: string, size: PictureSize): Promise<string> {
    const key = `${id}.${size}`;
    const known = this.urls.get(key);
    this.urls.delete(key);
    const url = known ?? this.fetchFile(id, size).then((bytes) => URL.createObjectURL(bytes));
    this.urls.set(key, url);
    url.catch(() => this.urls.delete(key));
    this.giveUpOldest();
    return url;
  }

  clear(): void {
    for (const key of [...this.urls.keys()]) this.giveUp(key);
  }

  private giveUpOldest(): void {
    const [oldest] = this.urls.keys();
    if (this.urls.size > MOST && oldest !== undefined) this.giveUp(oldest);
  }

  private giveUp(key: string): void {
    this.urls.get(key)?.then(URL.revokeObjectURL, () => undefined);
    this.urls.delete(key);
  }
}
