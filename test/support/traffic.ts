import { newId, type Ack, type CaseFile, type WireConversationItem, type WireMessage, type WireNote } from '#kernel';
import { Agent, Shopper } from './desk.js';
import { pick } from './random.js';
import { sleep } from './wait.js';

/** Questions, small talk, fragments, what no article answers, and what goes to a person and back. */
export const SAYINGS = [
  '停车多少钱',
  '几点关门',
  '怎么开发票',
  '可以借轮椅吗',
  '积分怎么用',
  '七天内能退货吗',
  '在吗',
  '谢谢',
  '那条裙子',
  '火星上有分店吗',
  '你们的量子咖啡机能拿来修飞船吗',
  '我要投诉你们的态度',
  '转人工',
  '算了不用人工了',
];

const TRY_MS = 1_500;
type Next = () => number;

/** Repeats a call until it is acknowledged, whatever happens to the line: as the widget does. Undefined when `done` came first. */
async function insist<T extends object>(call: () => Promise<Ack<T>>, done: () => boolean): Promise<Ack<T> | undefined> {
  for (let tries = 0; ; tries++) {
    const ack = await call().catch(() => undefined);
    if (ack && !ack.ok && ack.error.code === 'RATE_LIMITED') await sleep(ack.error.retryAfterMs ?? 50);
    else if (ack) return ack;
    // Not delivered, or killed before the acknowledgement.
    else if (done() && tries > 10) return undefined;
    else await sleep(20);
  }
}

/** A shopper who sends one message after the other, each until it is acknowledged; `acknowledged` gets what was. */
export async function chatter(
  shopper: Shopper,
  next: Next,
  done: () => boolean,
  acknowledged: WireMessage[],
): Promise<void> {
  while (!done()) {
    const message = { clientId: newId(), text: pick(SAYINGS, next) };
    const ack = await insist(() => shopper.socket.timeout(TRY_MS).emitWithAck('message.send', message), done);
    if (ack && !ack.ok) throw new Error(`refused: ${ack.error.code}`);
    if (ack) acknowledged.push(ack.message);
    await sleep(next() * 60);
  }
}

/** What an agent was told is done, and what was found wrong with it. */
export interface AgentRecord {
  messages: WireMessage[];
  notes: WireNote[];
  accepted: number;
  wrong: string[];
}

/** An agent who takes what waits, writes, leaves notes and ends the case in one of the ways there are; `record` gets what was acknowledged. */
export async function serve(agent: Agent, next: Next, done: () => boolean, record: AgentRecord): Promise<void> {
  const { socket } = agent;
  const line = () => socket.timeout(TRY_MS);
  while (!done()) {
    await insist(() => line().emitWithAck('presence.set', { status: 'online', capacity: 20 }), done);
    const queue = await insist<{ conversations: WireConversationItem[] }>(
      () => line().emitWithAck('queue.list', {}),
      done,
    );
    if (!queue?.ok || queue.conversations.length === 0) {
      await sleep(50);
      continue;
    }
    const conversationId = pick(queue.conversations, next).id;
    const accepted = await insist(() => line().emitWithAck('conversation.accept', { conversationId }), done);
    if (!accepted?.ok) continue;
    record.accepted++;
    await serveCase(agent, conversationId, accepted, record, next, done);
  }
}

async function serveCase(
  agent: Agent,
  conversationId: string,
  accepted: CaseFile,
  record: AgentRecord,
  next: Next,
  done: () => boolean,
): Promise<void> {
  const { socket } = agent;
  const line = () => socket.timeout(TRY_MS);
  for (let n = next() * 3; n > 0; n--) {
    const message = { conversationId, clientId: newId(), text: `您好，我来处理（${n.toFixed(2)}）` };
    const sent = await insist(() => line().emitWithAck('message.send', message), done);
    if (sent?.ok) record.messages.push(sent.message);
    const noted = await insist(() => line().emitWithAck('note.add', { conversationId, text: '请查订单' }), done);
    if (noted?.ok) record.notes.push(noted.note);
    await sleep(next() * 60);
  }
  // Nobody else may have taken it, and it is still the same taking.
  const again = await insist(() => line().emitWithAck('conversation.accept', { conversationId }), done);
  if (again && (!again.ok || again.conversation.ownershipVersion !== accepted.conversation.ownershipVersion))
    record.wrong.push(`${conversationId}: ${again.ok ? 'another version' : again.error.code}`);
  const ending = next();
  if (ending < 0.4) await insist(() => line().emitWithAck('conversation.resolve', { conversationId }), done);
  else if (ending < 0.7) await insist(() => line().emitWithAck('conversation.return', { conversationId }), done);
  else
    await insist(() => line().emitWithAck('conversation.transfer', { conversationId, to: { skill: 'general' } }), done);
}

/** Shopper messages that lie in no answer's range and were not handed over, or lie in several ranges. */
export function unanswered(transcript: readonly WireMessage[]): number[] {
  const handed = new Set<number>();
  let open: number[] = [];
  let withPeople = false;
  for (const message of transcript) {
    if (message.author.kind === 'shopper') {
      if (withPeople) handed.add(message.seq);
      else open.push(message.seq);
    } else if (message.notice === 'handoff' || message.notice === 'handoff_offline') {
      withPeople = true;
      for (const seq of open) handed.add(seq);
      open = [];
    } else if (message.notice === 'withdrawn' || message.notice === 'returned' || message.notice === 'resolved') {
      withPeople = false;
    }
  }
  return transcript
    .filter((m) => m.author.kind === 'shopper')
    .map((m) => m.seq)
    .filter((seq) => {
      const answers = transcript.filter((m) => m.answers && m.answers[0] <= seq && seq <= m.answers[1]);
      return answers.length > 1 || (answers.length === 0 && !handed.has(seq));
    });
}

/** What the bot said while it did not own the conversation, by seq. */
export function botOutOfTurn(transcript: readonly WireMessage[]): number[] {
  const wrong: number[] = [];
  let withPeople = false;
  for (const { author, notice, seq } of transcript) {
    if (author.kind === 'bot' && withPeople) wrong.push(seq);
    if (notice === 'handoff' || notice === 'handoff_offline') withPeople = true;
    else if (notice === 'withdrawn' || notice === 'returned' || notice === 'resolved') withPeople = false;
  }
  return wrong;
}

/** The transcript when everything in it is answered and nothing has been added for a while; else as it is at the end. */
export async function settledTranscript(
  shopper: Shopper,
  conversationId: string,
  timeoutMs: number,
): Promise<WireMessage[]> {
  const end = performance.now() + timeoutMs;
  let before = -1;
  for (;;) {
    const transcript = await shopper.transcript(conversationId);
    const settled = transcript.length === before && unanswered(transcript).length === 0;
    if (settled || performance.now() > end) return transcript;
    before = transcript.length;
    await sleep(300);
  }
}
