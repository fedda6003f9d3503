import type { IncomingMessage } from 'node:http';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  BadRequestException,
  Injectable,
  PayloadTooLargeException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Observable } from 'rxjs';
import { AppError, MAX_ATTACHMENT_BYTES, newId, type Words } from '#kernel';
import { MAX_MEGABYTES } from '../media/media-workshop.js';

/** A file as it came in; `close` gives its bytes up. */
export interface ReceivedFile {
  originalname: string;
  size: number;
  read(): Promise<Buffer>;
  close(): Promise<void>;
}

/** What multer asks of a storage engine. */
interface Incoming {
  stream: Readable;
}
type Done<T = void> = (error: unknown, info?: T) => void;

/**
 * Keeps what streams in out of memory: in a file that has no name any more once it is open, so that nothing of it is left behind
 * however the process ends.
 */
const namelessFiles = {
  _handleFile(_request: unknown, file: Incoming, done: Done<Omit<ReceivedFile, 'originalname'>>): void {
    receive(file.stream).then((received) => done(null, received), done);
  },
  _removeFile(_request: unknown, file: Partial<ReceivedFile>, done: Done): void {
    (file.close?.() ?? Promise.resolve()).then(() => done(null), done);
  },
};

async function receive(stream: Readable): Promise<Omit<ReceivedFile, 'originalname'>> {
  const handle = await nameless();
  try {
    let size = 0;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      await handle.appendFile(piece);
      size += piece.length;
    }
    return {
      size,
      read: async () => {
        const bytes = Buffer.alloc(size);
        await handle.read(bytes, 0, size, 0);
        return bytes;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `deskhand-upload-${newId()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

const NOT_THE_FORM: Words = {
  'zh-CN': '表单不完整，或不止一个文件',
  en: 'the form is not complete, or has more than one file',
};

/** Takes the one file of the form, field `file`, and stops at the largest size. */
@Injectable()
export class UploadInterceptor implements NestInterceptor {
  private readonly form = new (FileInterceptor('file', {
    storage: namelessFiles,
    limits: { fileSize: MAX_ATTACHMENT_BYTES, files: 1, fields: 5, parts: 6, fieldSize: 1024, headerPairs: 20 },
    // Browsers write file names in UTF-8.
    defParamCharset: 'utf8',
  }))();

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    try {
      return await this.form.intercept(context, next);
    } catch (error) {
      // Whoever hangs up in the middle is nobody's fault, and hears nothing any more.
      const hungUp = context.switchToHttp().getRequest<IncomingMessage>().readableAborted;
      if (hungUp || error instanceof BadRequestException)
        throw new AppError('VALIDATION_FAILED', { reason: NOT_THE_FORM });
      if (error instanceof PayloadTooLargeException)
        throw new AppError('ATTACHMENT_TOO_LARGE', { maxMegabytes: MAX_MEGABYTES });
      throw error;
    }
  }
}
