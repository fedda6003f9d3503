import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { MAX_ATTACHMENT_BYTES, newId, type Ack, type WireMessage } from '#kernel';
import { AttachmentsService } from '#attachments';
import { closeTestDatabases } from '../support/database.js';
import { Desk, type Agent, type Shopper } from '../support/desk.js';
import { gif, pdf, phonePhoto, pixelBomb, png, webp } from '../support/pictures.js';
import { download, upload, uploaded } from '../support/uploads.js';

const ACK_MS = 30_000;

describe('attachments', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start({ allowedOrigins: ['https://shop.example'] }, []);
  }, 60_000);

  afterAll(async () => {
    await desk.close();
    await closeTestDatabases();
  });

  const tokenOf = (shopper: Shopper): string => shopper.session?.token ?? '';

  function sends(
    shopper: Shopper,
    attachmentIds: string[],
    text?: string,
    clientId: string = newId(),
  ): Promise<Ack<{ message: WireMessage }>> {
    return shopper.socket
      .timeout(ACK_MS)
      .emitWithAck('message.send', { clientId, attachmentIds, ...(text ? { text } : {}) });
  }

  async function said(sending: Promise<Ack<{ message: WireMessage }>>): Promise<WireMessage> {
    const ack = await sending;
    if (!ack.ok) throw new Error(`refused: ${ack.error.code}`);
    return ack.message;
  }

  /** A conversation that an agent has. */
  async function served(): Promise<{ shopper: Shopper; agent: Agent; id: string }> {
    const shopper = await desk.shopper();
    const agent = await desk.agent();
    const { id } = await shopper.requestHuman();
    const taken = await agent.accept(id);
    if (!taken.ok) throw new Error(taken.error.code);
    return { shopper, agent, id };
  }

  describe('what comes in', () => {
    it('a photo loses place, camera and everything else but its pixels, and stands upright', async () => {
      const shopper = await desk.shopper();
      const photo = await phonePhoto({ width: 320, height: 240 });
      expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('SecretModel');
      const stored = await uploaded(desk.url, tokenOf(shopper), photo, '照片.jpg');
      expect(stored).toMatchObject({ kind: 'image', type: 'image/jpeg', width: 240, height: 320, name: '照片.jpg' });
      const bytes = Buffer.from(await (await download(desk.url, tokenOf(shopper), stored.attachmentId)).arrayBuffer());
      expect(bytes.length).toBe(stored.size);
      const { exif, icc, xmp, orientation, width, height } = await sharp(bytes).metadata();
      expect({ exif, icc, xmp, orientation, width, height }).toEqual({ width: 240, height: 320 });
      expect(bytes.includes('SecretModel') || bytes.includes('script')).toBe(false);
    });

    it.each([
      ['PNG', () => png(), 'a.png', 'image/png', 'a.png'],
      ['WebP', () => webp(), 'a.webp', 'image/webp', 'a.webp'],
      ['GIF, as a still', () => gif(), 'a.gif', 'image/png', 'a.png'],
      ['a PNG that says it is a JPEG', () => png(), 'a.jpg', 'image/png', 'a.png'],
      ['a PNG that says it is a program', () => png(), 'setup.exe', 'image/png', 'setup.exe.png'],
      ['PDF', () => Promise.resolve(pdf()), '发票.pdf', 'application/pdf', '发票.pdf'],
    ])('%s', async (_what, make, name, type, keptName) => {
      const shopper = await desk.shopper();
      const stored = await uploaded(desk.url, tokenOf(shopper), await make(), name);
      expect(stored).toMatchObject({ type, name: keptName, kind: type === 'application/pdf' ? 'file' : 'image' });
      const response = await download(desk.url, tokenOf(shopper), stored.attachmentId);
      expect(response.headers.get('content-type')).toBe(type);
      expect((await response.arrayBuffer()).byteLength).toBe(stored.size);
    });

    it('a large picture is made smaller, and a small one of it is there as well', async () => {
      const shopper = await desk.shopper();
      const stored = await uploaded(desk.url, tokenOf(shopper), await png({ width: 5000, height: 1000 }), 'wide.png');
      expect(stored).toMatchObject({ width: 4096, height: 819 });
      const thumb = await download(desk.url, tokenOf(shopper), stored.attachmentId, '?size=thumb');
      expect(thumb.headers.get('content-type')).toBe('image/webp');
      expect(await sharp(Buffer.from(await thumb.arrayBuffer())).metadata()).toMatchObject({ width: 480, height: 96 });
    });

    it('a second file behind a picture is gone', async () => {
      const shopper = await desk.shopper();
      const polyglot = Buffer.concat([await png(), Buffer.from('<html><script>alert(1)</script>PK\x03\x04evil')]);
      const stored = await uploaded(desk.url, tokenOf(shopper), polyglot, 'both.html');
      expect(stored.name).toBe('both.html.png');
      const bytes = Buffer.from(await (await download(desk.url, tokenOf(shopper), stored.attachmentId)).arrayBuffer());
      expect(bytes.includes('script') || bytes.includes('evil')).toBe(false);
    });

    it.each([
      [
        'SVG',
        () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        415,
        'ATTACHMENT_TYPE_NOT_SUPPORTED',
      ],
      [
        'HTML that says it is a JPEG',
        () => Buffer.from('<html><script>alert(1)</script>'),
        415,
        'ATTACHMENT_TYPE_NOT_SUPPORTED',
      ],
      [
        'TIFF',
        () =>
          sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
            .tiff()
            .toBuffer(),
        415,
        'ATTACHMENT_TYPE_NOT_SUPPORTED',
      ],
      [
        'a script with the signature of a GIF',
        () => Buffer.from('GIF89a/*\0\0\0\0*/=1;alert(1)'),
        415,
        'ATTACHMENT_UNREADABLE',
      ],
      [
        'half a photo',
        async () => (await phonePhoto({ width: 800, height: 600 })).subarray(0, 4000),
        415,
        'ATTACHMENT_UNREADABLE',
      ],
      [
        'half a PNG',
        async () => (await png({ width: 800, height: 600 })).subarray(0, 1000),
        415,
        'ATTACHMENT_UNREADABLE',
      ],
      ['half a PDF', () => pdf().subarray(0, 60), 415, 'ATTACHMENT_UNREADABLE'],
      ['only a signature', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 415, 'ATTACHMENT_UNREADABLE'],
      ['a pixel bomb', () => pixelBomb(), 413, 'ATTACHMENT_DIMENSIONS_TOO_LARGE'],
      ['nine megabytes', () => Buffer.alloc(9 * 1024 * 1024, 0xff), 413, 'ATTACHMENT_TOO_LARGE'],
      ['one byte too much', () => Buffer.alloc(MAX_ATTACHMENT_BYTES + 1, 0xff), 413, 'ATTACHMENT_TOO_LARGE'],
      ['nothing', () => Buffer.alloc(0), 400, 'VALIDATION_FAILED'],
    ])('refused: %s', async (_what, make, status, code) => {
      const shopper = await desk.shopper();
      const answer = await upload(desk.url, tokenOf(shopper), await make());
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
      expect(answer.body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    });

    it('a form without a file, and what is no form', async () => {
      const shopper = await desk.shopper();
      const post = async (body: BodyInit, headers = {}): Promise<unknown[]> => {
        const response = await fetch(`${desk.url}/api/v1/attachments`, {
          method: 'POST',
          headers: { authorization: `Bearer ${tokenOf(shopper)}`, 'accept-language': 'en', ...headers },
          body,
        });
        return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
      };
      const form = new FormData();
      form.append('other', 'x');
      expect(await post(form)).toEqual([400, 'VALIDATION_FAILED']);
      const two = new FormData();
      for (const name of ['a', 'b']) two.append('file', new Blob([Uint8Array.from(pdf())]), name);
      expect(await post(two)).toEqual([400, 'VALIDATION_FAILED']);
      expect(await post('x', { 'content-type': 'image/jpeg' })).toEqual([415, 'TYPE_NOT_SUPPORTED']);
      expect(await post('x', { 'content-type': 'multipart/form-data' })).toEqual([400, 'VALIDATION_FAILED']);
      expect(await post('--x\r\n', { 'content-type': 'multipart/form-data; boundary=x' })).toEqual([
        400,
        'VALIDATION_FAILED',
      ]);
    });

    it.each([
      ['../../etc/passwd.png', 'passwd.png'],
      ['C:\\Users\\me\\图 1.png', '图 1.png'],
      ['"><img src=x onerror=alert(1)>.png', '"><img src=x onerror=alert(1)>.png'],
      ['invoice\u202Egnp.exe', 'invoicegnp.exe.png'],
      ['a\u200Bb\u2066c.png', 'abc.png'],
      ['.png', 'png.png'],
      [`${'长'.repeat(300)}.png`, `${'长'.repeat(116)}.png`],
    ])('a name: %s', async (name, kept) => {
      const shopper = await desk.shopper();
      // A form writes quotes and line breaks of names in its own way.
      expect((await uploaded(desk.url, tokenOf(shopper), await png({ width: 4, height: 4 }), name)).name).toBe(kept);
    });
  });
});
