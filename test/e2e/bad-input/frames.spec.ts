import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '#kernel';
import { closeTestDatabases } from '../../support/database.js';
import { NO_LIMITS, ask, expectRefusal, expectServing } from '../../support/bad-desk.js';
import { Desk, type Agent, type Shopper } from '../../support/desk.js';
import { RawSocket, bytes, call } from '../../support/raw.js';
import { sleep, until } from '../../support/wait.js';

describe('frames that cannot be decoded, and events nobody knows', () => {
  let desk: Desk;
  let shopper: Shopper;
  let agent: Agent;
  const raws: RawSocket[] = [];

  beforeAll(async () => {
    desk = await Desk.start(NO_LIMITS);
    shopper = await desk.shopper();
    agent = await desk.agent();
  }, 180_000);

  afterEach(async () => {
    for (const raw of raws.splice(0)) raw.close();
    // Whatever was thrown: those who were connected still are, and are served.
    expect(shopper.socket.connected).toBe(true);
    expect(agent.socket.connected).toBe(true);
    expectRefusal((await ask(shopper.socket, 'sync', {})).error, 'VALIDATION_FAILED');
    expect(await ask(agent.socket, 'queue.list', {})).toMatchObject({ ok: true });
  });

  afterAll(async () => {
    await expectServing(desk);
    await desk?.close();
    await closeTestDatabases();
  }, 180_000);

  const raw = async (...frames: (string | Buffer)[]): Promise<RawSocket> => {
    const socket = await new RawSocket(desk.url).open();
    raws.push(socket);
    socket.send(...frames);
    return socket;
  };
  /** Signed in as a shopper on a connection that speaks frames. */
  const greeted = async (auth = '{}'): Promise<RawSocket> => {
    const socket = await raw(`40/shopper,${auth}`);
    await until(() => socket.received.some((f) => f.includes('"session"')), 'a session');
    return socket;
  };

  it.each<[string, (string | Buffer)[]]>([
    ['bytes', [Buffer.from([0, 1, 2, 255, 254]), Buffer.alloc(100_000, 7)]],
    ['a packet of no kind', ['9', 'x', 'zzzz', '']],
    ['words', ['hello', '<script>alert(1)</script>', 'GET / HTTP/1.1']],
    ['a message of no kind', ['49', '4', '4{}', '4[']],
    ['an event without a name', ['42/shopper,[]', '42/shopper,{}', '42/shopper,null', '42/shopper']],
    ['an event before the connection', ['42/shopper,1["message.send",{}]', '42/agent,1["queue.list",{}]', '42["x"]']],
    ['half an event', ['42/shopper,["message.send",{"clientId":']],
    ['an acknowledgement of nothing', ['43/shopper,5[]', '43/shopper,["x"]', '43/shopper,99999999999999999999[1]']],
    [
      'a binary event without its bytes',
      ['451-/shopper,["message.send",{"_placeholder":true,"num":0}]', '42/shopper,["x"]'],
    ],
    ['an absurd number of bytes to come', ['45999999999999-/shopper,["message.send",{"_placeholder":true,"num":0}]']],
    ['a negative number of bytes', ['45-1-/shopper,["x",{"_placeholder":true,"num":-1}]']],
    ['bytes that nothing refers to', ['451-/shopper,["message.send",{"_placeholder":true,"num":7}]', Buffer.from('x')]],
    ['a connection with a text', ['40/shopper,"hello"', '40/agent,"hello"']],
    ['a connection with nothing', ['40/shopper,null', '40/agent,null', '40/shopper,[]', '40/agent,[]']],
    ['an error from the client', ['44/shopper,{"message":"x"}', '44"x"']],
    [
      'a namespace of its own',
      ['40/nowhere,', '40/admin,{}', '40/__proto__,', '40/constructor,{}', '42/nowhere,["x"]'],
    ],
    ['a namespace without end', [`40/${'n'.repeat(100_000)},{}`]],
    ['a farewell to what never was', ['41/shopper,', '41/nowhere,', '41']],
    ['reserved names', ['40/shopper,{}', '42/shopper,1["connect",{}]']],
    ['a second handshake', ['0{"sid":"x"}', '1', '5', '6', '2probe', '3probe']],
    ['many namespaces at once', ['40/shopper,{}', '40/shopper,{}', '40/shopper,{}', '41/shopper,', '40/shopper,{}']],
  ])('%s', async (_what, frames) => {
    const before = await raw();
    before.send(...frames);
    // Each frame also on a connection of its own: the first bad one may have closed the other.
    for (const frame of frames) await raw(frame);
    const connected = await greeted();
    connected.send(...frames);
    await sleep(100);
  });

  it('refuses a namespace that is none with a word', async () => {
    const socket = await raw('40/nowhere,{}');
    await until(() => socket.received.length > 1, 'an answer');
    expect(socket.received[1]).toBe('44/nowhere,{"message":"Invalid namespace"}');
  });

  it('a frame over 4 MB closes its own connection only', async () => {
    const socket = await greeted();
    socket.send(`42/shopper,1["message.send",{"text":"${'x'.repeat(4.2 * 1024 * 1024)}"}]`);
    await socket.closed;
  });

  it('an event nobody knows is answered, whatever its name; without acknowledgement it is nothing', async () => {
    const socket = await greeted('{"locale":"en"}');
    const names = [
      123,
      0,
      -1,
      1e308,
      '',
      ' ',
      '__proto__',
      'constructor',
      'toString',
      'error',
      'hasOwnProperty',
      'x'.repeat(100_000),
      '停车',
      '\u0000',
      'session',
      'message.created',
    ];
    for (const name of names) socket.send(`42/shopper,[${JSON.stringify(name)},{}]`);
    for (const [i, name] of names.entries()) {
      socket.send(`42/shopper,${i}[${JSON.stringify(name)},{}]`);
      const start = `43/shopper,${i}[`;
      await until(() => socket.received.some((f) => f.startsWith(start)), `an answer to ${String(name).slice(0, 20)}`);
      const [answer] = JSON.parse(socket.received.find((f) => f.startsWith(start))!.slice(start.length - 1)) as [
        { ok: boolean; error: never },
      ];
      expect(answer.ok).toBe(false);
      expectRefusal(answer.error, 'UNKNOWN_EVENT');
    }
    for (const event of ['presence.set', 'conversation.accept', 'note.add'])
      expectRefusal((await ask(shopper.socket, event, { conversationId: newId() })).error, 'UNKNOWN_EVENT');
    for (const event of ['human.request', 'queue.leave', 'csat.submit'])
      expectRefusal((await ask(agent.socket, event, { conversationId: newId() })).error, 'UNKNOWN_EVENT');
  });

  it('more or fewer arguments than expected', async () => {
    for (const socket of [shopper.socket, agent.socket]) {
      expectRefusal((await ask(socket, 'sync')).error, 'VALIDATION_FAILED');
      expectRefusal((await ask(socket, 'sync', null, {}, [])).error, 'VALIDATION_FAILED');
      expectRefusal((await ask(socket, 'sync', {}, {}, {})).error, 'VALIDATION_FAILED');
    }
    const sent = await ask(shopper.socket, 'message.send', { clientId: newId(), text: '谢谢' }, 'more', 5);
    expect(sent.ok).toBe(true);
  });

  it.each<[string, string]>([
    ['twenty thousand levels', `{"context":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`],
    ['half a million lists', `{"context":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['half a million fields', `{${Array.from({ length: 300_000 }, (_x, i) => `"k${i}":1`).join(',')}}`],
    ['a million numbers', `{"attachmentIds":[${'1,'.repeat(1_000_000)}1]}`],
  ])('an object of %s is refused and holds nobody up', async (_what, payload) => {
    const socket = await greeted('{"locale":"en"}');
    const before = performance.now();
    socket.send(`42/shopper,7["message.send",${payload}]`);
    await until(() => socket.received.some((f) => f.startsWith('43/shopper,7')), 'an answer');
    // Far above what it takes in order, far below what it takes when each field looks at all others.
    expect(performance.now() - before).toBeLessThan(20_000);
    const answer = socket.received.find((f) => f.startsWith('43/shopper,7'));
    expect(answer).toContain('"VALIDATION_FAILED"');
    expect(answer!.length).toBeLessThan(2_000);
  });

  it('polling with rubbish is refused', async () => {
    const at = '/socket.io/?EIO=4&transport=polling';
    const opened = await call(desk.url, at);
    const { sid } = JSON.parse(opened.text.slice(1)) as { sid: string };
    const text = { headers: { 'content-type': 'text/plain' } };
    expect((await call(desk.url, `${at}&sid=${sid}`, { ...text, body: '9rubbish' })).status).toBeLessThan(500);
    const again = JSON.parse((await call(desk.url, at)).text.slice(1)) as { sid: string };
    // Too large: refused, or hung up on while we still write.
    const huge = { ...text, body: 'x'.repeat(5 * 1024 * 1024) };
    const answer = await call(desk.url, `${at}&sid=${again.sid}`, huge).catch((e: Error) => e);
    expect(answer instanceof Error || answer.status === 413).toBe(true);
    for (const path of [
      '/socket.io/',
      '/socket.io/?EIO=4',
      '/socket.io/?EIO=4&transport=pigeon',
      '/socket.io/?EIO=2&transport=polling',
      '/socket.io/?EIO=4&transport=polling&sid=none',
      '/socket.io/?EIO=4&transport=websocket',
      '/socket.io/%',
    ]) {
      const { status } = await call(desk.url, path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect((await call(desk.url, at, { method: 'DELETE' })).status).toBe(400);
  });

  it('an upgrade that is none, or to elsewhere, is hung up on', async () => {
    const upgrade = (path: string, more: string): Promise<string> =>
      bytes(desk.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${more}\r\n`);
    expect(await upgrade('/socket.io/?EIO=4&transport=websocket', '')).not.toMatch(/101/);
    expect(
      await upgrade('/elsewhere', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n'),
    ).not.toMatch(/ 101 /);
    // Frames that break the WebSocket protocol itself: a reserved opcode, no mask.
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
    const head = `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`;
    for (const frame of [
      Buffer.from([0x8f, 0x80, 0, 0, 0, 0]),
      Buffer.from([0x81, 0x05, 1, 2, 3, 4, 5]),
      Buffer.from([0xff, 0xff]),
    ])
      expect(await bytes(desk.url, Buffer.concat([Buffer.from(head), frame]))).toMatch(/^HTTP\/1\.1 101/);
  });
});
