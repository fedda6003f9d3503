/**
 * A bare Socket.IO server: what the desk is compared with. `echo` acknowledges; `append` commits one message row and brings it to
 * everybody else, the least an agent's message can do.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { newId } from '#kernel';
import { serveBench } from './children.js';
import { openStore, type Store } from './store.js';

let store: Store | undefined;
let seq = 0;

const http = createServer();
const server = new Server(http, { transports: ['websocket'], serveClient: false, pingInterval: 20_000 });

server.on('connection', (socket) => {
  socket.on('echo', (payload: unknown, ack: (payload: unknown) => void) => ack(payload));
  socket.on('append', (text: string, ack: (ok: boolean) => void) => {
    const message = { id: newId(), seq: (seq += 1), text };
    const stored = store?.query('bare-append', 'INSERT INTO bench_append (id, seq, text) VALUES ($1, $2, $3)', [
      message.id,
      message.seq,
      text,
    ]);
    void stored?.then(() => {
      socket.broadcast.emit('message.created', message);
      ack(true);
    });
  });
});

serveBench(async (request: { listen?: true; store?: { url?: string } }) => {
  if (request.store) {
    store = await openStore(request.store.url ? { url: request.store.url, connections: 1 } : {});
    await store.query(
      'bare-table',
      'CREATE TABLE IF NOT EXISTS bench_append (id uuid PRIMARY KEY, seq int NOT NULL, text text NOT NULL)',
      [],
    );
  }
  if (!http.listening) await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return (http.address() as AddressInfo).port;
});
