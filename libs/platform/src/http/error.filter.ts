import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, toLocale, type ErrorCode } from '#kernel';
import { Log } from '../log/log.js';

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'TYPE_NOT_SUPPORTED',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** What express' body parser and router throw carries a status and a type. */
interface HttpLike {
  status: number;
  type?: string;
  message: string;
}

function isHttpLike(error: unknown): error is HttpLike {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

/** Turns whatever was thrown into an AppError; what nobody expected becomes INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HttpException) {
    const code = BY_STATUS[error.getStatus()];
    if (code) return new AppError(code, code === 'VALIDATION_FAILED' ? { reason: error.message.slice(0, 200) } : {});
  } else if (isHttpLike(error)) {
    if (error.type === 'entity.parse.failed') return new AppError('MALFORMED_JSON');
    const code = BY_STATUS[error.status];
    if (code)
      return new AppError(code, code === 'VALIDATION_FAILED' ? { reason: error.type ?? 'malformed request' } : {});
  }
  if (error instanceof URIError) return new AppError('VALIDATION_FAILED', { reason: 'malformed URL' });
  return new AppError('INTERNAL');
}

/** The only place that turns errors into HTTP. Always the error shape, in the caller's language, never a stack. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const known = toAppError(error);
    if (known.code === 'INTERNAL')
      this.log.error({ error, route: (request.route as { path?: unknown } | undefined)?.path }, 'unexpected error');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (known.retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(known.retryAfterMs / 1000));
    response.status(known.status).json({ error: known.toWire(toLocale(request.headers['accept-language'])) });
  }
}
