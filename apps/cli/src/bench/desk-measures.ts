import { io } from 'socket.io-client';
import { BenchAgent, BenchShopper, next } from './clients.js';
import { collectedMib, DeskServer, Helper, sleep } from './children.js';
import { tidy, timesOf, type Times } from './figures.js';
import { Crowd, EchoProbe } from './load.js';
import type { Place } from './place.js';
import type { Plan } from './plan.js';
import { complaint, demoQuestions, distinctQuestions } from './questions.js';

const TEAM = ['chen@demo.local', 'wu@demo.local', 'lin@demo.local', 'admin@demo.local'];
const ANSWER =
  '停车场在地下二层和三层，会员凭当日消费小票可以免费停两小时，超出部分每小时 6 元，每天最高 60 元。离场前请在小程序或服务台登记车牌。';

export interface TurnFigures {
  turnsPerSecond: number;
  handedOver: number;
  failed: number;
  /** Milliseconds of CPU per turn in the desk's process (embedded: with its database). */
  cpuMs: number;
  /** The bare SQL, before and after the load. */
  floor: { before: number; after: number; connections: number };
  ofFloor: number;
  /** At half of that load. */
  half: { perSecond: number; answer: Times; echo: Times; failed: number };
}

/** The bare SQL of a turn on the desk's own, now quiet, database. */
async function floor(place: Place, plan: Plan): Promise<{ turnsPerSecond: number; width: number }> {
  const helper = Helper.start('./floor.process.js');
  try {
    return await helper.ask({
      ...(place.kind === 'postgres'
        ? { url: place.environment['DATABASE_URL'] }
        : { folder: `${place.environment['DATA_DIR'] ?? ''}/pgdata` }),
      seconds: plan.floorSeconds,
      questions: demoQuestions(),
      answer: ANSWER,
    });
  } finally {
    await helper.stop();
  }
}

/** Answered turns per second, the floor under them, and the time an answer takes at half of that. The desk is stopped before and after. */
export async function measureTurns(place: Place, plan: Plan): Promise<TurnFigures> {
  const before = await floor(place, plan);
  const { desk } = await DeskServer.start(place.environment);
  const bare = Helper.start('./bare.process.js');
  let crowd: Crowd | undefined;
  try {
    const port = await bare.ask<number>({ listen: true });
    crowd = await Crowd.gather(desk.url, plan.shoppers, distinctQuestions(demoQuestions()));
    await crowd.warmUp(plan.inFlight);
    const cpu = await desk.cpuMs();
    const load = await crowd.closedLoop(plan.inFlight, plan.turnSeconds);
    const used = (await desk.cpuMs()) - cpu;
    const turnsPerSecond = load.answered / load.seconds;
    if (load.firstFailure) process.stderr.write(`turns: ${load.failed} failed, the first: ${load.firstFailure}\n`);

    const probe = await EchoProbe.start(`http://127.0.0.1:${port}`);
    const half = await crowd.openLoop(turnsPerSecond / 2, plan.latencySeconds);
    const echo = await probe.stop();
    crowd.disperse();
    await desk.stop();
    const after = await floor(place, plan);
    return {
      turnsPerSecond: tidy(turnsPerSecond),
      handedOver: load.handedOver,
      failed: load.failed,
      cpuMs: tidy(used / Math.max(1, load.answered)),
      floor: { before: tidy(before.turnsPerSecond), after: tidy(after.turnsPerSecond), connections: after.width },
      ofFloor: tidy(turnsPerSecond / ((before.turnsPerSecond + after.turnsPerSecond) / 2)),
      half: { perSecond: tidy(turnsPerSecond / 2), answer: timesOf(half.ms), echo: timesOf(echo), failed: half.failed },
    };
  } finally {
    crowd?.disperse();
    await bare.stop();
    await desk.stop();
  }
}

/** A complaint on its way to an agent's screen. */
export async function measureHandoff(desk: DeskServer, plan: Plan): Promise<Times> {
  const agents = await team(desk);
  try {
    const ms: number[] = [];
    for (let i = 0; i < plan.complaints; i += 1) {
      const shopper = await BenchShopper.connect(desk.url);
      const offered = Promise.race(
        agents.map(async (agent) => {
          const { conversation } = await next<{ conversation: { id: string } }>(agent.socket, 'conversation.offered');
          return { agent, id: conversation.id, at: performance.now() };
        }),
      );
      const began = performance.now();
      const [{ agent, id, at }] = await Promise.all([offered, shopper.send(complaint(i))]);
      ms.push(at - began);
      await agent.accept(id);
      await agent.resolve(id);
      shopper.close();
    }
    return timesOf(ms);
  } finally {
    for (const agent of agents) agent.close();
  }
}

