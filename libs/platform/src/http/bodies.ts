import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import { AppError } from '#kernel';
import { toAppError } from './error.filter.js';

/** Refuses bodies below `prefix` that are not JSON, save below `others`, which read bodies of other types themselves. */
export function jsonOnly(prefix: string, others: readonly string[]) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const { path, headers } = request;
    const concerned = path.startsWith(prefix) && !others.some((other) => path.startsWith(other));
    const empty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
    const json = empty || Boolean(request.is('application/json'));
    next(concerned && !json ? new AppError('TYPE_NOT_SUPPORTED') : undefined);
  };
}

/** Put behind a body parser: its errors get our codes before Nest turns them into errors of its own. */
export function tellInJson(error: unknown, _request: Request, _response: Response, next: NextFunction): void {
  next(toAppError(error));
}

/** What is not HTTP at all, or has too many headers, is answered in the error shape too; no request exists yet, so in Chinese. */
export function refuseWhatIsNotHttp(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const flood = error.code === 'HPE_HEADER_OVERFLOW';
    const known = flood
      ? new AppError('PAYLOAD_TOO_LARGE')
      : new AppError('VALIDATION_FAILED', { reason: { 'zh-CN': '不是有效的 HTTP 请求', en: 'this is not HTTP' } });
    const body = JSON.stringify({ error: known.toWire('zh-CN') });
    socket.end(
      `HTTP/1.1 ${flood ? '431 Request Header Fields Too Large' : '400 Bad Request'}\r\nConnection: close\r\n` +
        `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}
