import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { AttachmentsService } from '#attachments';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';
import { png } from '../support/pictures.js';
import { download, uploaded } from '../support/uploads.js';

/** What one process has taken in, the other sends and shows; a race is decided by the database. */
describe('attachments, with two processes', () => {
  const desks: Desk[] = [];

  beforeAll(async () => {
    const first = await Desk.start({}, []);
    desks.push(first, await Desk.on(first.config));
  }, 240_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    await closeTestDatabases();
  });

  it('uploaded on one, sent and looked at on the other, by a shopper of whom nothing was stored', async () => {
    const [one, two] = desks as [Desk, Desk];
    const shopper = await one.shopper();
    const token = shopper.session?.token ?? '';
    const { attachmentId } = await uploaded(two.url, token, await png());
    const ack = await shopper.socket.emitWithAck('message.send', { clientId: newId(), attachmentIds: [attachmentId] });
    expect(ack).toMatchObject({ ok: true, message: { attachments: [{ id: attachmentId }] } });
    for (const { url } of desks) expect((await download(url, token, attachmentId)).status).toBe(200);
  });

  it('sent from both at once, and swept at once, it goes out once or not at all', async () => {
    const [one, two] = desks as [Desk, Desk];
    const first = await one.shopper();
    await first.say('你好');
    const token = first.session?.token ?? '';
    const second = await two.shopper({ token });
    for (let round = 0; round < 40; round++) {
      const { attachmentId } = await uploaded(one.url, token, Buffer.from('%PDF-1.4\n%%EOF'));
      await one.db.query(`UPDATE attachment SET created_at = created_at - interval '25 hours' WHERE id = $1`, [
        attachmentId,
      ]);
      const send = (from: typeof first) =>
        from.socket.emitWithAck('message.send', { clientId: newId(), attachmentIds: [attachmentId] });
      const [a, b] = await Promise.all([send(first), send(second), two.app.get(AttachmentsService).sweep()]);
      const sent = [a, b].filter((ack) => ack.ok);
      const { status } = await download(two.url, token, attachmentId);
      expect([sent.length <= 1, status]).toEqual([true, sent.length === 1 ? 200 : 404]);
    }
  }, 240_000);
});