export interface DeliveryFigures {
  desk: Times;
  bare: Times;
}

/** An agent's message on its way to the shopper, and the same through a bare server that commits one row; by turns. */
export async function measureDelivery(desk: DeskServer, place: Place, plan: Plan): Promise<DeliveryFigures> {
  const bare = Helper.start('./bare.process.js');
  const agents = await team(desk, 2);
  const shopper = await BenchShopper.connect(desk.url);
  const sockets: { disconnect(): unknown }[] = [];
  try {
    const url = place.environment['DATABASE_URL'];
    const port = await bare.ask<number>({ store: url ? { url } : {} });
    const [sender, receiver] = [0, 1].map(() =>
      io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true }),
    );
    if (!sender || !receiver) throw new Error('no sockets');
    sockets.push(sender, receiver);
    await Promise.all([next(sender, 'connect'), next(receiver, 'connect')]);

    const { conversationId } = await shopper.send(complaint(0));
    const [agent] = agents;
    if (!agent) throw new Error('nobody is signed in');
    await takeOver(agent, conversationId);
    const times: { desk: number[]; bare: number[] } = { desk: [], bare: [] };
    for (let i = 0; i < plan.deliveries; i += 1) {
      const text = `您好，这是第 ${i + 1} 条回复，我们马上为您处理。`;
      const began = performance.now();
      const arrived = next<{ text: string }>(shopper.socket, 'message.created', (m) => m.text === text);
      await Promise.all([
        agent.say(conversationId, text),
        arrived.then(() => times.desk.push(performance.now() - began)),
      ]);
      const begun = performance.now();
      const came = next<{ text: string }>(receiver, 'message.created', (m) => m.text === text);
      sender.emit('append', text, () => undefined);
      await came;
      times.bare.push(performance.now() - begun);
      // An agent may do 600 things a minute.
      await sleep(110);
    }
    await agent.resolve(conversationId);
    return { desk: timesOf(times.desk), bare: timesOf(times.bare) };
  } finally {
    for (const socket of sockets) socket.disconnect();
    shopper.close();
    for (const agent of agents) agent.close();
    await bare.stop();
  }
}

/** The complaint is on its way to the queue when its message is acknowledged, so accepting may come too early. */
async function takeOver(agent: BenchAgent, conversationId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await agent.accept(conversationId);
    } catch (error) {
      if (attempt >= 50) throw error;
      await sleep(100);
    }
  }
}

async function team(desk: DeskServer, count = TEAM.length): Promise<BenchAgent[]> {
  const agents: BenchAgent[] = [];
  for (const email of TEAM.slice(0, count)) agents.push(await BenchAgent.signIn(desk.url, email));
  return agents;
}

export interface IdleFigures {
  sockets: number;
  /** KiB of resident memory per socket, garbage collected before and after. */
  desk: number;
  bare: number;
  ratio: number;
  deskMib: number;
}

/** What connected shoppers who say nothing take, beside the same number on a bare Socket.IO server. */
export async function measureIdle(place: Place, plan: Plan): Promise<IdleFigures> {
  const bare = Helper.start('./bare.process.js', {}, true);
  const { desk } = await DeskServer.start(place.environment, true);
  try {
    const port = await bare.ask<number>({ listen: true });
    const of = async (server: DeskServer | Helper, url: string): Promise<{ perSocketKib: number; mib: number }> => {
      const client = Helper.start('./sockets.process.js');
      try {
        const before = await collectedMib(server.child);
        const open = await client.ask<number>({ url, count: plan.idleSockets });
        if (open < plan.idleSockets) throw new Error(`only ${open} of ${plan.idleSockets} sockets stayed open`);
        await sleep(plan.idleSeconds * 1000);
        const mib = await collectedMib(server.child);
        return { perSocketKib: ((mib - before) * 1024) / plan.idleSockets, mib };
      } finally {
        await client.stop();
      }
    };
    const alone = await of(bare, `http://127.0.0.1:${port}`);
    const full = await of(desk, `${desk.url}/shopper`);
    return {
      sockets: plan.idleSockets,
      desk: tidy(full.perSocketKib),
      bare: tidy(alone.perSocketKib),
      ratio: tidy(full.perSocketKib / alone.perSocketKib),
      deskMib: Math.round(full.mib),
    };
  } finally {
    await bare.stop();
    await desk.stop();
  }
}
