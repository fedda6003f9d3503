import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { Clock, EVENT_NAMES, newId } from '#kernel';
import {
  AppConfig,
  ErrorFilter,
  HandlerRegistry,
  Log,
  Metrics,
  SocketAdapter,
  jsonOnly,
  refuseWhatIsNotHttp,
  tellInJson,
  validationPipe,
  withLogContext,
} from '#platform';
import express, { type NextFunction, type Request, type Response } from 'express';
import { MAX_CALLBACK_BYTES, MAX_LOGO_BYTES } from '#channels';
import { describeApi } from './api-description.js';
import { AppModule } from './app.module.js';
import { guardOrigins } from './origins.js';
import { serveFaces } from './faces.js';

const BODY_LIMIT = '256kb';
const WEBHOOKS = '/api/v1/webhooks/';
const LOGO_UPLOAD = '/api/v1/settings/widget/logo';

/** Builds the application without listening: what `main` starts and tests drive. */
export async function createApp(config: AppConfig, clock?: Clock): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config, clock), {
    bodyParser: false,
    logger: quietUntilLog,
    abortOnError: false,
  });
  app.useLogger(app.get(Log));
  app.disable('x-powered-by');
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: CSP },
      crossOriginResourcePolicy: false,
      hsts: false,
    }),
  );
  app.use(observe(app.get(Metrics)));
  app.use(guardOrigins(config));
  app.use(jsonOnly('/api/', ['/api/v1/attachments', WEBHOOKS, LOGO_UPLOAD]));
  // Whatever type it says it is: signatures are over the bytes.
  app.use(WEBHOOKS, express.raw({ type: () => true, limit: MAX_CALLBACK_BYTES }));
  app.use(LOGO_UPLOAD, express.raw({ type: 'image/*', limit: MAX_LOGO_BYTES }));
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.use(tellInJson);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ErrorFilter(app.get(Log)));
  app.useWebSocketAdapter(new SocketAdapter(app, config));
  refuseWhatIsNotHttp(app.getHttpServer());
  serveFaces(app);
  describeApi(app);
  await app.init();
  app.get(HandlerRegistry).assertComplete(EVENT_NAMES);
  return app;
}

/** Only our own scripts and styles; sockets to ourselves. The demo shop and the console need nothing else. */
const CSP = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  // https: a shop's logo may lie on its own servers.
  'img-src': ["'self'", 'data:', 'blob:', 'https:'],
  'connect-src': ["'self'", 'ws:', 'wss:'],
  'font-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'self'"],
  'form-action': ["'self'"],
};

/** Gives each request an id, for the log and the caller, and counts its time. */
function observe(metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const requestId = newId();
    const started = performance.now();
    response.setHeader('X-Request-Id', requestId);
    response.on('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other';
      metrics.httpSeconds.observe(
        { method: request.method, route: String(route), status: String(response.statusCode) },
        (performance.now() - started) / 1000,
      );
    });
    withLogContext({ requestId }, next);
  };
}

/** Until the configured log exists only errors of the start are of interest; they are thrown and told by `main`. */
const quietUntilLog: LoggerService = { log: () => undefined, error: () => undefined, warn: () => undefined };
