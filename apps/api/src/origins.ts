import type { NextFunction, Request, Response } from 'express';
import { AppError, toLocale } from '#kernel';
import { AppConfig, isAllowedOrigin } from '#platform';

/** What a page of another origin may use, if it is on the list: the widget's own calls. Everything else is for our own pages. */
const FOR_WIDGETS = ['/api/v1/knowledge/ask', '/api/v1/attachments', '/api/v1/widget'];
/** Public files and callbacks: who loads them does not matter. */
const FOR_ALL = ['/widget.js', '/widget/', '/healthz', '/api/v1/webhooks/'];

/** CORS and more: a foreign origin gets a coded refusal, not only a missing header. */
export function guardOrigins(config: AppConfig) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const origin = request.headers.origin;
    const starts = (paths: readonly string[]): boolean => paths.some((p) => request.path.startsWith(p));
    if (origin === undefined || starts(FOR_ALL)) {
      if (starts(['/widget.js', '/widget/'])) response.setHeader('Access-Control-Allow-Origin', '*');
      return next();
    }
    const host = request.headers.host;
    if (isAllowedOrigin(origin, host, [])) return next();
    response.setHeader('Vary', 'Origin');
    if (!starts(FOR_WIDGETS) || !isAllowedOrigin(origin, host, config.allowedOrigins)) {
      response
        .status(403)
        .json({ error: new AppError('ORIGIN_NOT_ALLOWED').toWire(toLocale(request.headers['accept-language'])) });
      return;
    }
    response.setHeader('Access-Control-Allow-Origin', origin);
    if (request.method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET,POST');
      response.setHeader('Access-Control-Allow-Headers', 'content-type,authorization,accept-language');
      response.setHeader('Access-Control-Max-Age', '600');
      response.status(204).end();
      return;
    }
    next();
  };
}
