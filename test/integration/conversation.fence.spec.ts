import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { ConversationService, Inbox, TurnLedger } from '#conversation';
import { closeTestDatabases } from '../support/database.js';
import { Desk } from '../support/desk.js';

/** Drafts that fit what is to be answered and differ in nothing but the owner in whose name they come. */
describe('the fence before a bot’s answer', () => {
  const agent = { id: '0199d3c0-0000-7000-8000-00000000000a', name: '小林', role: 'agent' as const };
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.start({}, []);
  }, 120_000);

  afterAll(async () => {
    await desk?.close();
    await closeTestDatabases();
  });

  it('lets nothing through in the name of a former owner', async () => {
    const service = desk.app.get(ConversationService);
    const ledger = desk.app.get(TurnLedger);
    const shopperId = newId();
    const { id } = await desk.app.get(Inbox).ensureOpen({ shopperId, channel: 'web', locale: 'zh-CN' });
    // Something waits for an answer and nobody is running a turn for it.
    const owe = (): Promise<unknown> =>
      desk.db.query(
        `UPDATE conversation SET last_seq = last_seq + 1, last_shopper_seq = last_seq + 1, answered_seq = last_seq WHERE id = $1`,
        [id],
      );
    const draft = async (ownershipVersion: number) => {
      await owe();
      const { answeredSeq, lastShopperSeq } = await service.get(id);
      const range = { fromSeq: answeredSeq + 1, toSeq: lastShopperSeq };
      return ledger.appendBotReply({ conversationId: id, ownershipVersion, ...range, text: '停车每小时 6 元。' });
    };
    expect(await draft(1)).toBeDefined();
    await service.handOff({ conversationId: id, reasons: [], severity: 'normal', skill: 'general', offline: false });
    expect([await draft(1), await draft(2)]).toEqual([undefined, undefined]);
    await desk.db.query(
      `INSERT INTO agent_availability (agent_id, name, role, skills, lease_until) VALUES ($1, '小林', 'agent', '{}', now() + interval '1 hour')`,
      [agent.id],
    );
    await service.accept(id, agent);
    expect([await draft(1), await draft(3)]).toEqual([undefined, undefined]);
    await service.returnToBot(id, agent);
    const { ownershipVersion } = await service.get(id);
    for (let version = 1; version < ownershipVersion; version++) expect(await draft(version)).toBeUndefined();
    expect(await draft(ownershipVersion)).toBeDefined();
  });
});
