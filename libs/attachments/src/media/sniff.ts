export type SourceType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'application/pdf';

const at = (bytes: Buffer, offset: number, text: string): boolean =>
  bytes.subarray(offset, offset + text.length).equals(Buffer.from(text, 'latin1'));

/** What bytes are by their first bytes, whatever their name or their sender says. Undefined: nothing that we take. */
export function sniff(bytes: Buffer): SourceType | undefined {
  if (at(bytes, 0, '\xff\xd8\xff')) return 'image/jpeg';
  if (at(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (at(bytes, 0, 'RIFF') && at(bytes, 8, 'WEBP')) return 'image/webp';
  if (at(bytes, 0, 'GIF87a') || at(bytes, 0, 'GIF89a')) return 'image/gif';
  if (at(bytes, 0, '%PDF-')) return 'application/pdf';
  return undefined;
}

/** A PDF ends with its trailer; one that was cut off does not. */
export function isWholePdf(bytes: Buffer): boolean {
  return bytes.subarray(-2048).includes('%%EOF');
}
