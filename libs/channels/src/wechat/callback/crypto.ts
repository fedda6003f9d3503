import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const BLOCK = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const HEADER_BYTES = RANDOM_BYTES + LENGTH_BYTES;

/** What of an encrypted callback is wrong: it is not of this key, or it is meant for another receiver. */
export class CipherError extends Error {
  override readonly name = 'CipherError';

  constructor(readonly problem: 'unreadable' | 'wrong receiver') {
    super(problem);
  }
}

/** WeChat's signature: SHA-1, hex, of the parts in the order of their code units. */
export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Compares in a time that does not tell how much of the signature was right. */
export function signatureFits(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** An EncodingAESKey: 43 characters of base64, which with one more mark are 32 bytes. */
export const AES_KEY = /^[A-Za-z0-9+/]{43}$/;

/** Callbacks in secure mode: AES-256-CBC over 16 random bytes, the length, the message and the id of its receiver. */
export class CallbackCipher {
  private readonly key: Buffer;

  /** @param receiveId the app id, or the corporation's id: who the messages are for */
  constructor(
    encodingAesKey: string,
    private readonly receiveId: string,
  ) {
    this.key = Buffer.from(`${encodingAesKey}=`, 'base64');
    if (!AES_KEY.test(encodingAesKey) || this.key.length !== 32)
      throw new Error('an EncodingAESKey has 43 characters of base64');
  }

  /** The message in `encrypted` (base64). Throws CipherError. */
  decrypt(encrypted: string): string {
    const plain = this.unpadded(encrypted);
    const length = plain.length < HEADER_BYTES ? -1 : plain.readUInt32BE(RANDOM_BYTES);
    const end = HEADER_BYTES + length;
    if (length < 0 || end > plain.length) throw new CipherError('unreadable');
    const receiver = plain.subarray(end);
    const wanted = Buffer.from(this.receiveId);
    if (receiver.length !== wanted.length || !timingSafeEqual(receiver, wanted))
      throw new CipherError('wrong receiver');
    return utf8(plain.subarray(HEADER_BYTES, end));
  }

  /** @param random 16 bytes; given only where a known result is to be met */
  encrypt(message: string, random: Buffer = randomBytes(RANDOM_BYTES)): string {
    const text = Buffer.from(message);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(text.length);
    const plain = Buffer.concat([random, length, text, Buffer.from(this.receiveId)]);
    const pad = BLOCK - (plain.length % BLOCK);
    const cipher = createCipheriv('aes-256-cbc', this.key, this.key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
      'base64',
    );
  }

  /** WeChat pads to 32 bytes, which Node's own padding (16) refuses. */
  private unpadded(encrypted: string): Buffer {
    const bytes = Buffer.from(encrypted, 'base64');
    if (bytes.length === 0 || bytes.length % 16 !== 0) throw new CipherError('unreadable');
    const decipher = createDecipheriv('aes-256-cbc', this.key, this.key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
    const pad = padded.at(-1) ?? 0;
    if (pad < 1 || pad > BLOCK || pad > padded.length || padded.subarray(-pad).some((byte) => byte !== pad))
      throw new CipherError('unreadable');
    return padded.subarray(0, -pad);
  }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CipherError('unreadable');
  }
}
