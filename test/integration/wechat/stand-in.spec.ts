import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WeChatStandIn } from '../../support/wechat/stand-in.js';

const SEND = '/cgi-bin/message/custom/send';
const HOUR_MS = 3_600_000;

/** What the proof of the channel stands on: that the stand-in counts and refuses as WeChat does, whatever the desk believes. */
describe('the stand-in of WeChat', () => {
  let wechat: WeChatStandIn;
  let now: number;
  let token: string;

  const call = async (path: string, body: object, as = token): Promise<Record<string, unknown>> => {
    const query = as === '' ? '' : `?${new URLSearchParams({ access_token: as }).toString()}`;
    const response = await fetch(`${wechat.url}${path}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const ask = (over: object = {}): Promise<Record<string, unknown>> =>
    call('/cgi-bin/stable_token', { grant_type: 'client_credential', secret: wechat.secret, ...over });
  const text = (touser: string, content = '您好'): object => ({ touser, msgtype: 'text', text: { content } });
  const send = async (touser: string, content?: string): Promise<unknown> =>
    (await call(SEND, text(touser, content)))['errcode'];
  const kfSend = async (touser: string, msgid: string): Promise<unknown> =>
    (await call('/cgi-bin/kf/send_msg', { ...text(touser), open_kfid: 'wk-1', msgid }))['errcode'];

  beforeEach(async () => {
    wechat = new WeChatStandIn();
    now = Date.UTC(2026, 0, 1);
    wechat.now = () => now;
    await wechat.start();
    token = String((await ask())['access_token']);
  });

  afterEach(() => wechat.stop());

  it.each([
    ['message', 5, 48 * HOUR_MS],
    ['click', 3, 60_000],
    ['follow', 3, 60_000],
    ['scan', 3, 60_000],
    ['enter', 2, 60_000],
  ] as const)('allows for a %s %i replies in %i ms, and none after', async (grant, replies, ms) => {
    expect(await send('o1')).toBe(45015);
    wechat.grant('o1', grant);
    for (let n = 0; n < replies; n++) expect(await send('o1')).toBe(0);
    expect(await send('o1')).toBe(45047);
    wechat.grant('o1', grant);
    now += ms - 1;
    token = String((await ask())['access_token']);
    expect(await send('o1')).toBe(0);
    now += 1;
    expect(await send('o1')).toBe(45015);
    expect(wechat.refusedMessages.map(({ errcode }) => errcode)).toEqual([45015, 45047, 45015]);
    expect(wechat.to('o1')).toHaveLength(replies + 1);
  });

  it('counts what a user did once, however often it is called back, and each user for themselves', async () => {
    for (const act of ['m1', 'm1', 'm1']) wechat.grant('o1', 'message', act);
    for (let n = 0; n < 5; n++) expect(await send('o1')).toBe(0);
    wechat.grant('o1', 'message', 'm1');
    expect(await send('o1')).toBe(45047);
    wechat.grant('o2', 'message', 'm1');
    expect(await send('o2')).toBe(0);
    // Five again, not five more.
    wechat.grant('o2', 'message', 'm2');
    expect(wechat.left('o2')).toBe(5);
    expect(wechat.overruns).toBe(1);
  });

  it('knows tokens that are missing, strange, superseded and expired', async () => {
    expect((await call(SEND, text('o1'), ''))['errcode']).toBe(41001);
    expect((await call(SEND, text('o1'), 'nonsense'))['errcode']).toBe(40014);
    now += 7_200_000 - 200_000;
    const next = String((await ask())['access_token']);
    expect(next).not.toBe(token);
    expect(await send('o1')).toBe(45015);
    now += 301_000;
    expect((await call(SEND, text('o1')))['errcode']).toBe(42001);
    wechat.tokens.revoke();
    expect((await call(SEND, text('o1'), next))['errcode']).toBe(40001);
  });

  it('gives tokens to who may have them, and forced ones seldom', async () => {
    expect((await ask({ secret: 'x' }))['errcode']).toBe(40125);
    expect((await ask())['access_token']).toBe(token);
    expect((await ask({ force_refresh: true }))['access_token']).not.toBe(token);
    expect((await ask({ force_refresh: true }))['errcode']).toBe(45011);
    for (let n = 0; n < 19; n++) {
      now += 30_000;
      expect(await ask({ force_refresh: true })).toHaveProperty('access_token');
    }
    now += 30_000;
    expect((await ask({ force_refresh: true }))['errcode']).toBe(45009);
    wechat.tokens.whitelisted = false;
    expect((await ask())['errcode']).toBe(40164);
  });

  it('refuses what it does not take', async () => {
    wechat.grant('o1', 'message');
    expect(await send('no such user')).toBe(40003);
    expect(await send('o1', '好'.repeat(700))).toBe(45002);
    expect(await send('o1', 'a\u0001b')).toBe(40033);
    expect(await send('o1', 'C:\\u1234')).toBe(0);
    expect((await call(SEND, { touser: 'o1', msgtype: 'file', file: { media_id: 'x' } }))['errcode']).toBe(40008);
    wechat.menus = false;
    expect((await call(SEND, { touser: 'o1', msgtype: 'msgmenu' }))['errcode']).toBe(40200);
    wechat.refusing.add('o1');
    expect(await send('o1')).toBe(48002);
    wechat.permission = false;
    expect(await send('o1')).toBe(48001);
    wechat.quota = 0;
    expect(await send('o1')).toBe(45009);
    expect((await call('/cgi-bin/never', {}))['errcode']).toBe(45009);
  });

  it('shows typing to who was here just now, once at a time', async () => {
    const typing = async (): Promise<unknown> =>
      (await call('/cgi-bin/message/custom/typing', { touser: 'o1', command: 'Typing' }))['errcode'];
    expect(await typing()).toBe(45080);
    wechat.grant('o1', 'message');
    expect([await typing(), await typing()]).toEqual([0, 45081]);
    expect(await send('o1')).toBe(0);
    expect(await typing()).toBe(0);
    now += 30_001;
    expect(await typing()).toBe(45080);
  });

  it('customer service: states, ids of ours, replies and codes', async () => {
    wechat.customer('wm1', { msgtype: 'text', text: { content: '在吗' } });
    expect([await kfSend('wm1', 'a'), await kfSend('wm1', 'a')]).toEqual([0, 40058]);
    expect(wechat.to('wm1')).toHaveLength(1);
    expect(await kfSend('wm1', 'no id')).toBe(40058);
    for (const id of ['b', 'c', 'd', 'e']) expect(await kfSend('wm1', id)).toBe(0);
    expect(await kfSend('wm1', 'f')).toBe(95001);
    expect(await kfSend('wm2', 'g')).toBe(95002);
    const trans = (service_state: number): Promise<Record<string, unknown>> =>
      call('/cgi-bin/kf/service_state/trans', { open_kfid: 'wk-1', external_userid: 'wm1', service_state });
    const ended = await trans(4);
    expect(await kfSend('wm1', 'h')).toBe(95018);
    expect((await trans(1))['errcode']).toBe(95014);
    const last = { code: ended['msg_code'], msgtype: 'text', text: { content: '再见' } };
    const onEvent = async (): Promise<unknown> => (await call('/cgi-bin/kf/send_msg_on_event', last))['errcode'];
    expect([await onEvent(), await onEvent()]).toEqual([0, 95033]);
    expect(wechat.to('wm1').at(-1)?.text).toBe('再见');
    wechat.customer('wm1', { msgtype: 'text', text: { content: '还在吗' } });
    expect(await kfSend('wm1', 'i')).toBe(0);
  });

  it('customer service: pages, tokens and places', async () => {
    for (let n = 0; n < 5; n++) wechat.customer('wm1', { msgtype: 'text', text: { content: `${n}` } });
    wechat.kf.perPage = 3;
    wechat.kf.emptyPages = 1;
    const sync = (from: object): Promise<Record<string, unknown>> =>
      call('/cgi-bin/kf/sync_msg', { open_kfid: 'wk-1', ...from });
    const pages = [await sync({ token: wechat.kf.token() })];
    while (pages.at(-1)?.['has_more'] === 1) pages.push(await sync({ cursor: pages.at(-1)?.['next_cursor'] }));
    expect(pages.map((page) => (page['msg_list'] as unknown[]).length)).toEqual([0, 3, 2]);
    const old = wechat.kf.token();
    now += 600_001;
    expect((await sync({ token: old }))['errcode']).toBe(95007);
    wechat.kf.loseCursors();
    expect((await sync({ cursor: pages.at(-1)?.['next_cursor'] }))['errcode']).toBe(95007);
    expect((await sync({}))['msg_list']).toHaveLength(3);
  });
});
