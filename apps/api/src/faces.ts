import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type Response } from 'express';

/** dist/apps, beside which the built faces lie; in tests the sources run and the built faces are still in dist. */
const APPS = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../' : '../../../dist/apps/', import.meta.url),
);
const YEAR_S = 31_536_000;

/** Names with a content hash may be kept for ever, all others are asked for again each time. */
function caching(response: Response, path: string): void {
  const hashed = /[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2|svg|png)$/.test(path);
  response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
}

/** The demo shop at /, the widget's script, and the console with its own routes. */
export function serveFaces(app: NestExpressApplication): void {
  const files = (folder: string, index: string | false): ReturnType<typeof express.static> =>
    express.static(join(APPS, folder), { index, setHeaders: caching, fallthrough: true });
  const widget = files('widget', false);
  app.use('/widget', widget);
  app.use((request: express.Request, response: Response, next: express.NextFunction) => {
    if (request.path === '/widget.js' && request.method === 'GET')
      return void response.sendFile(join(APPS, 'widget/widget.js'), {
        cacheControl: false,
        headers: { 'Cache-Control': 'no-cache' },
      });
    next();
  });
  app.use('/console', files('console', 'index.html'));
  app.use('/console', (request: express.Request, response: Response, next: express.NextFunction) => {
    if (request.method !== 'GET' || request.path.includes('.')) return next();
    response.sendFile(join(APPS, 'console/index.html'), {
      cacheControl: false,
      headers: { 'Cache-Control': 'no-cache' },
    });
  });
  app.use(files('widget/demo', 'index.html'));
}
