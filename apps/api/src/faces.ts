import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';

/** dist/apps, beside which the built faces lie; in tests the sources run and the built faces are still in dist. */
const APPS = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../' : '../../../dist/apps/', import.meta.url),
);
const YEAR_S = 31_536_000;

/** What is asked for with a content hash, in its name or as `?v=`, may be kept for ever; all else is asked for again each time. */
function caching(response: Response, path: string): void {
  const hashed = /[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2|svg|png)$/.test(path) || 'v' in response.req.query;
  response.setHeader('Cache-Control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
}

const reads = (request: Request): boolean => request.method === 'GET' || request.method === 'HEAD';

/** The demo shop at /, the widget's script, and the console with its own routes. */
export function serveFaces(app: NestExpressApplication): void {
  const files = (folder: string, index: string | false): ReturnType<typeof express.static> =>
    express.static(join(APPS, folder), { index, setHeaders: caching, fallthrough: true });
  const page = (response: Response, file: string): void =>
    response.sendFile(join(APPS, file), { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } });
  app.use('/widget', files('widget', false));
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!reads(request) || request.path !== '/widget.js') return next();
    page(response, 'widget/widget.js');
  });
  app.use('/console', files('console', 'index.html'));
  app.use('/console', (request: Request, response: Response, next: NextFunction) => {
    if (!reads(request) || request.path.includes('.')) return next();
    page(response, 'console/index.html');
  });
  app.use(files('widget/demo', 'index.html'));
}
