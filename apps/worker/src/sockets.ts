import type { INestApplicationContext } from '@nestjs/common';
import { connectEmitter } from '#platform';
import { ShopperScreens } from '#channels';

/** Lets this process push to sockets that live on others. Returns how to end it. */
export function connectSockets(app: INestApplicationContext, redisUrl: string): () => Promise<void> {
  const { server, close } = connectEmitter(app, redisUrl);
  app.get(ShopperScreens).attach(server.of('/shopper'));
  return close;
}
