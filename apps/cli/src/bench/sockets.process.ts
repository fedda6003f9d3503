/** Opens sockets that only sit there, from a process of its own, so that their memory is not the load generator's. */
import { io, type Socket } from 'socket.io-client';
import { serveBench } from './children.js';

const AT_ONCE = 50;
const sockets: Socket[] = [];

function connect(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    sockets.push(socket);
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}

serveBench(async ({ url, count }: { url: string; count: number }) => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  for (let opened = 0; opened < count; opened += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - opened) }, () => connect(url)));
  return sockets.filter((socket) => socket.connected).length;
});
