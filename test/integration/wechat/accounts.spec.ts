import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WeChatAccountCheck, WireWeChatAccount } from '#kernel';
import { OperatorCommands } from '#platform';
import { closeTestDatabases } from '../../support/database.js';
import { login, PASSWORD } from '../../support/desk.js';
import { call, type Answer } from '../../support/raw.js';
import { until } from '../../support/wait.js';
import { AES_KEY, TOKEN, startWeChatDesk, type WeChatDesk } from '../../support/wechat/desk.js';
import { bodyOf, makeCallback, newMsgId, post } from '../../support/wechat/phone.js';

const APP_ID = 'wxsecond0000000001';
const OTHER_KEY = AES_KEY.split('').reverse().join('');

describe('the merchant’s accounts at WeChat', () => {
  let d: WeChatDesk;
  let token: string;

  beforeAll(async () => {
    d = await startWeChatDesk({ config: { fragmentWaitMs: 0 } });
    token = await login(d.desk.url, await d.desk.addAgent('admin'), PASSWORD);
  });

  afterAll(async () => {
    await d.close();
    await closeTestDatabases();
  });

  const ask = (method: string, path: string, json?: object): Promise<Answer> =>
    call(d.desk.url, `/api/v1/wechat/accounts${path}`, { method, token, ...(json ? { json } : {}) });
  const wanted = (over: object = {}): object => ({
    ...{ id: 'second', kind: 'official', name: '二号店', appId: APP_ID },
    ...{ appSecret: d.wechat.secret, token: 'secondtoken', aesKey: OTHER_KEY },
    ...over,
  });
  const secrets = (): string[] => [d.wechat.secret, 'secondtoken', OTHER_KEY, AES_KEY, TOKEN];

  it('are added, shown without their secrets, and kept sealed', async () => {
    const added = await ask('POST', '', wanted());
    expect([added.status, added.json]).toEqual([
      201,
      {
        ...{ id: 'second', kind: 'official', name: '二号店', appId: APP_ID, encrypted: true, managedBy: 'desk' },
        ...{ sends: 'api', version: 1, callbackPath: '/api/v1/webhooks/wechat/second' },
      },
    ]);
    const list = await ask('GET', '');
    expect(
      (list.json as { accounts: WireWeChatAccount[] }).accounts.map(({ id, managedBy }) => [id, managedBy]),
    ).toEqual([
      ['shop', 'environment'],
      ['second', 'desk'],
    ]);
    const stored = JSON.stringify(await d.desk.db.query('SELECT * FROM wechat_account'));
    const log = JSON.stringify(await d.desk.db.query('SELECT * FROM audit_entry'));
    for (const secret of secrets())
      for (const text of [added.text, list.text, stored, log, (await ask('GET', '/second')).text])
        expect(text.includes(secret)).toBe(false);
  });

  it('each takes its own callbacks, and answers its own users', async () => {
    const account = { appId: APP_ID, token: 'secondtoken', aesKey: OTHER_KEY };
    const url = `${d.desk.url}/api/v1/webhooks/wechat/second`;
    const fields = {
      ...{ ToUserName: 'gh_second', FromUserName: 'openid-second', CreateTime: Math.floor(Date.now() / 1000) },
      ...{ MsgType: 'text', Content: '怎么申请退货？', MsgId: newMsgId() },
    };
    d.wechat.grant('openid-second', 'message');
    expect(await post(url, makeCallback(account, bodyOf(fields)))).toMatchObject({ status: 200, text: 'success' });
    await until(() => d.wechat.to('openid-second').length === 1, 'an answer');
    const foreign = await post(url, makeCallback({ ...account, token: TOKEN }, bodyOf(fields)));
    expect([foreign.status, foreign.text]).toEqual([403, expect.stringContaining('WECHAT_SIGNATURE_INVALID')]);
    const elsewhere = await post(d.account.url, makeCallback({ ...account, token: TOKEN }, bodyOf(fields)));
    expect(elsewhere.status).toBe(400);
  });

  it('are tried out', async () => {
    expect((await ask('POST', '/second/test')).json).toEqual({ ok: true });
    expect((await ask('POST', '/nobody/test')).error?.code).toBe('WECHAT_ACCOUNT_NOT_FOUND');
    d.wechat.trouble('/cgi-bin/stable_token', { errcode: 40164 });
    await ask('PUT', '/second', { kind: 'official', appId: APP_ID, appSecret: 'another-secret', version: 1 });
    expect((await ask('POST', '/second/test')).json).toEqual({ ok: false, code: 40164 });
    expect((await ask('POST', '/second/test')).json).toEqual({ ok: false, code: 40125 });
    d.wechat.trouble('/cgi-bin/stable_token', { cut: true });
    expect(((await ask('POST', '/second/test')).json as WeChatAccountCheck).code).toBe(0);
  });

  it('are changed at the version they were read; what is left out stays', async () => {
    const change = { kind: 'official', appId: APP_ID, appSecret: d.wechat.secret, version: 2 };
    const changed = await ask('PUT', '/second', change);
    expect(changed.json).toMatchObject({ version: 3, encrypted: true, name: '二号店' });
    expect((await ask('POST', '/second/test')).json).toEqual({ ok: true });
    expect((await ask('PUT', '/second', change)).error?.code).toBe('VERSION_CONFLICT');
    expect((await ask('PUT', '/second', { ...change, version: 3, aesKey: null })).json).toMatchObject({
      encrypted: false,
    });
    expect((await ask('PUT', '/second', { ...change, version: 4, kind: 'wecom_kf' })).error?.code).toBe(
      'VALIDATION_FAILED',
    );
  });

  it.each([
    ['an id that is taken', {}, 409, 'WECHAT_ACCOUNT_TAKEN'],
    ['the environment’s id', { id: 'shop' }, 409, 'WECHAT_ACCOUNT_TAKEN'],
    ['an id that is none', { id: '../x' }, 400, 'VALIDATION_FAILED'],
    ['a kind that is none', { id: 'x', kind: 'telegram' }, 400, 'VALIDATION_FAILED'],
    ['a key that is none', { id: 'x', aesKey: 'short' }, 400, 'VALIDATION_FAILED'],
    ['customer service without a key', { id: 'x', kind: 'wecom_kf', aesKey: undefined }, 400, 'VALIDATION_FAILED'],
    ['no secret', { id: 'x', appSecret: '' }, 400, 'VALIDATION_FAILED'],
    ['a number for a name', { id: 'x', name: 7 }, 400, 'VALIDATION_FAILED'],
  ])('%s is refused', async (_what, over, status, code) => {
    const answer = await ask('POST', '', wanted(over));
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    for (const secret of secrets()) expect(answer.text.includes(secret)).toBe(false);
  });

  it('of the environment are changed there', async () => {
    const change = { kind: 'official', appId: APP_ID, version: 1 };
    expect((await ask('PUT', '/shop', change)).error?.code).toBe('WECHAT_ACCOUNT_OF_ENVIRONMENT');
    expect((await ask('DELETE', '/shop')).error?.code).toBe('WECHAT_ACCOUNT_OF_ENVIRONMENT');
  });

  it('let what waited go once they are right again', async () => {
    const phone = d.phone();
    d.wechat.trouble('/cgi-bin/message/custom/send', { errcode: 40164 });
    await phone.say('怎么申请退货？');
    await d.settled();
    expect(phone.screen).toHaveLength(0);
    expect((await ask('GET', '/shop')).json).toMatchObject({ problem: { code: 'ACCOUNT_PROBLEM' } });
    expect((await ask('POST', '/shop/test')).json).toEqual({ ok: true });
    await until(() => phone.screen.length === 1, 'what waited');
    expect((await ask('GET', '/shop')).json).not.toHaveProperty('problem');
  });

  it('are managed on the command line too', async () => {
    const commands = d.desk.app.get(OperatorCommands);
    const { name: _name, ...args } = wanted({ id: 'third', aesKey: AES_KEY }) as Record<string, string>;
    expect(await commands.run('wechat:add', args)).toMatchObject({ id: 'third', name: 'third', encrypted: true });
    await expect(commands.run('wechat:add', { ...args, id: 'no id' })).rejects.toThrow();
    expect(await commands.run('wechat:test', { id: 'third' })).toEqual({ ok: true });
    const { accounts } = (await commands.run('wechat:list', {})) as { accounts: WireWeChatAccount[] };
    expect(accounts.map(({ id }) => id)).toEqual(['shop', 'second', 'third']);
    const change = (given: Record<string, string>) => commands.run('wechat:change', { id: 'third', ...given });
    expect(await change({ sends: 'passive' })).toMatchObject({ name: 'third', sends: 'passive', version: 2 });
    expect(await change({ appSecret: 'another-secret' })).toMatchObject({
      sends: 'passive',
      encrypted: true,
      version: 3,
    });
    expect(await commands.run('wechat:test', { id: 'third' })).toEqual({ ok: false, code: 40125 });
    expect(await change({ name: '三号店', sends: 'api', appSecret: d.wechat.secret })).toMatchObject({
      ...{ id: 'third', kind: 'official', name: '三号店', appId: APP_ID, sends: 'api', version: 4 },
    });
    expect(await commands.run('wechat:test', { id: 'third' })).toEqual({ ok: true });
    await expect(change({ sends: 'pigeon' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(commands.run('wechat:change', { id: 'nobody' })).rejects.toMatchObject({
      code: 'WECHAT_ACCOUNT_NOT_FOUND',
    });
    await expect(commands.run('wechat:change', { id: 'shop', name: 'x' })).rejects.toMatchObject({
      code: 'WECHAT_ACCOUNT_OF_ENVIRONMENT',
    });
    expect(await commands.run('wechat:remove', { id: 'third' })).toEqual({ removed: 'third' });
    await expect(commands.run('wechat:test', { id: 'third' })).rejects.toMatchObject({
      code: 'WECHAT_ACCOUNT_NOT_FOUND',
    });
  });

  it('are removed, and every act stands in the audit log', async () => {
    expect((await ask('DELETE', '/second')).json).toEqual({ ok: true });
    expect((await ask('DELETE', '/second')).error?.code).toBe('WECHAT_ACCOUNT_NOT_FOUND');
    const gone = await post(
      `${d.desk.url}/api/v1/webhooks/wechat/second`,
      makeCallback({ appId: APP_ID, token: 'secondtoken' }, '<xml><A>1</A></xml>'),
    );
    expect(gone.status).toBe(404);
    const acts = await d.desk.db.query<{ action: string }>(
      `SELECT action FROM audit_entry WHERE subject_id = 'second' ORDER BY id`,
    );
    expect(acts.map(({ action }) => action.replace('wechat_account.', ''))).toEqual([
      ...['added', 'changed', 'changed', 'changed', 'removed'],
    ]);
  });
});
