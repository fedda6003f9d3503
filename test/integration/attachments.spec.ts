import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { MAX_ATTACHMENT_BYTES, newId, type Ack, type WireMessage } from '#kernel';
import { AttachmentsService } from '#attachments';
import { closeTestDatabases } from '../support/database.js';
import { Desk, type Agent, type Shopper } from '../support/desk.js';
import { gif, pdf, phonePhoto, pixelBomb, png, webp } from '../support/pictures.js';
import { download, upload, uploaded } from '../support/uploads.js';
import { until } from '../support/wait.js';

const ACK_MS = 30_000;

describe('attachments', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start({ allowedOrigins: ['https://shop.example'] }, []);
  }, 120_000);

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

  describe('what is sent', () => {
    it('goes with one message, with or without words, and is in session, sync, push, case file and notice to the agent', async () => {
      const { shopper, agent, id } = await served();
      const a = await uploaded(desk.url, tokenOf(shopper), await png(), '前.png');
      const b = await uploaded(desk.url, tokenOf(shopper), pdf(), '发票.pdf');
      const message = await said(sends(shopper, [b.attachmentId, a.attachmentId]));
      const named = [b, a].map(({ attachmentId, ...rest }) => ({ id: attachmentId, ...rest }));
      expect(message).toMatchObject({ text: '', attachments: named });
      await until(() => agent.messages.some((m) => m.id === message.id), 'the push');
      expect(agent.messages.find((m) => m.id === message.id)?.attachments).toEqual(named);
      expect((await shopper.transcript()).at(-1)?.attachments).toEqual(named);
      const again = await desk.shopper({ token: tokenOf(shopper) });
      expect(again.session?.messages.at(-1)?.attachments).toEqual(named);
      const file = await agent.accept(id);
      expect(file.ok && file.messages.at(-1)?.attachments).toEqual(named);
      expect(file.ok && file.briefing?.given.map((line: { text: string }) => line.text)).toEqual(
        expect.arrayContaining(['发来 1 张图片', '发来 1 份文件']),
      );
    });

    it('an agent’s, to the shopper', async () => {
      const { shopper, agent, id } = await served();
      const { attachmentId } = await uploaded(desk.url, agent.token, await png(), 'label.png');
      expect((await download(desk.url, tokenOf(shopper), attachmentId)).status).toBe(404);
      const ack = await agent.socket
        .timeout(ACK_MS)
        .emitWithAck('message.send', { conversationId: id, clientId: newId(), attachmentIds: [attachmentId] });
      expect(ack).toMatchObject({
        ok: true,
        message: { text: '', attachments: [{ id: attachmentId, name: 'label.png' }] },
      });
      expect((await download(desk.url, tokenOf(shopper), attachmentId)).status).toBe(200);
    });

    it('the same message again is the same message; another one with it is refused and takes no number', async () => {
      const shopper = await desk.shopper();
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png());
      const clientId = newId();
      const first = await said(sends(shopper, [attachmentId], '看图', clientId));
      expect(await said(sends(shopper, [attachmentId], '看图', clientId))).toEqual(first);
      expect(await sends(shopper, [attachmentId])).toMatchObject({
        ok: false,
        error: { code: 'ATTACHMENT_ALREADY_SENT' },
      });
      await desk.settled();
      const transcript = await shopper.transcript();
      expect(transcript.map((m) => m.seq)).toEqual(transcript.map((_m, i) => i + 1));
      expect(transcript.filter((m) => m.attachments)).toHaveLength(1);
    });

    it('of two messages at once with it exactly one is stored', async () => {
      const shopper = await desk.shopper();
      await shopper.say('在吗');
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png());
      const acks = await Promise.all(Array.from({ length: 6 }, () => sends(shopper, [attachmentId])));
      expect(acks.filter((ack) => ack.ok)).toHaveLength(1);
      for (const ack of acks) if (!ack.ok) expect(ack.error.code).toBe('ATTACHMENT_ALREADY_SENT');
    });

    it('somebody else’s, an unknown one, the same twice, and too many are refused', async () => {
      const [shopper, stranger, agent] = [await desk.shopper(), await desk.shopper(), await desk.agent()];
      const code = async (ids: string[]): Promise<unknown> => {
        const ack = await sends(shopper, ids, '看图');
        return ack.ok || ack.error.code;
      };
      for (const token of [tokenOf(stranger), agent.token]) {
        const { attachmentId } = await uploaded(desk.url, token, await png());
        expect(await code([attachmentId])).toBe('ATTACHMENT_NOT_FOUND');
      }
      expect(await code([newId()])).toBe('ATTACHMENT_NOT_FOUND');
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png());
      expect(await code([attachmentId, attachmentId])).toBe('VALIDATION_FAILED');
      expect(await code(Array.from({ length: 7 }, newId))).toBe('VALIDATION_FAILED');
      expect(await code([])).toBe(true);
      await until(() => shopper.messages.size > 0, 'the push of the words');
      expect((await shopper.transcript()).filter((m) => m.author.kind === 'shopper')).toHaveLength(1);
    });

    it('neither words nor anything else is still nothing', async () => {
      const shopper = await desk.shopper();
      expect(await sends(shopper, [])).toMatchObject({ ok: false, error: { code: 'TEXT_EMPTY' } });
    });

    it('a shopper who was cut off before the first word still has what was uploaded', async () => {
      const shopper = await desk.shopper();
      const token = tokenOf(shopper);
      const { attachmentId } = await uploaded(desk.url, token, await png());
      const back = await desk.shopper({ token });
      expect([back.session?.token, back.session?.shopperId]).toEqual([token, shopper.session?.shopperId]);
      expect((await said(sends(back, [attachmentId]))).attachments).toHaveLength(1);
    });
  });

  describe('who may have it', () => {
    it('only the parties: for all others it does not exist', async () => {
      const { shopper, agent } = await served();
      const [stranger, colleague, supervisor] = [
        await desk.shopper(),
        await desk.agent(),
        await desk.agent('supervisor'),
      ];
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png());
      const seenBy = (tokens: (string | undefined)[]): Promise<number[]> =>
        Promise.all(tokens.map(async (token) => (await download(desk.url, token, attachmentId)).status));
      expect(await seenBy([tokenOf(shopper), agent.token, supervisor.token])).toEqual([200, 404, 404]);
      await said(sends(shopper, [attachmentId]));
      expect(await seenBy([tokenOf(shopper), agent.token, supervisor.token])).toEqual([200, 200, 200]);
      expect(await seenBy([tokenOf(stranger), colleague.token])).toEqual([404, 404]);
      // Made up, forged, cut: no token of ours.
      const token = tokenOf(shopper);
      const forged = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`;
      expect(await seenBy([undefined, 'x', forged, 'a.b.c', `${agent.token}x`])).toEqual([401, 401, 401, 401, 401]);
      expect((await upload(desk.url, forged, await png())).status).toBe(401);
      for (const id of ['x', newId(), '..%2f..%2fhealthz', `${attachmentId}'--`])
        expect((await download(desk.url, tokenOf(shopper), id)).status).toBe(404);
      expect((await download(desk.url, tokenOf(shopper), attachmentId, '?size=huge')).status).toBe(400);
    });

    it('it can be shown, and nothing in it can run', async () => {
      const shopper = await desk.shopper();
      const name = '"><svg onload=alert(1)> 照片\u2028.png';
      const picture = await uploaded(desk.url, tokenOf(shopper), await png(), name);
      const paper = await uploaded(desk.url, tokenOf(shopper), pdf(), '发票 1.pdf');
      const { headers } = await download(desk.url, tokenOf(shopper), picture.attachmentId);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-cache',
        'content-disposition': expect.stringMatching(/^inline; filename="[\w .()-]*"; filename\*=UTF-8''[\w.~!%-]*$/),
      });
      const file = await download(desk.url, tokenOf(shopper), paper.attachmentId, '?size=thumb');
      expect(file.headers.get('content-disposition')).toBe(
        `attachment; filename="__ 1.pdf"; filename*=UTF-8''%E5%8F%91%E7%A5%A8%201.pdf`,
      );
      const again = await download(desk.url, tokenOf(shopper), picture.attachmentId, '', {
        'if-none-match': headers.get('etag') ?? '',
        'cache-control': 'max-age=0',
      });
      expect(again.status).toBe(304);
      const stranger = await desk.shopper();
      const tried = await download(desk.url, tokenOf(stranger), picture.attachmentId, '', {
        'if-none-match': headers.get('etag') ?? '',
      });
      expect(tried.status).toBe(404);
    });

    it('pages of the shop may, others may not', async () => {
      const shopper = await desk.shopper();
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png(), 'a.png', {
        origin: 'https://shop.example',
      });
      const shop = await download(desk.url, tokenOf(shopper), attachmentId, '', { origin: 'https://shop.example' });
      expect([shop.status, shop.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example']);
      expect(shop.headers.get('vary')).toMatch(/Origin/);
      const other = await download(desk.url, tokenOf(shopper), attachmentId, '', { origin: 'https://evil.example' });
      expect(other.status).toBe(403);
    });

    it('so many, and no more', async () => {
      const shopper = await desk.shopper();
      const answers = [];
      for (let i = 0; i < 42; i++) answers.push(await upload(desk.url, tokenOf(shopper), Buffer.from('x')));
      expect(answers.filter((a) => a.status === 429).length).toBeGreaterThanOrEqual(1);
      expect(answers.at(-1)?.body.error).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
    });
  });

  describe('what stays', () => {
    const bytesLeft = (id: string): Promise<unknown[]> =>
      desk.db.query('SELECT 1 FROM attachment_blob WHERE attachment_id = $1', [id]);

    it('what was not sent goes after a day, what was sent stays', async () => {
      const shopper = await desk.shopper();
      const token = tokenOf(shopper);
      const [old, sent, fresh] = await Promise.all(
        [png(), png(), png()].map(async (p) => uploaded(desk.url, token, await p)),
      );
      await said(sends(shopper, [sent!.attachmentId]));
      await desk.db.query(
        `UPDATE attachment SET created_at = created_at - interval '25 hours' WHERE id = ANY($1::uuid[])`,
        [[old!.attachmentId, sent!.attachmentId]],
      );
      await desk.app.get(AttachmentsService).sweep();
      const seen = await Promise.all(
        [old, sent, fresh].map(async (a) => (await download(desk.url, token, a!.attachmentId)).status),
      );
      expect(seen).toEqual([404, 200, 200]);
      expect(await bytesLeft(old!.attachmentId)).toEqual([]);
      expect(await sends(shopper, [old!.attachmentId])).toMatchObject({
        ok: false,
        error: { code: 'ATTACHMENT_NOT_FOUND' },
      });
    });

    it('nothing of a shopper who is erased, the agents’ files to them included', async () => {
      const { shopper, agent, id } = await served();
      const own = await uploaded(desk.url, tokenOf(shopper), await png());
      await said(sends(shopper, [own.attachmentId]));
      const theirs = await uploaded(desk.url, agent.token, pdf(), 'a.pdf');
      await agent.socket
        .timeout(ACK_MS)
        .emitWithAck('message.send', { conversationId: id, clientId: newId(), attachmentIds: [theirs.attachmentId] });
      expect(await desk.app.get(AttachmentsService).erase(shopper.session?.shopperId ?? '')).toBe(2);
      for (const { attachmentId } of [own, theirs]) {
        expect(await bytesLeft(attachmentId)).toEqual([]);
        expect((await download(desk.url, agent.token, attachmentId)).status).toBe(404);
      }
    });
  });

  describe('the assistant', () => {
    it('says that it cannot look into a picture, once for several', async () => {
      const shopper = await desk.shopper();
      const ids = [];
      for (let i = 0; i < 2; i++) ids.push((await uploaded(desk.url, tokenOf(shopper), await png())).attachmentId);
      const { fragmentWaitMs } = desk.config;
      // Long enough for a slow machine to take the second one meanwhile.
      desk.config.fragmentWaitMs = 4_000;
      await said(sends(shopper, [ids[0]!]));
      const last = await said(sends(shopper, [ids[1]!]));
      const answer = await shopper.answerTo(last.seq);
      desk.config.fragmentWaitMs = fragmentWaitMs;
      expect(answer.text).toMatch(/图片.*看不到.*转人工/);
      expect(answer.answers).toEqual([1, 2]);
    });

    it('answers the words beside it', async () => {
      const shopper = await desk.shopper();
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png());
      const asked = await said(sends(shopper, [attachmentId], '退货运费谁出？'));
      expect((await shopper.answerTo(asked.seq)).text).not.toMatch(/看不到/);
    });

    it('says nothing to a picture once a person is to come', async () => {
      const shopper = await desk.shopper();
      await shopper.requestHuman();
      const { attachmentId } = await uploaded(desk.url, tokenOf(shopper), await png());
      await said(sends(shopper, [attachmentId]));
      await desk.settled();
      expect((await shopper.transcript()).filter((m) => m.author.kind === 'bot')).toEqual([]);
    });
  });
});
