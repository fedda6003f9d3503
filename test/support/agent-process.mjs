// An agent's browser as a process of its own, for tests that take it away: goes online, takes the conversation it is told to take, stays.
import { io } from 'socket.io-client';

const [url, token, conversationId] = process.argv.slice(2);
const socket = io(`${url}/agent`, { transports: ['websocket'], auth: { token } });
socket.once('ready', async () => {
  const online = await socket.emitWithAck('presence.set', { status: 'online' });
  const accepted = await socket.emitWithAck('conversation.accept', { conversationId });
  process.stdout.write(`${JSON.stringify({ online: online.ok, accepted: accepted.ok })}\n`);
});
