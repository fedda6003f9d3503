import { afterAll, it } from '@jest/globals';
import { newId } from '#kernel';
import { closeTestDatabases } from '../support/database.js';
import { Desk, Shopper } from '../support/desk.js';

const desks: Desk[] = [];

afterAll(async () => {
  for (const desk of desks) await desk.close();
  await closeTestDatabases();
});

it('an answer that a dead process had under way is owed, and comes after the restart', async () => {
  const first = await Desk.start();
  const shopper = await first.shopper();
  await shopper.say('停车多少钱');
  await shopper.answerTo(1);
  await first.settled();
  const id = shopper.conversationId;
  // An embedded desk knows that it was the only process; with a server the leases have to run out first.
  const [turnSeconds, jobSeconds] = first.config.embedded ? [3_600, 3_600] : [5, 8];
  // As kill -9 leaves it in the middle of a turn: leases of the conversation and of the job, nothing stored.
  await first.db.query(`DELETE FROM message WHERE conversation_id = $1 AND author_kind = 'bot'`, [id]);
  await first.db.query(
    `UPDATE conversation SET last_seq = 1, answered_seq = 0, turn_lease_id = $2, turn_lease_until = now() + $3::int * interval '1 s' WHERE id = $1`,
    [id, newId(), turnSeconds],
  );
  await first.db.query(
    `INSERT INTO outbox_event (id, event, handler, key, payload, dispatch, available_at, lease_until)
     VALUES ($1, 'message.received', 'turn.run', $2, $3::jsonb, 1, now(), now() + $4::int * interval '1 s')`,
    [newId(), id, JSON.stringify({ conversationId: id, seq: 1 }), jobSeconds],
  );
  await first.close();
  const second = await Desk.on(first.config);
  desks.push(second);
  const again = new Shopper(second.url, { token: shopper.session?.token });
  await again.answerTo(1, 90_000);
  again.socket.disconnect();
}, 240_000);
